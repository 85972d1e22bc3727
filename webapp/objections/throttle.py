"""How many objections one address, and one notice, may bring; a flood stays one row for each.

Rows of addresses are only made by objections that were taken in, and those are few for each notice.
"""

from __future__ import annotations

import datetime as dt
import ipaddress

from flask import request
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.objection import ObjectionCount
from webapp.parts import parts
from workflows import clock
from workflows.objection_codes import origin_digest
from workflows.rights import MACHINE
from workflows.system_history import record_system

# How long the numbers are kept to be looked at.
KEPT_DAYS = 30
# Whoever has one address of the newer kind has all of its network.
NETWORK_BITS = 64


def address_origin(purpose: str = "address") -> str:
    """What the sender's address is counted by."""
    text = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return _origin(f"{purpose} {text[:45]}")
    if address.version == 6:
        text = str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))
    return _origin(f"{purpose} {text}")


def notice_origin(notice_id: int) -> str:
    """What the objections to one notice are counted by."""
    return _origin(f"notice {notice_id}")


def is_full(session: Session, origin: str, most: int, minutes: int) -> bool:
    """Whether as many as may come have come from ``origin`` in the last ``minutes``."""
    taken = session.scalar(
        select(ObjectionCount.taken).where(
            ObjectionCount.origin == origin,
            ObjectionCount.began_at > clock.now() - dt.timedelta(minutes=minutes),
        )
    )
    return (taken or 0) >= most


def take(session: Session, origin: str, most: int, minutes: int) -> bool:
    """Count one more from ``origin``; False where as many as may come have come."""
    now = clock.now()
    row = session.scalar(
        select(ObjectionCount).where(ObjectionCount.origin == origin).with_for_update()
    )
    if row is None:
        row = ObjectionCount(origin=origin, began_at=now, taken=0, refused=0)
        session.add(row)
    elif row.began_at <= now - dt.timedelta(minutes=minutes):
        row.began_at, row.taken, row.refused = now, 0, 0
    if row.taken >= most:
        return False
    row.taken += 1
    session.flush()
    return True


def note_wrong_code(session: Session, origin: str, most: int, minutes: int) -> None:
    """Count a code that nobody has."""
    take(session, origin, most, minutes)
    forget_old(session)


def note_refused(session: Session, origin: str, what: str) -> None:
    """Count one that was turned away; the first of a span stands on the system's record."""
    row = session.scalar(
        select(ObjectionCount).where(ObjectionCount.origin == origin).with_for_update()
    )
    if row is None:
        return
    if not row.refused:
        payload = {"by": what, "taken": row.taken}
        record_system(session, MACHINE, "objections_throttled", payload)
    session.execute(
        update(ObjectionCount)
        .where(ObjectionCount.origin == origin)
        .values(refused=ObjectionCount.refused + 1)
    )


def forget_old(session: Session) -> None:
    """Put away what nobody looks at any more."""
    over = clock.now() - dt.timedelta(days=KEPT_DAYS)
    session.execute(delete(ObjectionCount).where(ObjectionCount.began_at < over))


def _origin(text: str) -> str:
    return origin_digest(parts().runtime.digest_key, text)
