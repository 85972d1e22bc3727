"""Which of many persons are in a case already: the question of whole sheets, a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.application import Application
from models.household import Person

AT_ONCE = 500


def cases_of(
    session: Session, digests: Iterable[str], *, own: int | None = None
) -> Iterator[tuple[str, str]]:
    """(digest, number of the case) for each of ``digests`` that an open or a paid case has (F01).

    The case ``own`` is left out; a case without number is "".
    """
    wanted = list(digests)
    for first in range(0, len(wanted), AT_ONCE):
        rows = session.execute(
            select(Person.id_number_digest, Application.number)
            .join(Application, Application.household_id == Person.household_id)
            .where(
                Person.id_number_digest.in_(wanted[first : first + AT_ONCE]),
                Person.left_on.is_(None),
                or_(Application.state != "ended", Application.paid_on.is_not(None)),
                Application.id != (own or 0),
            )
        )
        for id_digest, number in rows:
            yield id_digest, number or ""
