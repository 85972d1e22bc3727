"""Nobody is in two cases at once (F01), also when two villages file at the same moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import or_, select, text, true
from sqlalchemy.orm import Session

from models.application import Application
from models.household import Person
from models.old_ledger import OldLedgerHousehold
from workflows.personal_data import digest
from workflows.steps import Step

_LOCK = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


def persons_elsewhere(step: Step, id_numbers: Collection[str]) -> dict[str, bool]:
    """Which of ``id_numbers`` another case has: number -> whether that case is paid already (F01).

    A case counts until it ends, whatever its programme or year, and for ever once paid; so do the
    households of old ledgers.  Until
    the transaction ends, nobody else gets an answer about the same persons: whoever is told that a
    person is free may write that person down.
    """
    by_digest = {digest(step.runtime.digest_key, number): number for number in id_numbers}
    if not by_digest:
        return {}
    _wait_for_others(step.session, by_digest)
    in_cases = (
        select(Person.id_number_digest, Application.paid_on.is_not(None))
        .join(Application, Application.household_id == Person.household_id)
        .where(
            Person.id_number_digest.in_(by_digest),
            Person.left_on.is_(None),
            Application.id != step.application.id,
            or_(Application.state != "ended", Application.paid_on.is_not(None)),
        )
    )
    in_ledgers = select(OldLedgerHousehold.id_number_digest, true()).where(
        OldLedgerHousehold.id_number_digest.in_(by_digest)
    )
    found: dict[str, bool] = {}
    for id_digest, is_paid in step.session.execute(in_cases.union_all(in_ledgers)):
        number = by_digest[id_digest]
        found[number] = found.get(number, False) or bool(is_paid)
    return found


def _wait_for_others(session: Session, digests: Iterable[str]) -> None:
    """Lock each person until the end of the transaction; SQLite has one writer at a time anyway.

    The statement after this one sees what those have committed who were waited for, because the
    isolation is READ COMMITTED (``models.database``).  Always in the same order, so that two
    rosters with the same persons never wait for each other.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    keys = sorted(int.from_bytes(bytes.fromhex(each)[:8], "big", signed=True) for each in digests)
    session.execute(_LOCK, {"keys": keys})
