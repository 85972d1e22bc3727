"""Finding a case by its number and four digits, so that nothing is learnt by guessing."""

from __future__ import annotations

import datetime as dt
import hmac

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.application import Application
from models.household import Person, is_head_of
from models.status_query import StatusQuery
from webapp.config import StatusThrottle
from workflows import clock, identity_number

DIGITS = 4
NOBODY = "0" * 18


def find_case(session: Session, number: str, digits: str) -> int | None:
    """The case with ``number`` whose head's identity number ends in ``digits``.

    An unknown number costs the same statement and the same comparison as a wrong answer.
    """
    row = session.execute(
        select(Application.id, Person.id_number)
        .join(Person, is_head_of(Application.household_id))
        .where(Application.number == number)
        .limit(1)
    ).one_or_none()
    application_id, id_number = row or (None, NOBODY)
    fits = hmac.compare_digest(id_number[-DIGITS:].encode(), digits.encode())
    return application_id if fits and len(digits) == DIGITS else None


def typed_number(text: str) -> str:
    """A case number as it is stored, however it was typed."""
    return identity_number.normalised(text)[:40]


def typed_digits(text: str) -> str:
    """The last four, half-width and with a large X."""
    return identity_number.normalised(text)[:18]


def is_throttled(session: Session, limits: StatusThrottle, number: str, address: str) -> bool:
    """Whether this case or this address has had too many wrong answers lately."""
    since = StatusQuery.at > clock.now() - dt.timedelta(minutes=limits.window_minutes)
    count = select(func.count()).select_from(StatusQuery)
    by_case = count.where(StatusQuery.number == number, since).scalar_subquery()
    by_address = count.where(StatusQuery.address == address, since).scalar_subquery()
    cases, addresses = session.execute(select(by_case, by_address)).one()
    return bool(cases >= limits.per_case or addresses >= limits.per_address)


def note_failure(session: Session, limits: StatusThrottle, number: str, address: str) -> None:
    """Keep one wrong answer, and put away those that count no longer."""
    now = clock.now()
    over = now - dt.timedelta(minutes=limits.window_minutes)
    session.execute(delete(StatusQuery).where(StatusQuery.at <= over))
    session.add(StatusQuery(number=number, address=address[:45], at=now))
