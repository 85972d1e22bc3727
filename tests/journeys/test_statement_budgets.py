"""What a step, the inbox and the pages of a case may ask of the database: for every form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forms.registry import TASK_FORMS
from models.programme import Programme
from models.role import Role
from tests.cast import username
from tests.database.counting import Counted, counted
from tests.journeys.conftest import CaseAt, NewCase
from tests.journeys.office import Case, Office
from tests.journeys.works import PROVIDED, open_project
from workflows import clock, working_days
from workflows.parameters import parameters_of

MOST_OF_A_STEP = 15
MOST_OF_A_PAGE = 12
CLERK = username(Role.VILLAGE_CLERK)
WEEKS = 16


# --- acts of a way that are no button


def object_to_it(case: Case) -> None:
    case.object(CLERK)


def object_in_general(case: Case) -> None:
    case.object(CLERK, aims_at="general")


def wait(case: Case) -> None:
    case.office.pass_days(WEEKS)


def refuse(case: Case) -> None:
    page = case.act(CLERK, "refusals/new", reason_kind="个人原因", reason="住惯了,不愿动。")
    assert page.status == 303, page.complaints


def visit_three_times(case: Case) -> None:
    for _ in range(3):
        case.complete("record_refusal_visit", "again")
        case.office.pass_days(1)


def ask_to_end(case: Case) -> None:
    page = case.ask_to_end(CLERK)
    assert page.status == 303, page.complaints


def another_head(case: Case) -> None:
    page = case.change_head(CLERK)
    assert page.status == 303, page.complaints


def without_a_quorum(case: Case) -> None:
    few = {"due_count": "30", "present_count": "19", "in_favour": "19", "against": "0"}
    told = {"late_mark": "late", "late_reason": "停网。", "abstained": "0"}
    case.do("hold_appraisal", "pass", **few, **told)


def with_its_project(case: Case) -> None:
    works = open_project(case.office, title="兜底房", kind="政府兜底房")
    works.built(case).check().accept(case)


# Form key: buttons and acts, the last button the form's own; of several the dearest.
Way = tuple[str | Callable[[Case], None], ...]
TO_REFUSAL: Way = (refuse, visit_three_times)
WAYS: dict[str, Way] = {
    "application": ("file_application",),
    "acceptance_check": ("check_application:accept",),
    "supplement": ("check_application:return", "supplement_application"),
    "supplement_overdue": ("check_application:return", wait, "urge_supplement:extend"),
    "declined_review": ("check_application:decline", "review_declined:accept"),
    "democratic_appraisal": ("hold_appraisal:pass",),
    "appraisal_statement": (without_a_quorum, "state_appraisal:accept"),
    "no_report": ("hold_appraisal:fail", "explain_no_report"),
    "notice_posting": ("post_notice",),
    "notice_removal": ("take_down_notice:complete",),
    "objection_inquiry": ("post_notice", object_to_it, "investigate_objection:upheld"),
    "objection_answer": (
        "post_notice",
        object_to_it,
        wait,
        "take_down_notice:complete",
        "investigate_objection:upheld",
        "answer_objector",
    ),
    "objection_screening": ("post_notice", object_in_general, "screen_objection:household"),
    "late_objection": (object_to_it, "judge_late_objection:stop"),
    "village_report": ("report_application",),
    "file_review": ("review_file:approve",),
    "correction": ("review_file:return", "correct_application"),
    "return_handling": ("review_file:reject", "handle_return:resubmit"),
    "household_visit": ("visit_household:confirm",),
    "township_decision": ("decide_case:approve",),
    "township_meeting": ("hold_meeting:agree",),
    "notice_result_report": ("report_notice_result",),
    "identity_opinion": ("verify_poverty:pass",),
    "refusal_forwarding": ("verify_poverty:fail", "forward_refusal"),
    "grading_commission": ("commission_grading",),
    "safety_assessment": ("grade_house",),
    "grading_confirmation": ("confirm_grading:accept",),
    "not_listed_letter": (
        "confirm_grading:dispute",
        "commission_regrading",
        "regrade_house",
        "inform_not_listed",
    ),
    "resettlement": ("resettle_household",),
    "old_house_disposal": ("resettle_household", "vacate_old_house"),
    "method_choice": ("choose_method:confirm",),
    "area_relaxation": ("choose_method:relax", "report_relaxation:report"),
    "archive_review": ("review_archive:approve",),
    "county_decision": ("approve_case:approve",),
    "next_batch": ("approve_case:postpone", "await_next_batch"),
    "rejection_letter": ("approve_case:reject", "inform_rejection"),
    "registry_entry": ("record_registry_entry",),
    "construction_agreement": ("sign_agreement",),
    "construction_start": ("start_construction",),
    "site_inspection": ("inspect_site:finish",),
    "finding_rectification": ("inspect_site:finding", "rectify_finding"),
    "finding_recheck": ("inspect_site:finding", "rectify_finding", "recheck_finding:settled"),
    "dwelling_handover": (with_its_project, "hand_over_dwelling"),
    "completion_report": ("declare_completion",),
    "preliminary_acceptance": ("accept_preliminary:pass",),
    "defect_rectification": ("accept_preliminary:fail", "rectify_defects"),
    "final_acceptance": ("accept_final:pass",),
    "area_violation": ("decide_cancellation:cancel",),
    "subsidy_review": ("review_subsidy",),
    "subsidy_approval": ("approve_subsidy:approve",),
    "subsidy_payment": ("pay_subsidy:paid",),
    "account_repair": ("pay_subsidy:failed", "repair_account"),
    "account_verification": ("pay_subsidy:failed", "repair_account", "verify_account:approve"),
    "archive_closing": ("archive_case:close",),
    "archive_supply": ("archive_case:missing", "supply_documents"),
    "payee_approval": (another_head, "approve_payee:approve"),
    "payee_confirmation": (another_head, "approve_payee:approve", "confirm_payee:approve"),
    "termination_decision": (ask_to_end, "decide_termination:terminate"),
    "refusal_visit": (*TO_REFUSAL, "record_refusal_visit:establish"),
    "refusal_signature": (*TO_REFUSAL, "record_refusal_visit:establish", "sign_refusal_village"),
    "refusal_confirmation": (
        *TO_REFUSAL,
        "record_refusal_visit:establish",
        "sign_refusal_village",
        "sign_refusal_township:establish",
    ),
}
# Where a way begins that does not begin with a button.
STARTS = {
    "appraisal_statement": "hold_appraisal",
    "late_objection": "report_application",
    "termination_decision": "check_application",
    "payee_approval": "pay_subsidy",
    "dwelling_handover": "sign_agreement",
    "payee_confirmation": "pay_subsidy",
    "refusal_visit": "check_application",
    "refusal_signature": "check_application",
    "refusal_confirmation": "check_application",
}
HOUSEHOLDS: dict[str, dict[str, Any]] = {
    "not_listed_letter": {"grade": "B", "method": "修缮加固", "area_m2": None},
    "dwelling_handover": PROVIDED,
    "area_relaxation": {"size": 6, "area_m2": 72},
    "area_violation": {"quirks": frozenset({"bad_area"})},
}


def test_every_form_has_a_way_that_leads_to_it() -> None:
    assert WAYS.keys() == TASK_FORMS.keys()


@pytest.mark.parametrize("form_key", sorted(TASK_FORMS))
def test_a_step_costs_few_statements_and_one_commit(form_key: str, case_at: CaseAt) -> None:
    *before, last = WAYS[form_key]
    start = STARTS.get(form_key) or button(WAYS[form_key][0])[0]
    case = case_at(start, **HOUSEHOLDS.get(form_key, {}))
    for act in before:
        if callable(act):
            act(case)
        else:
            case.complete(*button(act))
    node, outcome = button(last)
    task = case.task(node)
    assert task.form_key == form_key

    cost = cost_of_step(case, node, outcome)

    assert cost.commits == 1
    assert len(cost.statements) <= MOST_OF_A_STEP, cost.told()


def test_every_step_of_a_whole_case_stays_within_its_budget(
    postgresql_office: Office, new_case: NewCase
) -> None:
    office = postgresql_office
    case = new_case(office)
    costs: dict[str, Counted] = {}
    while case.application.state == "open":
        if case.open_tasks:
            node = next(iter(case.open_tasks))
            costs[node] = cost_of_step(case, node, "")
            office.work()
        else:
            office.pass_days(1)
    assert {node: cost.commits for node, cost in costs.items() if cost.commits != 1} == {}
    for node, cost in costs.items():
        assert len(cost.statements) <= MOST_OF_A_STEP, f"{node}\n{cost.told()}"
    assert len(costs) > 30


# --- pages


INBOXES = ("/", "/done", "/mine")
TABS = ("", "/papers", "/history", "/diagram", "/money", "/grounds")
READERS = (Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER, Role.FINANCE_OFFICER)


@pytest.mark.parametrize("path", INBOXES)
@pytest.mark.parametrize("role", READERS)
def test_a_list_of_tasks_costs_few_statements(path: str, role: Role, case_at: CaseAt) -> None:
    case = case_at("archive_case")
    cost = cost_of_page(case, username(role), path)
    assert len(cost.statements) <= MOST_OF_A_PAGE, cost.told()
    assert cost.commits == 0


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("role", [*READERS, Role.AUDITOR])
def test_a_page_of_a_case_costs_few_statements(tab: str, role: Role, case_at: CaseAt) -> None:
    case = case_at("archive_case")
    cost = cost_of_page(case, username(role), f"/cases/{case.id}{tab}")
    assert len(cost.statements) <= MOST_OF_A_PAGE, cost.told()
    # Only what an auditor reads is written down.
    assert cost.commits == (role is Role.AUDITOR)


# --- measuring


def button(act: str | Callable[[Case], None]) -> tuple[str, str]:
    """Node and outcome of ``node:outcome``."""
    assert isinstance(act, str)
    node, _, outcome = act.partition(":")
    return node, outcome


def cost_of_step(case: Case, node: str, outcome: str) -> Counted:
    """What it costs to send the form of a task that is filled in already."""
    task = case.task(node)
    who, sent = case.desk(task), case.filled(node, outcome)
    remember(case)
    with counted(case.office.database.engine) as cost:
        page = case.office.post(who, f"/tasks/{task.id}", sent)
    assert page.status == 303, page.complaints
    case.visits[node] += 1
    return cost


def cost_of_page(case: Case, who: str, path: str) -> Counted:
    """What it costs to open a page when one is logged in."""
    case.office.client(who)
    remember(case)
    with counted(case.office.database.engine) as cost:
        page = case.office.get(who, path)
    assert page.status == 200, page.words
    return cost


def remember(case: Case) -> None:
    """Read what a server that runs for a while has in memory: parameters, calendar, drawings."""
    for open_session in (case.office.database.write, case.office.database.read):
        with open_session() as session:
            programme = session.get_one(Programme, case.application.programme_id)
            parameters_of(session, programme, clock.today())
            working_days.exceptions(session)
            case.office.runtime.library.store(session)
