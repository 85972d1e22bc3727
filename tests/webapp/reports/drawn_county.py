"""Households put straight into the tables at every point of their way, for reports on a county."""

from __future__ import annotations

import datetime as dt
from random import Random

from sqlalchemy.orm import Session

from models.application import Application
from models.role import Role
from tests.cast import FAR_VILLAGE, NEIGHBOUR_VILLAGE, VILLAGE, Cast
from workflows import clock

VILLAGES = (VILLAGE, NEIGHBOUR_VILLAGE, FAR_VILLAGE)
# In the order in which a case comes to them; a case may have ended anywhere on the way.
DAYS = (
    "reported_on",
    "identity_passed_on",
    "graded_on",
    "approved_on",
    "started_on",
    "completed_on",
    "accepted_on",
    "paid_on",
)
FIRST = dt.date(2019, 1, 10)


def draw_county(session: Session, people: Cast, cases: int, *, seed: int = 1) -> None:
    """``cases`` households of three villages, each somewhere between nothing and paid."""
    random = Random(seed)
    session.add_all(_case(people, random) for _ in range(cases))
    session.flush()


def _case(people: Cast, random: Random) -> Application:
    day, days = FIRST, {}
    for name in DAYS[: random.randint(0, len(DAYS))]:
        day += dt.timedelta(days=random.randint(0, 30))
        days[name] = day
    is_ended = random.random() < 0.3
    dwelling = random.choice(("有房", "无房"))
    return Application(
        programme_id=people.programmes[random.choice("AB")],
        village_code=random.choice(VILLAGES),
        opened_by_id=people.account_id(Role.VILLAGE_CLERK),
        opened_at=clock.now(),
        head_name="赵春梅",
        dwelling=dwelling,
        grade=random.choice("ABCD") if dwelling == "有房" and "graded_on" in days else None,
        state="ended" if is_ended else "open",
        result=random.choice(("case_closed", "withdrawn", None)) if is_ended else None,
        ended_at=clock.start_of(day + dt.timedelta(days=3)) if is_ended else None,
        payable_yuan=random.choice((20000, 25232)) if "paid_on" in days else None,
        **days,
    )
