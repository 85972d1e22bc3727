"""The roster in 补正 and 处理退回: mistyped names and numbers, and what was published (S13)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from forms.correction import CorrectionForm
from forms.submission import InvalidForm
from models.correction import Correction, ReturnHandling
from models.history import HistoryEntry
from models.household import Person
from models.role import Role
from tests.cast import Cast
from tests.forms.county_case import graded_stage
from tests.forms.stage import Stage, new_application
from tests.forms.village_case import MAN, SON, WIFE, application, identity, opened, roster
from workflows import clock, steps
from workflows.errors import Invalid
from workflows.personal_data import digest, mask_id_number
from workflows.rosters import Member, person_columns
from workflows.steps import Step

HEAD = ("敖登高娃", identity("19661102", 302), "户主", "蒙古族")
HUSBAND = ("包青山", identity("19640417", 511), "配偶", "蒙古族")
CHILD = ("包乌云", identity("20050809", 126), "女儿", "蒙古族")
FAMILY = (HEAD, HUSBAND, CHILD)
RIGHT_NUMBER = identity("19640427", 511)
LIST = {"document_number": "扎民函〔2019〕7号", "document_date": "2019-03-01"}
ASKED = "correct_civil_affairs"


def with_family(stage: Stage) -> Stage:
    """The same case with its roster."""
    step = Step(stage.session, stage.runtime, None, stage.application, None)  # type: ignore[arg-type]
    stage.session.add_all(
        Person(**person_columns(step, Member(*each)), household_id=stage.application.household_id)
        for each in FAMILY
    )
    stage.session.flush()
    return stage


@pytest.fixture
def stage(session: Session, people: Cast) -> Stage:
    """A case whose identity the civil affairs bureau could not match."""
    made = with_family(Stage(session, people, new_application(session, people, "B")))
    made.start("identity_verification")
    made.submit("verify_civil_affairs", "mismatch", comment="配偶的身份证号与低保系统不一致。")
    return made


@pytest.fixture
def returned(session: Session, people: Cast) -> Stage:
    """A case that the township returned as not qualifying."""
    made = with_family(Stage(session, people, new_application(session, people)))
    made.start("township_review")
    made.submit("review_file", "reject", comment="户主姓名与户口簿不一致。")
    return made


def masked(*replaced: tuple[str, ...]) -> dict[str, str]:
    """The roster as the page shows it; ``replaced`` take the places of those of their relation."""
    of_relation = {each[2]: each for each in replaced}
    shown = ((name, mask_id_number(number), *rest) for name, number, *rest in FAMILY)
    return roster(*(of_relation.get(each[2], each) for each in shown))


def persons(stage: Stage) -> list[Person]:
    return list(stage.session.scalars(select(Person).order_by(Person.id)))


def rows_of_persons(stage: Stage) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in stage.session.execute(select(Person.__table__))]


# --- 补正: what departments compare with their lists


def test_the_correction_offers_the_roster_with_numbers_masked(stage: Stage) -> None:
    shown = str(stage.form(ASKED).members())
    assert mask_id_number(HUSBAND[1]) in shown
    assert HUSBAND[1] not in shown


def test_a_mistyped_number_is_corrected_and_the_department_passes(stage: Stage) -> None:
    corrected = masked(("包青山", RIGHT_NUMBER, "配偶", "蒙古族"))
    stage.submit(ASKED, explanation="配偶号码录错,已更正。", **corrected)
    head, husband, child = persons(stage)
    assert husband.id_number == RIGHT_NUMBER
    assert husband.id_number_digest == digest(stage.runtime.digest_key, RIGHT_NUMBER)
    assert husband.born_on == dt.date(1964, 4, 27)
    assert (head.id_number, child.id_number, husband.left_on) == (HEAD[1], CHILD[1], None)
    stage.submit("verify_civil_affairs", "pass", **LIST)
    assert stage.application.result == "passed"


def test_the_record_tells_that_a_number_changed_and_never_the_number(stage: Stage) -> None:
    corrected = masked(("包青山", RIGHT_NUMBER, "配偶", "蒙古族"))
    stage.submit(ASKED, explanation="配偶号码录错,已更正。", **corrected)
    told = {
        "name": "包青山",
        "changes": {"number": [mask_id_number(HUSBAND[1]), mask_id_number(RIGHT_NUMBER)]},
        "number_changed": True,
    }
    assert stage.record("household_mended") == [{"changes": {}, "persons": [told]}]
    assert stage.last(Correction).changes == {"persons": [told]}
    for entry in stage.session.scalars(select(HistoryEntry)):
        assert RIGHT_NUMBER not in str(entry.payload)
        assert HUSBAND[1] not in str(entry.payload)


def test_a_mistyped_name_is_corrected_on_the_person_of_that_number(stage: Stage) -> None:
    corrected = masked(("包清山", mask_id_number(HUSBAND[1]), "配偶", "蒙古族"))
    stage.submit(ASKED, explanation="配偶姓名有误。", **corrected)
    assert [(each.name, each.left_on) for each in persons(stage)] == [
        ("敖登高娃", None),
        ("包清山", None),
        ("包乌云", None),
    ]
    assert stage.record("household_mended")[0]["persons"] == [
        {"name": "包清山", "changes": {"name": ["包青山", "包清山"]}, "number_changed": False}
    ]


def test_two_numbers_that_were_interchanged_find_their_owners(stage: Stage) -> None:
    shown = (HEAD[0], mask_id_number(HEAD[1]), *HEAD[2:])
    corrected = roster(
        shown, ("包青山", CHILD[1], "配偶", "蒙古族"), ("包乌云", HUSBAND[1], "儿子", "蒙古族")
    )
    stage.submit(ASKED, explanation="两人的号码录反了。", **corrected)
    numbers = {each.name: each.id_number for each in persons(stage) if each.left_on is None}
    assert numbers == {"敖登高娃": HEAD[1], "包青山": CHILD[1], "包乌云": HUSBAND[1]}


def test_who_is_no_longer_named_has_left_and_the_household_is_smaller(stage: Stage) -> None:
    given = {name: value for name, value in masked().items() if not name.startswith("members-2")}
    stage.submit(ASKED, explanation="女儿已另立户。", **given)
    child = persons(stage)[2]
    assert (child.left_on, child.is_head) == (clock.today(), False)
    assert stage.application.household_size == 2
    assert stage.record("household_mended")[0]["left"] == ["包乌云"]
    assert stage.record("task_completed")[-1]["changes"]["household_size"] == [3, 2]


def left(number: int, reason: str, day: str) -> dict[str, str]:
    return {f"members-{number}-left_reason": reason, f"members-{number}-left_on": day}


def test_a_death_is_kept_with_its_day_and_reason(stage: Stage) -> None:
    gone = masked() | left(1, "去世", "2019-01-20")
    stage.submit(ASKED, explanation="配偶已去世。", **gone)
    husband = persons(stage)[1]
    assert (husband.left_on, husband.left_reason) == (dt.date(2019, 1, 20), "去世")
    assert stage.application.household_size == 2
    assert stage.record("household_mended")[0]["left"] == ["包青山(2019-01-20 去世)"]


STRANGER = ("包小山", identity("20181224", 233), "儿子", "蒙古族")


@pytest.mark.parametrize(
    ("number", "reason", "day", "said"),
    [
        (1, "去世", "", "请填写哪一天"),
        (1, "", "2019-01-20", "请选择为什么"),
        (1, "去世", "2019-02-30", "请填写哪一天"),
        (1, "去世", "2999-01-01", "不能晚于今天"),
        (1, "去世", "1950-01-01", "不能早于出生日期"),
        (1, "私奔", "2019-01-20", "请从给出的答案里选择"),
        (0, "去世", "2019-01-20", "变更户主"),
        (3, "去世", "2019-01-20", "只有原来登记的人"),
    ],
)
def test_a_departure_that_cannot_be_is_refused(
    stage: Stage, number: int, reason: str, day: str, said: str
) -> None:
    given = roster(*FAMILY, STRANGER) | left(number, reason, day)
    with pytest.raises(InvalidForm) as refused:
        stage.submit(ASKED, explanation="改正。", **given)
    assert said in "".join(refused.value.form.errors["members"])
    assert [each.left_on for each in persons(stage)] == [None, None, None]


def test_a_relation_and_a_number_of_different_sexes_are_refused(stage: Stage) -> None:
    given = masked() | {"members-2-relation": "儿子"}
    with pytest.raises(InvalidForm) as refused:
        stage.submit(ASKED, explanation="改正。", **given)
    assert "号码是女性的" in "".join(refused.value.form.errors["members"])


def test_who_joins_is_written_down(stage: Stage) -> None:
    newborn = identity("20181224", 234)
    given = masked() | {
        "members-3-name": "包其其格",
        "members-3-id_number": newborn,
        "members-3-relation": "女儿",
    }
    stage.submit(ASKED, explanation="补报新生女儿。", **given)
    assert [each.id_number for each in persons(stage)][3:] == [newborn]
    assert stage.application.household_size == 4
    assert stage.record("household_mended")[0]["joined"] == ["包其其格"]
    assert [each.joined_on for each in persons(stage)][2:] == [None, clock.today()]


@pytest.mark.parametrize("given", [{}, masked()], ids=["not sent", "sent as shown"])
def test_a_roster_left_alone_changes_nothing(stage: Stage, given: dict[str, str]) -> None:
    before = rows_of_persons(stage)
    stage.submit(ASKED, explanation="只补说明。", **given)
    assert rows_of_persons(stage) == before
    assert stage.record("household_mended") == []
    assert stage.application.household_size == 3


def test_a_roster_that_comes_back_unchanged_is_not_judged_anew(stage: Stage) -> None:
    young = identity("20100101", 302)
    persons(stage)[0].id_number = young
    stage.session.flush()
    given = masked() | {"members-0-id_number": mask_id_number(young)}
    stage.submit(ASKED, explanation="只补说明。", **given)
    assert persons(stage)[0].id_number == young


def test_a_roster_cannot_be_emptied(stage: Stage) -> None:
    errors = stage.errors(ASKED, explanation="清空", **dict.fromkeys(masked(), ""))
    assert errors == {"members": ["请填写户主和家庭成员。"]}


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (("包青山", HUSBAND[1][:-1] + "Q", "配偶"), "含有非法字符"),
        (("包青山", HEAD[1], "配偶"), "这个号码填了两次"),
        (("某某", mask_id_number(HUSBAND[1]), "配偶"), "不能用代称"),
        (("包青山", mask_id_number(HUSBAND[1]), "户主"), "户主应有且只有一人"),
        (("敖登高娃", identity("20100101", 302), "户主"), "户主未满18周岁"),
    ],
)
def test_the_rules_are_those_of_filing(stage: Stage, person: tuple[str, ...], words: str) -> None:
    place = 0 if person[0] == "敖登高娃" else 1
    rows = [(name, mask_id_number(number), *rest) for name, number, *rest in FAMILY]
    rows[place] = (*person, "")
    errors = stage.errors(ASKED, explanation="更正。", **roster(*rows))
    assert list(errors) == ["members"]
    assert words in errors["members"][0]


def test_somebody_of_another_case_cannot_be_written_in(
    stage: Stage, session: Session, people: Cast
) -> None:
    other = opened(session, people)
    other.submit("file_application", **application())
    errors = stage.errors(ASKED, explanation="更正。", **masked(("包青山", SON, "配偶", "蒙古族")))
    assert errors == {"members": ["第2人(包青山)身份证号:已在另一件申请里,一人只能有一件。"]}


# --- 补正: what stands


def test_the_published_name_of_the_head_does_not_change_in_passing(stage: Stage) -> None:
    given = masked(("敖登格日勒", mask_id_number(HEAD[1]), "户主", "蒙古族"))
    errors = stage.errors(ASKED, explanation="户主姓名有误。", **given)
    assert list(errors) == ["members"]
    assert "户主姓名已经公示,须重新评议公示" in errors["members"][0]
    assert stage.application.head_name == "敖登高娃"


def test_another_member_does_not_become_head_in_passing(stage: Stage) -> None:
    rows = [(name, mask_id_number(number), *rest) for name, number, *rest in FAMILY]
    rows[0], rows[1] = (*rows[0][:2], "配偶", ""), (*rows[1][:2], "户主", "")
    errors = stage.errors(ASKED, explanation="变更户主。", **roster(*rows))
    assert "须重新评议公示" in errors["members"][0]


def test_the_number_of_the_head_may_be_mended(stage: Stage) -> None:
    right = identity("19661120", 302)
    stage.submit(ASKED, explanation="更正。", **masked(("敖登高娃", right, "户主", "蒙古族")))
    head = persons(stage)[0]
    assert (head.id_number, head.is_head) == (right, True)


def test_what_another_department_passed_is_not_changed_behind_it(
    new_stage: Any,
) -> None:
    stage = with_family(new_stage("B", identities=["贫困残疾人"]))
    stage.start("identity_verification")
    stage.submit("verify_disability", "pass", **LIST)
    stage.submit("verify_civil_affairs", "mismatch", comment="配偶的身份证号不一致。")
    given = masked(("包青山", RIGHT_NUMBER, "配偶", "蒙古族"))
    errors = stage.errors(ASKED, explanation="更正。", **given)
    assert "残联已按原来的姓名和身份证号审核通过" in errors["members"][0]
    nation = masked(("包青山", mask_id_number(HUSBAND[1]), "配偶", "汉族"))
    stage.submit(ASKED, explanation="只改民族。", **nation)
    assert persons(stage)[1].nation == "汉族"


def test_before_any_department_has_passed_it_may_be_changed(new_stage: Any) -> None:
    stage = with_family(new_stage("B", identities=["贫困残疾人"]))
    stage.start("identity_verification")
    stage.submit("verify_poverty", "fail", comment="不在名单内。", **LIST)
    stage.submit("verify_civil_affairs", "mismatch", comment="配偶的身份证号不一致。")
    stage.submit(ASKED, explanation="更正。", **masked(("包青山", RIGHT_NUMBER, "配偶", "蒙古族")))
    assert persons(stage)[1].id_number == RIGHT_NUMBER


def test_after_the_identity_passed_the_roster_is_not_asked(
    new_stage: Any, session: Session, people: Cast
) -> None:
    stage = with_family(graded_stage(new_stage, "county_approval"))
    task = stage.task("choose_method")
    actor = people.actor(session, Role.VILLAGE_CLERK)
    step = steps.view_task(session, stage.runtime, actor, task.id)
    form = CorrectionForm(None, step)
    assert "members" not in form
    assert "重新申报" in str(form.asked.rows)
    with pytest.raises(Invalid, match="审核通过,档案补正时不能再改"):
        form.accepts(MultiDict(masked()))


# --- 处理退回


@pytest.mark.parametrize("outcome", ["resubmit", "drop"])
def test_the_name_of_the_head_only_changes_with_a_new_appraisal(
    returned: Stage, outcome: str
) -> None:
    given = masked(("敖登格日勒", mask_id_number(HEAD[1]), "户主", "蒙古族"))
    errors = returned.errors(
        "handle_return", outcome, explanation="姓名有误。", comment="不报。", **given
    )
    assert "须重新评议公示" in errors["members"][0]
    assert "请选择“重新评议”" in errors["members"][0]


def test_a_case_that_is_appraised_anew_takes_the_right_name_of_the_head(returned: Stage) -> None:
    given = masked(("敖登格日勒", mask_id_number(HEAD[1]), "户主", "蒙古族"))
    returned.submit("handle_return", "reappraise", explanation="户主姓名录错。", **given)
    assert returned.application.head_name == "敖登格日勒"
    assert returned.application.result == "reappraise"
    assert returned.record("task_completed")[-1]["changes"]["head_name"] == [
        "敖登高娃",
        "敖登格日勒",
    ]
    assert returned.last(ReturnHandling).changes["persons"][0]["changes"] == {
        "name": ["敖登高娃", "敖登格日勒"]
    }


def test_an_account_given_with_a_new_head_is_the_new_heads(returned: Stage) -> None:
    given = masked(("敖登格日勒", mask_id_number(HEAD[1]), "户主", "蒙古族")) | {
        "explanation": "户主姓名录错。",
        "card_number": "6217995000012345675",
        "card_bank": "农村信用社",
    }
    errors = returned.errors("handle_return", "reappraise", card_holder="敖登高娃", **given)
    assert "敖登格日勒" in errors["card_holder"][0]
    returned.submit("handle_return", "reappraise", card_holder="敖登格日勒", **given)
    assert returned.application.card_holder == "敖登格日勒"


def test_a_member_may_be_mended_when_the_case_is_sent_up_again(returned: Stage) -> None:
    given = masked(("包青山", RIGHT_NUMBER, "配偶", "蒙古族"))
    returned.submit("handle_return", "resubmit", explanation="号码录错。", **given)
    assert persons(returned)[1].id_number == RIGHT_NUMBER


# --- 补正材料 at the village


def test_a_supplement_tells_the_same_of_a_number(session: Session, people: Cast) -> None:
    stage = opened(session, people)
    stage.submit("file_application", **application(signing=None))
    stage.submit("check_application", "return", comment="请补正。")
    right = identity("19700520", 444)
    family = roster(("阿拉坦·巴图", MAN, "户主"), ("乌云", right, "配偶"), ("巴特尔", SON, "儿子"))
    stage.submit("supplement_application", **application(family, supplied="更正。"))
    told = {each["name"]: each for each in stage.record("household_mended")[0]["persons"]}
    assert told["乌云"]["number_changed"] is True
    assert told["乌云"]["changes"]["number"] == [mask_id_number(WIFE), mask_id_number(right)]
    assert told["阿拉坦·巴图"]["number_changed"] is False
