"""A number mistyped at filing: the department cannot match it, the village corrects it (S13)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.household import Person
from models.role import Role
from tests.cast import username
from tests.database.counting import counted
from tests.forms.village_case import identity
from tests.journeys.conftest import CaseAt, NewCase
from tests.journeys.office import Case, Office
from tests.journeys.walks import walks
from workflows.personal_data import mask_id_number

LOW_INCOME = {"plan": "B", "identities": ("低保",)}
CLERK = username(Role.VILLAGE_CLERK)
CIVIL, CORRECT = "verify_civil_affairs", "correct_civil_affairs"
WHY = "配偶的身份证号与低保系统不一致。"
RIGHT = identity("19640427", 511)
MOST_STATEMENTS = 15


@walks(f"{CIVIL}:mismatch", f"{CORRECT}:done", f"{CIVIL}:pass")
def test_the_number_is_corrected_and_civil_affairs_passes(
    sqlite_office: Office, new_case: NewCase
) -> None:
    office = sqlite_office
    case = new_case(office, **LOW_INCOME).advance_to(CIVIL)
    case.do(CIVIL, "mismatch", comment=WHY)
    wrong = case.plan.family.members[1]
    shown = office.get(CLERK, f"/tasks/{case.task(CORRECT).id}?whole=1").text
    assert mask_id_number(wrong.id_number) in shown
    assert wrong.id_number not in shown

    sent = case.filled(CORRECT, **{"members-1-id_number": RIGHT})
    with counted(office.database.engine) as cost:
        page = office.post(CLERK, f"/tasks/{case.task(CORRECT).id}", sent)
    assert page.status == 303, page.complaints
    assert len(cost.statements) <= MOST_STATEMENTS, cost.told()
    office.walked.add(f"register_opinion.{CORRECT}:done")

    assert numbers_of(case)[wrong.name] == RIGHT
    told = office.get(CLERK, f"/cases/{case.id}/history").words
    assert f"{wrong.name}的身份证号" in told
    assert f"{mask_id_number(RIGHT)}(已更正)" in told
    case.do(CIVIL, "pass")
    assert set(case.open_tasks) == {"commission_grading"}


@walks(f"{CIVIL}:mismatch", f"{CIVIL}:fail", "handle_return:reappraise", "hold_appraisal:pass")
def test_a_mistyped_name_of_the_head_is_appraised_and_published_anew(case_at: CaseAt) -> None:
    case = case_at(CIVIL, **LOW_INCOME)
    case.do(CIVIL, "mismatch", comment="户主姓名与低保系统不一致。")
    right = {"members-0-name": "敖登格日勒"}
    assert "须重新评议公示" in case.refused(CORRECT, **right)
    case.do(CORRECT)
    case.do(CIVIL, "fail", comment="户主姓名须更正。")
    case.do("forward_refusal")
    assert "须重新评议公示" in case.refused("handle_return", "resubmit", **right)
    case.do("handle_return", "reappraise", **right)
    case.do("hold_appraisal", "pass")
    assert case.application.head_name == "敖登格日勒"
    notice = case.office.get(CLERK, f"/tasks/{case.task('post_notice').id}")
    assert "敖登格日勒" in notice.words


@pytest.mark.parametrize("tab", ["", "/history"])
def test_what_was_corrected_is_never_shown_in_full(case_at: CaseAt, tab: str) -> None:
    case = case_at(CIVIL, **LOW_INCOME)
    case.do(CIVIL, "mismatch", comment=WHY)
    case.do(CORRECT, **{"members-1-id_number": RIGHT})
    assert RIGHT not in case.office.get(CLERK, f"/cases/{case.id}{tab}").text


def numbers_of(case: Case) -> dict[str, str]:
    """Name -> identity number of the household as it stands."""
    household_id = case.application.household_id
    with case.office.database.read() as session:
        persons = session.scalars(
            select(Person).where(Person.household_id == household_id, Person.left_on.is_(None))
        )
        return {each.name: each.id_number for each in persons}
