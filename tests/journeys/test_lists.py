"""Steps done by list (名单): many households under one number, each through its own form."""

from __future__ import annotations

from models.role import Role
from tests.cast import username
from tests.journeys.office import Office
from tests.journeys.village_of import ListOf, Village

CLERK = username(Role.VILLAGE_CLERK)


def test_smoke(sqlite_office: Office) -> None:
    village = Village(sqlite_office)
    village.settle(5)
    village.singly_until("hold_appraisal")
    made = ListOf.of_step(sqlite_office, CLERK, "hold_appraisal")
    papers = made.upload("document_ids", "民主评议签到表", "民主评议会议记录")
    made.do(
        {"in_favour": 20, "against": 3, "abstained": 1},
        meeting_kind="村民代表大会",
        place="村委会",
        chair="白音",
        minute_taker="孙文书",
        due_count=30,
        present_count=24,
        document_ids=papers,
    )
    assert made.case_list.state == "finished"
    assert made.page.status == 200
    assert sqlite_office.get(CLERK, "/lists").status == 200
