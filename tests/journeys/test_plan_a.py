"""Plan A (建档立卡) from the application to the closed file, by every method (R39–R50)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models.construction import CompletionReport
from models.payment import SubsidyPayment
from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt, NewCase
from tests.journeys.office import Case, Office
from tests.journeys.walks import APPROVAL, BUILDING, PAYMENT, TO_IDENTITY, TO_THE_CARD, walks
from workflows import clock

REPAIR = {"grade": "C", "method": "修缮加固", "area_m2": None}
REBUILT = {"grade": "C", "method": "新建(C级自愿)"}
NO_HOUSE = {"grade": None, "size": 2}
ON_THE_WAY = ("verify_poverty:pass", "resettle_household:done", "vacate_old_house:done")


@walks(*TO_THE_CARD, *ON_THE_WAY)
def test_a_self_built_house_of_grade_d_is_paid_and_closed(
    sqlite_office: Office, new_case: NewCase
) -> None:
    office = sqlite_office
    case = new_case(office)
    for node in ("file_application", "check_application", "hold_appraisal"):
        case.do(node)
    # A Thursday: the fifth full day after it is a working day.
    office.pass_days(3)
    case.do("post_notice")
    assert case.open_tasks == {}
    office.pass_days(5)
    assert case.open_tasks == {}, "the day of posting does not count"
    office.pass_days(1)
    case.do("take_down_notice")
    for node in ("report_application", "review_file", "visit_household", "decide_case"):
        case.do(node)
    case.advance_to("commission_grading")
    for node in ("commission_grading", "grade_house", "confirm_grading"):
        case.do(node)
    assert set(case.open_tasks) == {"choose_method", "resettle_household"}
    case.finish()
    done = case.application
    assert (done.state, done.result) == ("ended", "case_closed")
    assert (done.grade, done.method, done.fund) == ("D", "自建房屋", "扶贫资金")
    assert (done.approved_subsidy_yuan, done.payable_yuan) == (25232, 25232)
    assert done.paid_on == clock.today()
    assert done.card_number == case.plan.family.card_number
    assert done.number == "150783-2019-A-00001"
    # What the table of progress counts was set by the steps on the way, in their order.
    days = [
        *(done.filed_on, done.reported_on, done.identity_passed_on, done.graded_on),
        *(done.approved_on, done.started_on, done.completed_on, done.accepted_on, done.paid_on),
    ]
    assert None not in days
    assert days == sorted(day for day in days if day)


@walks(*TO_THE_CARD, "verify_poverty:pass", "inspect_site:continue")
def test_a_repair_is_paid_what_it_cost(office: Office, new_case: NewCase) -> None:
    case = new_case(office, **REPAIR).advance_to("inspect_site")
    assert "resettle_household" not in {task.node_id for task in case.tasks}
    case.do("inspect_site", "continue", stage="墙体")
    case.do("inspect_site", "finish", stage="屋面")
    without_papers = case.refused("declare_completion", cost_paper_ids=None)
    assert "决算或票据" in without_papers
    case.do("declare_completion", repair_cost_yuan="17350")
    case.do("accept_preliminary")
    assert case.refused("accept_final", repair_cost_yuan="")
    case.do("accept_final", repair_cost_yuan="17350")
    case.finish()
    done = case.application
    assert (done.result, done.repair_cost_yuan) == ("case_closed", 17350)
    assert (done.approved_subsidy_yuan, done.payable_yuan) == (20000, 17350)
    assert one(case, CompletionReport).repair_cost_yuan == 17350
    assert one(case, SubsidyPayment).amount_yuan == 17350


@walks(*APPROVAL, *BUILDING)
def test_a_dear_repair_is_paid_no_more_than_its_cap(case_at: CaseAt) -> None:
    case = case_at("declare_completion", **REPAIR)
    case.do("declare_completion", repair_cost_yuan="31200")
    case.do("accept_preliminary")
    case.do("accept_final", repair_cost_yuan="31200")
    case.finish()
    assert case.application.payable_yuan == 20000


def test_a_rebuilt_house_of_grade_c_waits_for_its_amount(case_at: CaseAt) -> None:
    case = case_at("approve_case", **REBUILT)
    assert "C级自愿新建的补助金额" in case.refused("approve_case", "approve")
    assert case.application.approved_subsidy_yuan is None


@walks("approve_case:postpone", "await_next_batch:done", *PAYMENT, "archive_case:close")
def test_a_rebuilt_house_of_grade_c_is_paid_the_amount_that_the_county_sets(
    case_at: CaseAt,
) -> None:
    case = case_at("approve_case", **REBUILT)
    case.do("approve_case", "postpone")
    set_parameter(case.office, "A", "c_rebuild_amount_yuan", "20000")
    case.do("await_next_batch")
    case.do("approve_case", "approve")
    case.finish()
    done = case.application
    assert (done.approved_subsidy_yuan, done.payable_yuan) == (20000, 20000)
    assert (done.result, done.grade) == ("case_closed", "C")


@walks("visit_household:confirm", "archive_case:close")
def test_a_house_by_the_government_is_for_those_who_cannot_build(case_at: CaseAt) -> None:
    case = case_at("choose_method", method="政府兜底房", builder="乡镇统一实施", area_m2=40, size=1)
    assert case.application.building_difficulty is True
    assert "40" in case.refused("choose_method", planned_area_m2="41")
    case.do("choose_method")
    case.finish()
    done = case.application
    assert (done.result, done.method, done.builder) == (
        "case_closed",
        "政府兜底房",
        "乡镇统一实施",
    )
    assert (done.approved_subsidy_yuan, done.payable_yuan) == (45232, 45232)


def test_who_could_build_is_not_offered_a_house_by_the_government(case_at: CaseAt) -> None:
    case = case_at("choose_method")
    refused = case.refused("choose_method", method="政府兜底房", builder="乡镇统一实施")
    assert "请从给出的答案里选择" in refused


@walks(*TO_IDENTITY, "verify_poverty:pass", *APPROVAL, *BUILDING, *PAYMENT)
def test_who_has_no_house_is_not_graded(sqlite_office: Office, new_case: NewCase) -> None:
    case = new_case(sqlite_office, **NO_HOUSE).finish()
    done = case.application
    assert (done.result, done.dwelling, done.grade) == ("case_closed", "无房", None)
    assert done.payable_yuan == 25232
    nodes = {task.node_id for task in case.tasks}
    assert not nodes & {"commission_grading", "grade_house", "resettle_household"}


def test_who_has_no_house_must_be_known_to_the_poverty_alleviation_office(
    case_at: CaseAt,
) -> None:
    case = case_at("verify_poverty", **NO_HOUSE)
    assert "无房户" in case.refused("verify_poverty", "pass", marked_in_archive="no")
    case.do(
        "verify_poverty",
        "pass",
        marked_in_archive="no",
        no_house_confirmed="yes",
        comment="经入户和查询登记,全家确无住房。",
    )
    assert case.application.no_house_confirmed is True


@walks("choose_method:relax", "report_relaxation:report", "accept_final:pass")
def test_a_large_household_builds_up_to_eighty_with_the_townships_document(
    case_at: CaseAt,
) -> None:
    case = case_at("choose_method", size=6, area_m2=72)
    assert "60" in case.refused("choose_method", "confirm")
    case.do("choose_method", "relax")
    case.do("report_relaxation", "report")
    case.finish()
    done = case.application
    assert (done.result, done.payable_yuan) == ("case_closed", 25232)
    assert done.planned_area_m2 == Decimal("72")
    assert done.measured_area_m2 is not None
    assert done.measured_area_m2 > 60


@walks("choose_method:relax", "report_relaxation:decline", "review_archive:choose_again")
def test_without_the_townships_document_the_area_is_chosen_again(case_at: CaseAt) -> None:
    case = case_at("choose_method", size=6, area_m2=72)
    case.do("choose_method", "relax")
    case.do("report_relaxation", "decline")
    assert "60" in case.refused("review_archive", "approve")
    case.do("review_archive", "choose_again")
    case.do("choose_method", "confirm", planned_area_m2="60")
    case.do("review_archive", "approve")
    assert set(case.open_tasks) >= {"approve_case"}


def one(case: Case, table: type[Any]) -> Any:
    """The only row of a step's table."""
    with case.office.database.read() as session:
        return session.query(table).filter_by(application_id=case.id).one()


def set_parameter(office: Office, plan: str, name: str, value: str) -> None:
    """The administrator sets a parameter of the programme, valid from today."""
    who = username(Role.ADMINISTRATOR)
    path = f"/admin/programmes/{office.people.programmes[plan]}/{name}"
    sheet = office.get(who, path).form(path)
    told = {
        "value": value,
        "valid_from": clock.today().isoformat(),
        "source": "扎危改办〔2019〕7号",
        "note": "市危改办研究确定。",
    }
    page = office.post(who, path, {**sheet.values, **told})
    assert page.status == 303, page.words
