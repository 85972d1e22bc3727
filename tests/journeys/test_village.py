"""Before a case is reported: supplements, refusals to receive, the appraisal, the notice."""

from __future__ import annotations

import datetime as dt

from models.notice import NoticedHousehold
from models.objection import Objection
from models.role import Role
from models.village import AcceptanceCheck
from tests.cast import username
from tests.journeys.conftest import CaseAt
from tests.journeys.office import Case
from tests.journeys.walks import walks
from workflows import clock

LACKING = {"quirks": frozenset({"missing_paper"})}
CLERK = username(Role.VILLAGE_CLERK)
OFFICER = username(Role.TOWNSHIP_OFFICER)


@walks("check_application:return", "supplement_application:done", "check_application:accept")
def test_everything_that_is_missing_is_told_at_once_and_supplied(case_at: CaseAt) -> None:
    case = case_at("check_application", **LACKING)
    assert "退回补正" in case.refused("check_application", "accept")
    case.do("check_application", "return", comment="请补正。")
    asked = case.task("supplement_application").asked_because
    assert "另缺" in asked
    case.do("supplement_application")
    case.do("check_application", "accept")
    assert set(case.open_tasks) == {"hold_appraisal"}


@walks("urge_supplement:extend", "urge_supplement:proceed", "check_application:accept")
def test_an_overdue_supplement_goes_to_the_township(case_at: CaseAt) -> None:
    case = case_at("check_application", **LACKING)
    case.do("check_application", "return")
    case.office.pass_days(15)
    assert set(case.open_tasks) == {"supplement_application"}
    case.office.pass_days(1)
    assert set(case.open_tasks) == {"urge_supplement"}
    case.do("urge_supplement", "extend", extended_until=day_in(7))
    assert set(case.open_tasks) == {"supplement_application"}
    case.office.pass_days(8)
    case.do("urge_supplement", "proceed")
    case.do("check_application", "accept")
    assert set(case.open_tasks) == {"hold_appraisal"}


@walks("check_application:decline", "review_declined:accept")
def test_a_refusal_to_receive_is_looked_at_by_the_township(case_at: CaseAt) -> None:
    case = case_at("check_application")
    assert "告知" in case.refused(
        "check_application", "decline", delivered_on="", delivery=None, received_by=""
    )
    case.do("check_application", "decline", comment="邻居说他家有楼房。")
    assert case.who("review_declined") == OFFICER
    case.do("review_declined", "accept")
    assert set(case.open_tasks) == {"hold_appraisal"}


@walks("review_declined:return", "supplement_application:done")
def test_the_township_may_ask_the_household_for_papers(case_at: CaseAt) -> None:
    case = case_at("check_application", **LACKING)
    case.do("check_application", "decline")
    case.do("review_declined", "return")
    case.do("supplement_application")
    assert set(case.open_tasks) == {"check_application"}


@walks("hold_appraisal:fail", "explain_no_report:done")
def test_a_household_that_the_village_voted_down_gets_a_letter(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    assert "评议不通过" in case.refused(
        "hold_appraisal",
        "pass",
        in_favour="1",
        against="19",
        due_count="20",
        present_count="20",
        abstained="0",
    )
    case.do("hold_appraisal", "fail")
    case.do("explain_no_report")
    assert (case.application.state, case.application.result) == ("ended", "not_reported")


@walks("state_appraisal:reappraise", "state_appraisal:accept")
def test_without_two_thirds_there_is_no_appraisal(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    few = {"due_count": "30", "present_count": "19", "in_favour": "19", "against": "0"}
    assert case.refused("hold_appraisal", "pass", **few, abstained="0")
    # On paper it was held so: the township says whether it counts, and sends the village back.
    for outcome in ("reappraise", "accept"):
        told = {"late_mark": "late", "late_reason": "停网。", "abstained": "0"}
        case.do("hold_appraisal", "pass", **few, **told)
        assert case.who("state_appraisal") == OFFICER
        case.do("state_appraisal", outcome)
    assert set(case.open_tasks) == {"post_notice"}


def test_exactly_two_thirds_are_enough(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    few = {"due_count": "30", "against": "0"}
    case.do(
        "hold_appraisal",
        "pass",
        **(few | {"present_count": "20", "in_favour": "20"}),
        abstained="0",
    )


@walks("take_down_notice:repeat", "post_notice:done", "take_down_notice:complete")
def test_a_notice_that_fell_down_hangs_again_for_its_full_time(case_at: CaseAt) -> None:
    case = case_at("take_down_notice")
    assert "重新公示" in case.refused("take_down_notice", "complete", places=["村务公开栏"])
    case.do("take_down_notice", "repeat")
    case.do("post_notice")
    posted_on = clock.today()
    case.wait_for("take_down_notice")
    assert clock.today() > posted_on + dt.timedelta(days=5)
    case.do("take_down_notice", "complete")
    assert set(case.open_tasks) == {"report_application"}


@walks("investigate_objection:dismissed", "answer_objector:done")
def test_an_objection_holds_up_the_notice_until_it_is_answered(case_at: CaseAt) -> None:
    case = case_at("post_notice")
    case.do("post_notice")
    case.object(CLERK)
    case.wait_for("take_down_notice")
    case.do("take_down_notice", "complete")
    assert set(case.open_tasks) == {"investigate_objection"}
    assert "收到异议的人" in case.refused(
        "investigate_objection", "dismissed", first_investigator=name_of(case, CLERK)
    )
    case.do("investigate_objection", "dismissed")
    case.do("answer_objector")
    assert set(case.open_tasks) == {"report_application"}
    assert notice(case, "village").result == "clear"


@walks("investigate_objection:upheld", "explain_no_report:done")
def test_an_objection_that_stands_ends_the_case_in_the_village(case_at: CaseAt) -> None:
    case = case_at("post_notice")
    case.do("post_notice")
    case.object(CLERK, objector_name="")
    case.do("investigate_objection", "upheld")
    case.do("answer_objector", delivery="张贴答复(未留姓名的)")
    case.wait_for("take_down_notice")
    case.do("take_down_notice", "complete")
    case.do("explain_no_report")
    assert case.application.result == "not_reported"
    assert notice(case, "village").result == "upheld"


def test_two_objections_are_two_inquiries(case_at: CaseAt) -> None:
    case = case_at("post_notice")
    case.do("post_notice")
    case.object(CLERK)
    case.do("investigate_objection", "dismissed")
    case.object(CLERK, objector_name="齐桂珍", content="他家今年刚修过房。")
    case.wait_for("take_down_notice")
    case.do("take_down_notice", "complete")
    assert sorted(case.open_tasks) == ["answer_objector", "investigate_objection"]
    case.do("answer_objector")
    case.do("investigate_objection", "upheld")
    case.do("answer_objector")
    assert set(case.open_tasks) == {"explain_no_report"}


def test_what_an_objector_says_of_themselves_stays_out_of_the_record(case_at: CaseAt) -> None:
    case = case_at("post_notice")
    case.do("post_notice")
    case.object(CLERK, objector_name="欧阳不平", contact="13904701234")
    page = case.office.get(CLERK, f"/cases/{case.id}/history")
    assert "欧阳不平" not in page.text
    assert "13904701234" not in page.text


def test_a_step_typed_days_later_keeps_its_own_day(case_at: CaseAt) -> None:
    case = case_at("check_application")
    opened_on = clock.today()
    case.office.pass_days(3)
    happened_on = opened_on + dt.timedelta(days=1)
    case.do("check_application", "accept", happened_on=happened_on, handled_by="旗下村刘会计")
    with case.office.database.read() as session:
        row = session.query(AcceptanceCheck).one()
    assert (row.happened_on, row.is_backdated) == (happened_on, False)
    assert row.handled_by == "旗下村刘会计"
    assert case.task("hold_appraisal").not_before == happened_on
    page = case.office.get(CLERK, f"/cases/{case.id}/history")
    assert "旗下村刘会计" in page.words


def test_the_household_brings_no_person_who_is_in_another_case(case_at: CaseAt) -> None:
    case = case_at("check_application")
    second = case.office.new_case(case.plan)
    assert "另一件申请" in second.refused("file_application")


def day_in(days: int) -> str:
    return (clock.today() + dt.timedelta(days=days)).isoformat()


def name_of(case: Case, who: str) -> str:
    page = case.office.get(who, f"/tasks/{case.task('investigate_objection').id}")
    return str(page.form(f"/tasks/{case.task('investigate_objection').id}").values["handled_by"][0])


def notice(case: Case, level: str) -> NoticedHousehold:
    with case.office.database.read() as session:
        assert session.query(Objection).count() >= 1
        return session.query(NoticedHousehold).filter_by(level=level).one()
