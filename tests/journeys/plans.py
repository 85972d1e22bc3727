"""The households of the journeys."""

from __future__ import annotations

from tests.cast import VILLAGE
from webapp.demo.case_plan import CasePlan
from webapp.demo.people import make_family
from workflows import clock

BEGINNING = "2019-03-04"


def plan_of(number: int, *, size: int = 3, **differs: object) -> CasePlan:
    """Household ``number``: 建档立卡, three persons, a house of grade D, to be built by themselves.

    ``differs`` are fields of the plan that are otherwise.
    """
    told: dict[str, object] = {
        "number": number,
        "plan": "A",
        "family": make_family(number, VILLAGE, "惠风川村", size=size),
        "identities": ("建档立卡",),
        "grade": "D",
        "method": "自建房屋",
        "area_m2": 55,
        "starts_on": clock.today(),
    }
    return CasePlan(**(told | differs))  # type: ignore[arg-type]
