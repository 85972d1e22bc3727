"""A village goes from the appraisal to the payment by lists, and one by one only where it must."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from models.application import Application
from models.case_list import CaseList
from models.history import HistoryEntry
from models.role import Role
from models.task import Task
from tests.cast import username
from tests.journeys.village_of import MEETING, PAPERS, VOTES, ListOf, Village
from webapp.demo.people import card_number
from workflows import clock, history

CLERK, HEAD = username(Role.VILLAGE_CLERK), username(Role.VILLAGE_HEAD)
OFFICER, LEADER = username(Role.TOWNSHIP_OFFICER), username(Role.TOWNSHIP_LEADER)
HANDLER, APPROVER = username(Role.OFFICE_HANDLER), username(Role.OFFICE_APPROVER)
POVERTY, FINANCE = username(Role.POVERTY_ALLEVIATION_OFFICE), username(Role.FINANCE_OFFICER)

# A.21: what may be done by list; everything else is looked at on the spot, one by one.
LISTABLE = frozenset(
    {
        "county_decision",
        "democratic_appraisal",
        "grading_commission",
        "identity_opinion",
        "notice_posting",
        "notice_removal",
        "notice_result_report",
        "registry_entry",
        "subsidy_approval",
        "subsidy_payment",
        "subsidy_review",
        "township_decision",
        "township_meeting",
        "village_report",
    }
)


class Walk:
    """Lists and single steps in the order of the process."""

    def __init__(self, village: Village) -> None:
        self.village, self.office = village, village.office

    def by_list(
        self,
        who: str,
        node: str,
        every: dict[str, Any] | None = None,
        papers: dict[str, tuple[str, ...]] | None = None,
        *,
        photographs: str = "",
        **shared: Any,
    ) -> None:
        """Do ``node`` for the whole village on one list."""
        made = ListOf.of_step(self.office, who, node)
        assert len(made.rows) == len(self.village.cases), node
        for name, kinds in (papers or {}).items():
            shared[name] = made.upload(name, *kinds)
        if photographs:
            shared[photographs] = made.upload(photographs, *made.kinds(photographs))
            asked = made.page.tree
            if places := asked.xpath("//input[@name='places']/@value"):
                shared["places"] = places
            if asked.xpath("//input[@name='place']"):
                shared["place"] = "政府公示栏"
        sent = made.filled(every, **shared)
        page = made.post("submit", sent)
        assert page.status == 303, f"{node}: {page.complaints}"
        self.office.work()
        refused = [row.message for row in made.rows if row.state != "done"]
        assert refused == [], f"{node}: {refused[:3]}"

    def notice(self, who: str) -> None:
        """Post, wait and take down on two lists, with a photograph of every place."""
        tasks = [task.id for task in self.village.open_tasks("post_notice")]
        self.office.make_sheets(who, tasks)
        self.by_list(who, "post_notice", photographs="photo_ids")
        self.village.wait_for("take_down_notice")
        self.by_list(who, "take_down_notice", photographs="photo_ids")

    def singly_until(self, node: str) -> None:
        self.village.singly_until(node)


def whole_way(village: Village) -> None:
    """From filing to payment; what the document does by list is done by list."""
    walk = Walk(village)
    walk.singly_until("hold_appraisal")
    walk.by_list(CLERK, "hold_appraisal", VOTES, {"document_ids": PAPERS}, **MEETING)
    walk.notice(CLERK)
    walk.by_list(
        HEAD,
        "report_application",
        papers={"document_ids": ("农户申请审批表",)},
        is_signed_by_head="yes",
        is_sealed="yes",
    )
    walk.singly_until("decide_case")
    walk.by_list(LEADER, "decide_case")
    walk.notice(OFFICER)
    walk.by_list(
        LEADER,
        "hold_meeting",
        document_number="蘑政纪〔2019〕6号",
        attendees="白音、李铁柱、赵海",
        resolution="同意上报。",
    )
    walk.by_list(OFFICER, "report_notice_result", document_number="蘑政报〔2019〕3号")
    walk.by_list(
        POVERTY,
        "verify_poverty",
        {"in_relocation_plan": "no", "stable_out_of_poverty": "no"},
        document_number="扎扶办函〔2019〕3号",
        document_date=clock.today(),
    )
    agency = str(village.office.people.agency_id)
    walk.by_list(HANDLER, "commission_grading", agency_id=agency, document_number="委〔2019〕1号")
    walk.singly_until("approve_case")
    walk.by_list(APPROVER, "approve_case")
    walk.notice(HANDLER)
    numbers = iter(range(10_000, 20_000))
    walk.by_list(
        HANDLER, "record_registry_entry", {"registry_number": lambda _: f"15078-{next(numbers)}"}
    )
    walk.singly_until("review_subsidy")
    account = {"card_number": lambda row: card_number(row.position), "card_bank": "信用社"}
    walk.by_list(HANDLER, "review_subsidy", account)
    walk.singly_until("approve_subsidy")
    walk.by_list(FINANCE, "approve_subsidy")
    walk.by_list(FINANCE, "pay_subsidy", batch_number="2019-001")


def check(village: Village) -> None:
    """Everybody is paid once, nothing is doubled, every chain is whole."""
    with village.office.database.read() as session:
        for number in village.cases:
            application = session.get_one(Application, number)
            assert application.paid_on is not None
            history.verify(session, application)
        lists = session.scalars(select(CaseList)).all()
        doubled = session.execute(
            select(Task.application_id, Task.process_id, Task.node_id, Task.instance_id)
            .group_by(Task.application_id, Task.process_id, Task.node_id, Task.instance_id)
            .having(func.count() > 1)
            .where(Task.node_id.in_([each.node_id for each in lists]))
        ).all()
        by_list = session.scalars(
            select(HistoryEntry).where(HistoryEntry.kind == "task_completed")
        ).all()
    assert doubled == []
    assert {each.form_key for each in lists} == LISTABLE
    assert all(each.done_count == each.row_count == len(village.cases) for each in lists)
    told = [each for each in by_list if "list" in each.payload]
    assert len(told) == len(lists) * len(village.cases)
    assert not any(each.is_machine for each in told)
