"""Plan A (建档立卡) from the application to the closed file, by every method."""

from __future__ import annotations

from tests.journeys.conftest import NewCase
from tests.journeys.office import Office
from tests.journeys.walks import TO_THE_CARD, walks


@walks(*TO_THE_CARD, "resettle_household:done", "vacate_old_house:done")
def test_a_self_built_house_of_grade_d_is_paid_and_closed(office: Office, cases: NewCase) -> None:
    case = cases(office).finish()
    done = case.application
    assert (done.state, done.result) == ("ended", "case_closed")
    assert (done.grade, done.method, done.fund) == ("D", "自建房屋", "扶贫资金")
    assert (done.approved_subsidy_yuan, done.payable_yuan) == (25232, 25232)
    assert done.paid_on is not None
    assert done.card_number == case.plan.family.card_number
