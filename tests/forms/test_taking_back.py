"""取回: who completed a step takes it back while nobody has acted on what came next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forms.late_entry import LATE
from forms.taking_back import take_back
from models.document import LATE_SCAN
from models.draft import Draft
from models.history import HistoryEntry
from models.role import Role
from models.taken_back import TakenBackStep
from models.task import Task
from models.township import FileReview, HouseholdVisit
from tests.cast import TOWNSHIP, add_account
from tests.forms.stage import PHOTOS, Stage
from tests.forms.test_township_review import visit
from workflows import clock, drafts, history, late_entries
from workflows.actors import actor_of
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound

NewStage = Callable[..., Stage]
REASON = "发现漏看了一份证明"


@pytest.fixture
def stage(new_stage: NewStage) -> Stage:
    stage = new_stage(long_term_rural=None)
    stage.upload(*PHOTOS)
    stage.start("township_review")
    return stage


def reviewed(stage: Stage) -> int:
    """The file is reviewed; the number of that task."""
    task_id = stage.task("review_file").id
    stage.submit("review_file", "approve", comment="材料齐全。")
    return task_id


def officer(stage: Stage) -> Any:
    return stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER)


def colleague(stage: Stage) -> Any:
    account = add_account(stage.session, "second", "第二经办", (Role.TOWNSHIP_OFFICER, TOWNSHIP))
    return actor_of(stage.session, account.id)


def back(stage: Stage, task_id: int, actor: Any = None, reason: str = REASON) -> None:
    take_back(stage.session, stage.runtime, actor or officer(stage), task_id, reason)


def test_a_step_taken_back_is_open_again_and_the_next_one_is_not(stage: Stage) -> None:
    task_id = reviewed(stage)
    assert stage.open_tasks() == {"visit_household"}
    back(stage, task_id)
    assert stage.open_tasks() == {"review_file"}
    task = stage.task("review_file")
    assert (task.id, task.done_by_id, task.outcome) == (task_id, None, None)


def test_its_record_counts_no_longer_but_stays_whole(stage: Stage) -> None:
    back(stage, reviewed(stage))
    assert stage.last(FileReview) is None
    kept = stage.last(TakenBackStep)
    assert kept.written["comment"] == "材料齐全。"
    assert kept.written["happened_on"] == clock.today().isoformat()
    assert (kept.outcome, kept.reason) == ("approve", REASON)
    [entry] = stage.record("step_taken_back")
    assert (entry["name"], entry["comment"]) == ("审核材料", REASON)
    assert history.verify(stage.session, stage.application) > 0


def test_what_was_typed_waits_as_a_draft(stage: Stage) -> None:
    task_id = reviewed(stage)
    back(stage, task_id)
    draft = drafts.draft_of(stage.session, officer(stage), task_id)
    assert draft is not None
    assert draft.answers["comment"] == ["材料齐全。"]
    assert draft.answers["handled_by"] == ["王岚"]


def test_the_facts_of_the_case_are_what_they_were(stage: Stage) -> None:
    reviewed(stage)
    task_id = stage.task("visit_household").id
    stage.submit("visit_household", "confirm", **visit(stage))
    assert stage.application.long_term_rural is True
    back(stage, task_id)
    assert stage.application.long_term_rural is None
    assert stage.application.building_difficulty is None
    assert stage.last(HouseholdVisit) is None
    draft = drafts.draft_of(stage.session, officer(stage), task_id)
    assert draft is not None
    assert draft.answers["building_difficulty"] == ["no"]
    assert len(draft.answers["photos"]) == 1


def test_it_can_be_done_again_and_taken_back_again(stage: Stage) -> None:
    task_id = reviewed(stage)
    for _ in range(3):
        back(stage, task_id)
        stage.submit("review_file", "approve")
    assert stage.open_tasks() == {"visit_household"}
    assert len(stage.session.scalars(select(FileReview.id)).all()) == 1
    assert len(stage.session.scalars(select(TakenBackStep.id)).all()) == 3
    assert stage.session.scalars(select(Task.id).where(Task.id == task_id)).one() == task_id


def test_after_the_next_has_done_it_it_is_too_late(stage: Stage) -> None:
    task_id = reviewed(stage)
    stage.submit("visit_household", "confirm", **visit(stage))
    with pytest.raises(AlreadyDone, match="不能取回"):
        back(stage, task_id)


def test_a_draft_of_the_next_person_is_a_beginning(stage: Stage) -> None:
    task_id, other = reviewed(stage), colleague(stage)
    drafts.save(stage.session, other, stage.task("visit_household").id, {"comment": ["一半"]})
    with pytest.raises(AlreadyDone, match="第二经办开始填写"):
        back(stage, task_id)


def test_ones_own_draft_of_the_next_step_goes_with_it(stage: Stage) -> None:
    task_id, following = reviewed(stage), stage.task("visit_household").id
    drafts.save(stage.session, officer(stage), following, {"comment": ["一半"]})
    back(stage, task_id)
    assert stage.session.scalars(select(Draft.task_id)).all() == [task_id]


def test_nobody_takes_back_what_another_did(stage: Stage) -> None:
    task_id, other = reviewed(stage), colleague(stage)
    with pytest.raises(NotFound):
        back(stage, task_id, other)


def test_a_reason_is_needed(stage: Stage) -> None:
    with pytest.raises(Invalid, match="原因"):
        back(stage, reviewed(stage), reason="  ")


def test_twice_is_told(stage: Stage) -> None:
    task_id = reviewed(stage)
    back(stage, task_id)
    with pytest.raises(AlreadyDone, match="没有办结"):
        back(stage, task_id)


def test_a_fact_that_somebody_changed_since_stays(stage: Stage) -> None:
    reviewed(stage)
    task_id = stage.task("visit_household").id
    stage.submit("visit_household", "confirm", **visit(stage))
    stage.application.long_term_rural = False
    with pytest.raises(Forbidden, match="后来又有变动"):
        back(stage, task_id)


def test_what_hung_out_a_notice_cannot_be_taken_back(stage: Stage) -> None:
    reviewed(stage)
    stage.submit("visit_household", "confirm", **visit(stage))
    task_id = stage.task("decide_case").id
    stage.submit("decide_case", "approve")
    leader = stage.people.actor(stage.session, Role.TOWNSHIP_LEADER)
    with pytest.raises(AlreadyDone, match="已有进展"):
        back(stage, task_id, leader)


def test_a_return_can_be_taken_back(stage: Stage) -> None:
    task_id = stage.task("review_file").id
    stage.submit("review_file", "return", comment="缺户籍证明")
    assert stage.open_tasks() == {"correct_application"}
    back(stage, task_id)
    assert stage.open_tasks() == {"review_file"}
    stage.submit("review_file", "approve")
    assert stage.open_tasks() == {"visit_household"}


def test_the_step_after_it_counts_for_the_record_of_acts(stage: Stage) -> None:
    task_id = reviewed(stage)
    back(stage, task_id)
    stage.submit("review_file", "approve")
    kinds = stage.session.scalars(
        select(HistoryEntry.kind)
        .where(HistoryEntry.kind.in_(("task_completed", "step_taken_back")))
        .order_by(HistoryEntry.seq)
    ).all()
    assert kinds == ["task_completed", "step_taken_back", "task_completed"]


# --- what was entered late


def late(stage: Stage) -> int:
    """The file's review entered as 补录; the number of that task."""
    task_id = stage.task("review_file").id
    told = {"late_mark": LATE, "late_reason": "停电", "late_scans": stage.upload(LATE_SCAN)}
    stage.submit("review_file", "approve", **told)
    return task_id


def confirmed(stage: Stage, task_id: int) -> None:
    confirmer = stage.people.actor(stage.session, Role.OFFICE_APPROVER)
    late_entries.confirm(stage.session, confirmer, [task_id], "")


def asked_about(stage: Stage, task_id: int) -> None:
    confirmer = stage.people.actor(stage.session, Role.OFFICE_APPROVER)
    late_entries.ask_back(stage.session, confirmer, task_id, "哪天看的材料?")


def test_a_late_entry_taken_back_waits_for_no_confirmation(stage: Stage) -> None:
    back(stage, late(stage))
    assert stage.task("review_file").late_reason == ""
    assert stage.open_tasks() == {"review_file"}


@pytest.mark.parametrize(
    ("act", "words"), [(confirmed, "危改办已经确认"), (asked_about, "危改办已经询问")]
)
def test_what_the_office_has_looked_at_stays(
    stage: Stage, act: Callable[[Stage, int], None], words: str
) -> None:
    task_id = late(stage)
    act(stage, task_id)
    with pytest.raises(AlreadyDone, match=words):
        back(stage, task_id)
    assert stage.session.get_one(Task, task_id).late_reason == "停电"
