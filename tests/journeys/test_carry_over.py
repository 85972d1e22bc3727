"""At the end of the year what was not approved goes on under the next year's plan (结转, G35)."""

from __future__ import annotations

from sqlalchemy import select

from models.programme import Programme, ProgrammeParameter
from models.role import Role
from tests.cast import day, username
from tests.journeys.conftest import CaseAt
from tests.journeys.office import Case, Page
from workflows import clock

HANDLER = username(Role.OFFICE_HANDLER)
ADMINISTRATOR = username(Role.ADMINISTRATOR)


def make_next_year(case: Case) -> Page:
    programme_id = case.application.programme_id
    path = f"/admin/programmes/{programme_id}/next-year"
    sheet = case.office.get(ADMINISTRATOR, f"/admin/programmes/{programme_id}").form(path)
    return case.office.post(ADMINISTRATOR, path, sheet.values)


def new_year(case: Case) -> Case:
    """The year is over, and the next year's programme is there."""
    assert make_next_year(case).status == 303
    clock.set_now(day("2020-01-06"))
    return case


def carried(case: Case, programme_id: int | None = None) -> Page:
    number = programme_id or case.application.programme_id
    token = case.office.get(HANDLER, "/carry-over").form(f"/carry-over/{number}").token
    return case.office.post(HANDLER, f"/carry-over/{number}", {"csrf_token": token})


def code_of(case: Case) -> str:
    with case.office.database.read() as session:
        return session.get_one(Programme, case.application.programme_id).code


def test_a_case_not_approved_goes_on_in_the_next_year_with_its_number(case_at: CaseAt) -> None:
    case = new_year(case_at("visit_household"))
    number = case.application.number
    preview = case.office.get(HANDLER, "/carry-over").words
    assert "待结转 1 件:乡镇审核 1 件" in preview
    assert carried(case).status == 303
    assert code_of(case) == "150783-2020-A"
    assert case.application.number == number
    assert set(case.open_tasks) == {"visit_household"}
    words = case.office.get(HANDLER, f"/cases/{case.id}/history").words
    assert "年底结转(150783-2019-A → 150783-2020-A)" in words


def test_a_case_before_approval_is_decided_anew_and_keeps_its_valid_grade(
    case_at: CaseAt,
) -> None:
    case = new_year(case_at("approve_case"))
    assert carried(case).status == 303
    assert set(case.open_tasks) - {"resettle_household", "vacate_old_house"} == {"verify_poverty"}
    case.do("verify_poverty")
    assert "choose_method" in case.open_tasks


def test_a_grade_that_is_too_old_is_asked_again(case_at: CaseAt) -> None:
    case = new_year(case_at("approve_case"))
    clock.set_now(day("2020-06-01"))
    assert carried(case).status == 303
    case.do("verify_poverty")
    assert "commission_grading" in case.open_tasks


def test_an_approved_case_keeps_its_year(case_at: CaseAt) -> None:
    case = new_year(case_at("inspect_site"))
    assert "没有要结转的申请" in case.office.get(HANDLER, "/carry-over").words
    assert code_of(case) == "150783-2019-A"


def test_to_carry_again_does_nothing_twice(case_at: CaseAt) -> None:
    case = new_year(case_at("visit_household"))
    old = case.application.programme_id
    sheet = case.office.get(HANDLER, "/carry-over").form(f"/carry-over/{old}")
    assert carried(case).status == 303
    again = case.office.post(HANDLER, f"/carry-over/{old}", {"csrf_token": sheet.token})
    assert again.status == 303
    words = case.office.get(HANDLER, f"/cases/{case.id}/history").words
    assert words.count("年底结转") == 1


def test_nothing_is_carried_while_the_year_runs_or_without_a_programme(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    number = case.application.programme_id
    page = case.office.get(HANDLER, "/carry-over")
    assert "年还没有结束" in page.words
    token = {"csrf_token": case.office.token(HANDLER)}
    assert case.office.post(HANDLER, f"/carry-over/{number}", token).status == 422
    clock.set_now(day("2020-01-06"))
    assert "请系统管理员先在方案参数里建立" in case.office.get(HANDLER, "/carry-over").words
    assert case.office.post(HANDLER, f"/carry-over/{number}", token).status == 422
    assert code_of(case) == "150783-2019-A"


def test_next_years_programme_is_a_copy_to_be_confirmed_and_made_once(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    old = case.application.programme_id
    assert make_next_year(case).status == 303
    with case.office.database.read() as session:
        made = session.scalars(select(Programme).where(Programme.year == 2020)).one()
        counts = {
            number: session.query(ProgrammeParameter).filter_by(programme_id=number).count()
            for number in (old, made.id)
        }
        kinds = session.scalars(
            select(ProgrammeParameter.kind)
            .where(ProgrammeParameter.programme_id == made.id)
            .distinct()
        ).all()
    assert made.code == "150783-2020-A"
    assert counts[old] == counts[made.id]
    assert kinds == ["proposed"]
    path = f"/admin/programmes/{old}/next-year"
    token = {"csrf_token": case.office.token(ADMINISTRATOR)}
    assert case.office.post(ADMINISTRATOR, path, token).status == 422
