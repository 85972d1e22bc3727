"""Writing an old ledger down; what another ledger of the county has already is not kept twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.old_ledger import OldLedger, OldLedgerHousehold
from models.role import Role
from webapp.old_ledgers.rows import LedgerRow
from webapp.sheets import cells as reading
from workflows import clock, identity_number, personal_names, places
from workflows.duplicate_gate import ask_county_again
from workflows.known_persons import AT_ONCE
from workflows.personal_data import digest
from workflows.rights import Actor
from workflows.system_history import record_system


def keep_ledger(
    session: Session,
    key: bytes,
    actor: Actor,
    *,
    county_code: str,
    title: str,
    filename: str,
    rows: Sequence[LedgerRow],
) -> tuple[int, int]:
    """Write the rows under one title: (how many are new, how many were there already)."""
    columns = {each["row_digest"]: each for each in (_columns(key, title, row) for row in rows)}
    for known in _known(session, county_code, list(columns)):
        del columns[known]
    if columns:
        assert actor.account_id is not None
        ledger = OldLedger(
            county_code=county_code,
            title=title,
            filename=filename,
            imported_by_id=actor.account_id,
            imported_at=clock.now(),
        )
        session.add(ledger)
        session.flush()
        new = [{**each, "ledger_id": ledger.id} for each in columns.values()]
        for first in range(0, len(new), AT_ONCE):
            session.execute(insert(OldLedgerHousehold), new[first : first + AT_ONCE])
        ask_county_again(session, county_code)
        payload = {"ledger": ledger.id, "title": title, "households": len(new)}
        record_system(session, actor, "ledger_imported", payload, role=Role.OFFICE_HANDLER.value)
    return len(columns), len(rows) - len(columns)


def _columns(key: bytes, title: str, row: LedgerRow) -> dict[str, Any]:
    name, address, number = row.text("name"), row.text("address"), row.number
    paid_yuan = reading.number_of(row.text("paid_yuan"))
    told = [row.village_code, personal_names.compared(name), number, row.year]
    told += [row.text(each) for each in ("group", "address", "paid_on", "paid_yuan", "house_code")]
    return {
        # Keyed: among the rest it is made of an identity number.
        "row_digest": digest(key, f"old-ledger:{orjson.dumps(told).decode()}"),
        "position": row.position,
        "village_code": row.village_code,
        "programme_title": (row.text("programme") or title)[:120],
        "year": row.year,
        "head_name": name[:60],
        "compared_name": personal_names.compared(name)[:60],
        "id_number": number or None,
        "id_number_digest": digest(key, number) if number else None,
        "born_on": identity_number.birth_date(number) if number else None,
        "address": address[:120],
        "place": places.compared(row.text("group"), address)[:120],
        "house_code": places.house_code(row.text("house_code")),
        "paid_on": reading.day_of(row.text("paid_on")),
        "paid_yuan": int(paid_yuan) if paid_yuan is not None else None,
    }


def _known(session: Session, county_code: str, digests: list[str]) -> list[str]:
    found: list[str] = []
    for first in range(0, len(digests), AT_ONCE):
        found += session.scalars(
            select(OldLedgerHousehold.row_digest)
            .join(OldLedger, OldLedger.id == OldLedgerHousehold.ledger_id)
            .where(
                OldLedger.county_code == county_code,
                OldLedgerHousehold.row_digest.in_(digests[first : first + AT_ONCE]),
            )
            .distinct()
        )
    return found
