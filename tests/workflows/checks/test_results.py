"""What a check answered is kept, bars the way, and is decided by a named person; both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.check_result import CheckResult
from models.document import Document
from models.intake_draft import IntakeDraft
from models.role import Role
from tests.cast import TOWNSHIP, VILLAGE, add_account
from tests.database.counting import counted
from tests.forms.stage import Stage
from tests.forms.test_township_review import visit
from tests.workflows.test_duties import DIGEST, add_person
from workflows import checks, clock, history
from workflows.actors import actor_of
from workflows.checks import Answer, Checked, Found
from workflows.checks.check import BLOCK, FAIL, FLAG, HOLD, PASS, UNKNOWN
from workflows.checks.registry import LIKE_PICTURE, PLAUSIBLE, SAME_PICTURE
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.rights import Actor, Authority, Holder

WHY = "与另一件申请的照片几乎相同。"


def likeness(result: str = FAIL, **told: Any) -> Answer:
    return Answer(LIKE_PICTURE, result, **({"why": WHY} | told))


def kept(stage: Stage, *answers: Answer, document_id: int | None = None) -> list[CheckResult]:
    checked = Checked(VILLAGE, stage.application, document_id=document_id)
    return checks.record(stage.session, checked, answers)


def decide(stage: Stage, row: CheckResult, role: Role, verdict: str = "cleared") -> CheckResult:
    actor = stage.people.actor(stage.session, role)
    return checks.decide(stage.session, actor, row.id, verdict, "两家是邻居,背景相同,房屋不同。")


def test_a_failure_waits_for_somebody_and_a_pass_does_not(stage: Stage) -> None:
    kept(stage, Answer(SAME_PICTURE, PASS), likeness())
    assert stage.application.open_holds == 1
    [row] = checks.open_holds(stage.session, stage.application.id)
    assert (row.check_id, row.effect, row.why) == ("F27-near", HOLD, WHY)


def test_what_could_not_be_told_is_kept_as_unknown_and_bars_nobody(stage: Stage) -> None:
    [row] = kept(stage, likeness(UNKNOWN, why="照片不能读取,不能判断。"))
    assert (row.result, row.effect, stage.application.open_holds) == (UNKNOWN, FLAG, 0)


def test_a_flag_is_only_shown(stage: Stage) -> None:
    kept(stage, Answer(PLAUSIBLE, FAIL, "是屏幕截图。"))
    assert stage.application.open_holds == 0
    assert stage.record("check_failed") == []


def test_a_failure_is_on_the_record_as_the_machines_act(stage: Stage) -> None:
    [document] = stage.upload("施工照片")
    kept(stage, likeness(found=[Found("同一张照片", document_id=document)]), document_id=document)
    [entry] = stage.record("check_failed")
    assert (entry["check"], entry["why"], entry["document"]) == ("F27-near", WHY, document)
    assert "found" not in entry
    history.verify(stage.session, stage.application)


def test_the_same_answer_again_is_the_same_row_with_its_verdict(stage: Stage) -> None:
    [row] = kept(stage, likeness())
    decide(stage, row, Role.TOWNSHIP_OFFICER)
    assert kept(stage, likeness()) == [row]
    assert stage.application.open_holds == 0


def test_another_answer_takes_the_place_of_the_last(stage: Stage) -> None:
    [first] = kept(stage, likeness())
    kept(stage, likeness(PASS, why=""))
    assert first.ended_at is not None
    assert stage.application.open_holds == 0


def test_what_was_replaced_bars_nobody_any_more(stage: Stage) -> None:
    [document] = stage.upload("施工照片")
    kept(stage, likeness(), document_id=document)
    checks.end_results_of(stage.session, stage.application, document)
    assert stage.application.open_holds == 0


def test_something_refused_is_kept_and_nothing_waits_for_it(stage: Stage) -> None:
    checked = Checked(VILLAGE, stage.application)
    clerk = stage.people.actor(stage.session, Role.VILLAGE_CLERK)
    checks.record_refused(stage.session, clerk, checked, [Answer(SAME_PICTURE, FAIL, "已经用过。")])
    assert stage.application.open_holds == 0
    assert stage.last(CheckResult).effect == BLOCK
    assert len(stage.record("check_failed")) == 1


def test_the_results_of_a_draft_become_those_of_its_case(stage: Stage) -> None:
    draft = add_draft(stage)
    checks.record(stage.session, Checked(VILLAGE, intake_draft_id=draft.id), [likeness()])
    checks.take_over_draft(stage.session, draft.id, stage.application)
    assert stage.application.open_holds == 1
    assert len(stage.record("check_failed")) == 1


def test_what_was_said_of_a_file_left_out_of_the_draft_bars_no_case(stage: Stage) -> None:
    draft = add_draft(stage)
    [document] = stage.upload("危房照片-固定参照物")
    left_out = stage.session.get_one(Document, document)
    left_out.application_id, left_out.intake_draft_id = None, draft.id
    stage.session.flush()
    about = Checked(VILLAGE, intake_draft_id=draft.id, document_id=document)
    checks.record(stage.session, about, [likeness()])
    checks.take_over_draft(stage.session, draft.id, stage.application)
    assert (stage.application.open_holds, stage.record("check_failed")) == (0, [])


def test_a_step_that_says_yes_waits_for_the_decision(stage: Stage) -> None:
    sent_in(stage)
    [row] = kept(stage, likeness())
    refused = stage.errors("decide_case", "approve")
    assert "照片高度相似" in refused["comment"][0]
    assert WHY in refused["comment"][0]
    decide(stage, row, Role.TOWNSHIP_OFFICER)
    stage.submit("decide_case", "approve")


def test_a_step_that_sends_back_waits_for_nobody(stage: Stage) -> None:
    sent_in(stage)
    kept(stage, likeness())
    stage.submit("decide_case", "return", comment="照片请重新拍摄。")


def test_what_is_found_true_bars_until_it_is_replaced(stage: Stage) -> None:
    [row] = kept(stage, likeness())
    decide(stage, row, Role.TOWNSHIP_OFFICER, "upheld")
    [sentence] = checks.refusals(stage.session, stage.application, "decide_case")
    assert "已认定属实" in sentence


def test_a_case_without_holds_is_asked_nothing(stage: Stage) -> None:
    with counted(stage.session.get_bind().engine) as cost:
        assert checks.refusals(stage.session, stage.application, "decide_case") == []
    assert cost.statements == []


def test_the_decision_is_on_the_record_with_its_reason(stage: Stage) -> None:
    [row] = kept(stage, likeness())
    decide(stage, row, Role.TOWNSHIP_OFFICER)
    [entry] = stage.record("check_decided")
    assert (entry["verdict"], entry["comment"]) == ("cleared", "两家是邻居,背景相同,房屋不同。")
    history.verify(stage.session, stage.application)


def test_the_township_decides_while_the_case_is_there_and_the_office_later(stage: Stage) -> None:
    [row] = kept(stage, likeness())
    with pytest.raises(Forbidden, match="乡镇经办"):
        decide(stage, row, Role.OFFICE_HANDLER)
    stage.application.stage = "construction"
    with pytest.raises(Forbidden, match="危改办经办"):
        decide(stage, row, Role.TOWNSHIP_OFFICER)
    decide(stage, row, Role.OFFICE_HANDLER)


def test_a_hit_that_only_the_county_may_judge_is_the_countys_at_once(stage: Stage) -> None:
    [row] = kept(stage, likeness(is_for_county=True))
    with pytest.raises(Forbidden):
        decide(stage, row, Role.TOWNSHIP_OFFICER)
    decide(stage, row, Role.OFFICE_HANDLER)


def test_nothing_is_decided_about_a_case_that_has_ended(stage: Stage) -> None:
    [row] = kept(stage, likeness())
    stage.application.state = "ended"
    officer = stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER)
    assert checks.may_decide(officer, row, stage.application, None) is None
    with pytest.raises(AlreadyDone, match="已经结束"):
        decide(stage, row, Role.TOWNSHIP_OFFICER)


@pytest.mark.parametrize("role", [Role.VILLAGE_CLERK, Role.AUDITOR])
def test_nobody_else_decides(stage: Stage, role: Role) -> None:
    [row] = kept(stage, likeness())
    with pytest.raises(Forbidden):
        decide(stage, row, role)


def test_a_stranger_does_not_even_learn_that_there_is_one(stage: Stage) -> None:
    [row] = kept(stage, likeness())
    actor = stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER, foreign=True)
    with pytest.raises(NotFound):
        checks.decide(stage.session, actor, row.id, "cleared", "没有问题")


def test_nobody_decides_about_what_they_sent_themselves(stage: Stage) -> None:
    officer = add_account(stage.session, "both", "两职", (Role.TOWNSHIP_OFFICER, TOWNSHIP))
    [document] = stage.upload("入户调查照片")
    stage.session.get_one(Document, document).uploaded_by_id = officer.id
    [row] = kept(stage, likeness(), document_id=document)
    actor = actor_of(stage.session, officer.id)
    assert checks.may_decide(actor, row, stage.application, officer.id) is None
    with pytest.raises(Forbidden, match="由您上传"):
        checks.decide(stage.session, actor, row.id, "cleared", "没有问题")


def test_nobody_decides_about_what_they_sent_by_a_stand_in(stage: Stage) -> None:
    holder = add_account(stage.session, "holder", "出差的", (Role.TOWNSHIP_OFFICER, TOWNSHIP))
    [document] = stage.upload("入户调查照片")
    stage.session.get_one(Document, document).uploaded_by_id = holder.id
    [row] = kept(stage, likeness(), document_id=document)
    actor = stand_in(stage, Holder(holder.id, "出差的"))
    assert checks.may_decide(actor, row, stage.application, holder.id) is None
    with pytest.raises(Forbidden, match="由您上传"):
        checks.decide(stage.session, actor, row.id, "cleared", "没有问题")


def test_nobody_decides_about_their_own_family_by_a_stand_in(stage: Stage) -> None:
    [row] = kept(stage, likeness())
    add_person(stage, DIGEST)
    actor = stand_in(stage, Holder(0, "出差的", DIGEST))
    with pytest.raises(Forbidden, match="本人家庭"):
        checks.decide(stage.session, actor, row.id, "cleared", "没有问题")


def test_nobody_decides_about_their_own_family(stage: Stage) -> None:
    [row] = kept(stage, likeness())
    add_person(stage, DIGEST)
    actor = stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER)
    with pytest.raises(Forbidden, match="本人家庭"):
        checks.decide(
            stage.session, replace(actor, id_number_digest=DIGEST), row.id, "cleared", "没有问题"
        )


@pytest.mark.parametrize(
    ("verdict", "reason", "field"),
    [("maybe", "理由", "verdict"), ("cleared", "  ", "reason"), ("cleared", "长" * 1001, "reason")],
)
def test_a_verdict_needs_a_choice_and_a_reason(
    stage: Stage, verdict: str, reason: str, field: str
) -> None:
    [row] = kept(stage, likeness())
    actor = stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER)
    with pytest.raises(Invalid) as refused:
        checks.decide(stage.session, actor, row.id, verdict, reason)
    assert refused.value.field == field


def test_the_second_who_decides_is_told_so(stage: Stage) -> None:
    [row] = kept(stage, likeness())
    decide(stage, row, Role.TOWNSHIP_OFFICER)
    with pytest.raises(AlreadyDone):
        decide(stage, row, Role.TOWNSHIP_OFFICER, "upheld")


def sent_in(stage: Stage) -> None:
    """The township has been to see; its leader decides next."""
    stage.submit("review_file", "approve")
    stage.submit("visit_household", "confirm", **visit(stage))


def stand_in(stage: Stage, holder: Holder) -> Actor:
    """A colleague who has nothing to do with the case, at the desk of ``holder``."""
    actor = stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER)
    lent = Authority(Role.TOWNSHIP_OFFICER, TOWNSHIP, holder=holder)
    return replace(actor, authorities=(lent,))


def add_draft(stage: Stage) -> IntakeDraft:
    draft = IntakeDraft(
        village_code=VILLAGE,
        programme_id=stage.application.programme_id,
        created_by_id=stage.people.account_id(Role.VILLAGE_CLERK),
        created_at=clock.now(),
        saved_at=clock.now(),
        typed_by=[],
        answers={},
        marks={},
        groups={},
    )
    stage.session.add(draft)
    stage.session.flush()
    return draft
