"""异议: what it holds up, who looks into it, and words to the objector (R97, F15, F19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from models.account import Account
from models.history import HistoryEntry
from models.household import Household, Person
from models.notice import NoticedHousehold
from models.objection import (
    GENERAL,
    NOTICE,
    RECEIVED,
    Objection,
    ObjectionAnswer,
    ObjectionInquiry,
)
from models.role import Role
from models.task import Task
from tests.forms.stage import PHOTOS, Stage
from tests.forms.village_case import objected, publish
from workflows import clock, notice_sheets
from workflows.objection_ends import find_case
from workflows.objections import standing
from workflows.parameters import set_parameter

SCREEN, INVESTIGATE, ANSWER = "screen_objection", "investigate_objection", "answer_objector"
JUDGE = "judge_late_objection"
INQUIRY = {
    "first_investigator": "白音",
    "first_group": "镇社会事务办",
    "second_investigator": "李铁柱",
    "second_group": "镇纪委",
    "declared": ["first", "second"],
    "found": "镇上楼房是其弟弟的,户主名下只有现住房。",
}
REPLY = {"answer": "经查,户主名下只有现住房。", "delivery": "当面送达"}


@pytest.fixture
def stage(returned: Stage) -> Stage:
    return returned


@pytest.fixture
def noticed(stage: Stage) -> NoticedHousehold:
    """The household's turn on a sheet of its own."""
    turn = publish(stage, "village")
    stage.put_on_sheet(stage.task("post_notice"))
    return turn


@pytest.fixture
def objection(stage: Stage, noticed: NoticedHousehold) -> Objection:
    return objected(stage, noticed)


@pytest.fixture
def both(stage: Stage, new_stage: Callable[..., Stage]) -> list[NoticedHousehold]:
    """The household and its neighbour on one sheet."""
    neighbour = new_stage(head_name="包玉山")
    neighbour.upload(*PHOTOS)
    neighbour.start("returned_to_village")
    turns = [publish(each, "village") for each in (stage, neighbour)]
    tasks = list(stage.session.scalars(select(Task).where(Task.node_id == "post_notice")))
    clerk = stage.people.actor(stage.session, Role.VILLAGE_CLERK)
    ids = [task.id for task in tasks]
    notice_sheets.make(stage.session, stage.runtime, clerk, ids, clock.today())
    return turns


def against(stage: Stage, turn: NoticedHousehold) -> str:
    stage.session.flush()
    return standing(stage.session, turn)


def ended(stage: Stage, turn: NoticedHousehold) -> None:
    """Its days were full yesterday, as the record of the board has it."""
    turn.state, turn.posted_on = "posted", clock.today() - dt.timedelta(days=8)
    turn.ends_at = clock.now() - dt.timedelta(days=1)
    stage.session.flush()


def name_of(stage: Stage, role: Role) -> str:
    name = stage.session.scalar(
        select(Account.display_name).where(Account.id == stage.people.account_id(role))
    )
    assert name is not None
    return name


# --- what it holds up -----------------------------------------------------------------------------


def test_one_that_names_a_household_holds_up_that_household_alone(
    stage: Stage, both: list[NoticedHousehold]
) -> None:
    objected(stage, both[0])
    assert [against(stage, turn) for turn in both] == ["open", "clear"]


def test_one_against_the_notice_itself_holds_up_all_of_it(
    stage: Stage, both: list[NoticedHousehold]
) -> None:
    objected(stage, both[0], aims_at=NOTICE)
    assert [against(stage, turn) for turn in both] == ["open", "open"]
    stage.submit(INVESTIGATE, "upheld", **INQUIRY)
    stage.submit(ANSWER, **REPLY)
    assert [against(stage, turn) for turn in both] == ["faulty", "faulty"]
    of_neighbour = stage.session.scalars(
        select(HistoryEntry.kind).where(HistoryEntry.application_id == both[1].application_id)
    ).all()
    assert {"objection_holds_notice", "objection_closed"} <= set(of_neighbour)


def test_a_general_one_holds_up_nothing_before_it_was_looked_at(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    objected(stage, noticed, aims_at=GENERAL)
    assert against(stage, noticed) == "clear"
    assert stage.task(SCREEN).role == Role.VILLAGE_CLERK


def test_a_general_one_goes_to_the_household_that_it_turns_out_to_mean(
    stage: Stage, both: list[NoticedHousehold]
) -> None:
    filed = objected(stage, both[0], aims_at=GENERAL)
    neighbour = both[1].application_id
    assert list(stage.errors(SCREEN, "household")) == ["named_id"]
    stage.submit(SCREEN, "household", named_id=str(neighbour))
    assert [against(stage, turn) for turn in both] == ["clear", "open"]
    assert filed.application_id == neighbour
    assert stage.task(INVESTIGATE).application_id == neighbour


def test_a_general_one_may_turn_out_to_mean_the_notice(
    stage: Stage, both: list[NoticedHousehold]
) -> None:
    objected(stage, both[0], aims_at=GENERAL)
    stage.submit(SCREEN, "notice")
    assert [against(stage, turn) for turn in both] == ["open", "open"]


def test_a_general_one_may_be_answered_without_an_inquiry(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    filed = objected(stage, noticed, aims_at=GENERAL)
    stage.submit(SCREEN, "answer")
    stage.submit(ANSWER, **REPLY)
    assert (filed.state, filed.finding) == ("closed", "answered")


def test_a_repetition_holds_up_nothing_again(stage: Stage, objection: Objection) -> None:
    turn = stage.session.scalars(select(NoticedHousehold)).one()
    again = objected(stage, turn, aims_at=GENERAL, content="就是他家,镇上有楼。")
    assert list(stage.errors(SCREEN, "repetition", comment="同一件事。")) == ["repeats_id"]
    stage.submit(SCREEN, "repetition", comment="同一件事。", repeats_id=str(objection.id))
    assert (again.state, again.finding, again.repeats_id) == ("closed", "repetition", objection.id)
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    stage.submit(ANSWER, **REPLY)
    assert against(stage, turn) == "clear"


def test_the_same_words_again_are_a_repetition_without_anybodys_work(
    stage: Stage, objection: Objection
) -> None:
    turn = stage.session.scalars(select(NoticedHousehold)).one()
    again = objected(stage, turn, content="他家 在镇上\n另有楼房。")
    assert again.repeats_id == objection.id
    assert not again.blocks
    assert stage.session.scalars(select(Task).where(Task.node_id == INVESTIGATE)).one()


def test_a_late_one_is_the_townships_to_judge(stage: Stage, noticed: NoticedHousehold) -> None:
    ended(stage, noticed)
    late = objected(stage, noticed)
    assert late.is_late
    assert against(stage, noticed) == "clear"
    assert stage.task(JUDGE).role == Role.TOWNSHIP_OFFICER
    stage.submit(JUDGE, "keep", comment="入户时已经核实。")
    assert late.state == "kept"
    assert not stage.application.open_holds


def test_what_was_said_on_the_last_day_is_in_time_whenever_it_is_entered(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    ended(stage, noticed)
    assert noticed.ends_at is not None
    last_day = clock.local(noticed.ends_at).date() - dt.timedelta(days=1)
    assert not objected(stage, noticed, received_on=last_day).is_late


def test_a_late_one_stops_the_case_at_its_next_gate_until_it_is_dismissed(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    ended(stage, noticed)
    objected(stage, noticed)
    stage.submit(JUDGE, "stop", comment="若属实会影响资格。")
    assert stage.application.open_holds == 1
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    stage.submit(ANSWER, **REPLY)
    assert stage.application.open_holds == 0


def test_a_late_one_that_stands_holds_the_case_until_somebody_decides(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    ended(stage, noticed)
    objected(stage, noticed)
    stage.submit(JUDGE, "stop", comment="若属实会影响资格。")
    stage.submit(INVESTIGATE, "upheld", **INQUIRY)
    stage.submit(ANSWER, **REPLY)
    assert stage.application.open_holds == 1


# --- who looks into it ----------------------------------------------------------------------------


def test_what_was_found_is_the_reason_of_the_finding(stage: Stage, objection: Objection) -> None:
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    assert objection.finding == "dismissed"
    inquiry = stage.last(ObjectionInquiry)
    assert inquiry.objection_id == objection.id
    assert inquiry.comment == INQUIRY["found"]
    assert stage.open_tasks() >= {ANSWER}


@pytest.mark.parametrize("outcome", ["upheld", "dismissed"])
def test_an_inquiry_names_both_investigators_and_what_they_found(
    stage: Stage, objection: Objection, outcome: str
) -> None:
    nothing: dict[str, Any] = {}
    errors = stage.errors(INVESTIGATE, outcome, **nothing)
    assert set(errors) >= {"first_investigator", "second_group", "declared", "found"}


def test_each_of_the_two_declares_to_have_no_part_in_it(stage: Stage, objection: Objection) -> None:
    answers = {**INQUIRY, "declared": ["first"]}
    assert list(stage.errors(INVESTIGATE, "upheld", **answers)) == ["declared"]


def test_one_person_cannot_be_both(stage: Stage, objection: Objection) -> None:
    answers = {**INQUIRY, "second_investigator": "白 音"}
    assert list(stage.errors(INVESTIGATE, "upheld", **answers)) == ["second_investigator"]


def test_nobody_with_a_part_in_it_investigates(stage: Stage, objection: Objection) -> None:
    member = Person(
        household_id=stage.application.household_id,
        name="萨仁",
        pinyin_initials="sr",
        id_number="150783197001010020",
        id_number_digest="x",
        sex="女",
        born_on=dt.date(1970, 1, 1),
        relation="配偶",
    )
    stage.session.add(member)
    stage.session.flush()
    barred = ("敖登高娃", "萨仁", "斯琴", name_of(stage, Role.VILLAGE_CLERK))
    for name in barred:
        answers = {**INQUIRY, "second_investigator": name}
        assert list(stage.errors(INVESTIGATE, "upheld", **answers)) == ["second_investigator"]


def test_who_filed_the_application_does_not_investigate(stage: Stage, objection: Objection) -> None:
    filed = stage.task(INVESTIGATE)
    head = stage.people.account_id(Role.VILLAGE_HEAD)
    stage.session.add(
        Task(
            instance_id=filed.instance_id,
            engine_id="filing",
            application_id=filed.application_id,
            process_id="application_intake",
            node_id="file_application",
            name="提出申请",
            form_key="application",
            role=Role.VILLAGE_CLERK,
            area_code=filed.area_code,
            status="done",
            opened_at=clock.now(),
            done_by_id=head,
        )
    )
    stage.session.flush()
    answers = {**INQUIRY, "first_investigator": name_of(stage, Role.VILLAGE_HEAD)}
    assert stage.errors(INVESTIGATE, "upheld", **answers) == {
        "first_investigator": ["这一户的申请由他办理,不能参加调查。"]
    }


@pytest.mark.parametrize(("group", "is_barred"), [("第2村民小组", True), ("五组", False)])
def test_the_households_surname_and_group_together_bar(
    stage: Stage, objection: Objection, group: str, is_barred: bool
) -> None:
    household = stage.session.get_one(Household, stage.application.household_id)
    household.group_name, stage.application.head_name = "二组", "包玉山"
    stage.session.flush()
    answers = {**INQUIRY, "first_investigator": "包金山", "first_group": group}
    if is_barred:
        assert list(stage.errors(INVESTIGATE, "dismissed", **answers)) == ["first_investigator"]
        return
    stage.submit(INVESTIGATE, "dismissed", **answers)
    assert not stage.last(ObjectionInquiry).is_of_clan


def test_a_programme_may_let_the_same_clan_pass_and_keeps_it_on_the_record(
    stage: Stage, objection: Objection
) -> None:
    set_parameter(
        stage.session,
        stage.application.programme,
        name="objection_clan_bars",
        value=False,
        valid_from=clock.today(),
        kind="proposed",
        source="F15",
        note="全村同姓。",
        set_by_id=stage.people.account_id(Role.OFFICE_HANDLER),
    )
    stage.application.head_name = "包玉山"
    stage.session.flush()
    stage.submit(INVESTIGATE, "dismissed", **{**INQUIRY, "first_investigator": "包金山"})
    assert stage.last(ObjectionInquiry).is_of_clan


def test_where_nobody_in_the_village_is_free_the_township_looks_into_it(
    stage: Stage, objection: Objection
) -> None:
    stage.submit(INVESTIGATE, "nobody_free", comment="都沾亲。")
    assert stage.task(INVESTIGATE).role == Role.TOWNSHIP_OFFICER
    assert list(stage.errors(INVESTIGATE, "nobody_free", comment="都忙。")) == ["comment"]
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    assert stage.task(ANSWER).role == Role.TOWNSHIP_OFFICER


# --- the answer -----------------------------------------------------------------------------------


def test_an_answered_objection_is_closed(stage: Stage, objection: Objection) -> None:
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    stage.submit(ANSWER, **REPLY)
    assert objection.state == "closed"
    assert stage.last(ObjectionAnswer).objection_id == objection.id


def test_an_answer_is_in_words_and_holds_no_number(stage: Stage, objection: Objection) -> None:
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    assert set(stage.errors(ANSWER)) == {"answer", "delivery"}
    told = {**REPLY, "answer": "户主 150783196803121014 名下没有。"}
    assert list(stage.errors(ANSWER, **told)) == ["answer"]
    assert objection.state == "open"


def test_only_somebody_without_a_name_is_answered_on_the_board(
    stage: Stage, objection: Objection
) -> None:
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    answers = {"answer": "经查不属实。", "delivery": "张贴答复(未留姓名的)"}
    assert list(stage.errors(ANSWER, **answers)) == ["delivery"]
    objection.objector_name = ""
    stage.submit(ANSWER, **answers)
    assert objection.state == "closed"


def test_the_record_of_the_case_never_tells_who_objected(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    objected(stage, noticed, contact="13847009999")
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    stage.submit(ANSWER, **REPLY)
    record = orjson.dumps(list(stage.session.scalars(select(HistoryEntry.payload)))).decode()
    assert "斯琴" not in record
    assert "13847009999" not in record


def test_one_against_the_notice_outlives_the_case_on_which_it_stood(
    stage: Stage, both: list[NoticedHousehold]
) -> None:
    filed = objected(stage, both[0], aims_at=NOTICE)
    both[0].state, filed.state = "cancelled", RECEIVED
    stage.application.state = "ended"
    stage.session.flush()
    assert find_case(stage.session, stage.runtime, filed.id)
    assert not find_case(stage.session, stage.runtime, filed.id)
    moved = stage.session.scalars(
        select(Task.application_id).where(Task.node_id == INVESTIGATE).order_by(Task.id.desc())
    ).first()
    assert moved == both[1].application_id
    assert against(stage, both[1]) == "open"
