"""代录: the township types for a village on the village's signed paper; typing is not doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from forms.submission import InvalidForm, open_form, submit
from models.document import TYPED_PAPER, Document
from models.history import HistoryEntry
from models.role import Role
from models.task import Task
from tests.forms.stage import PHOTOS, Stage
from workflows import clock, rights
from workflows.duties import check_duties
from workflows.errors import Forbidden, NotFound
from workflows.rights import Actor

NewStage = Callable[..., Stage]
SIGNED_BY = "王秀英"


@pytest.fixture
def stage(new_stage: NewStage) -> Stage:
    """A case that the township has sent back to the village."""
    stage = new_stage()
    stage.upload(*PHOTOS)
    stage.start("township_review")
    stage.submit("review_file", "return", comment="缺户籍证明")
    return stage


def officer(stage: Stage) -> Actor:
    return stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER)


def type_in(stage: Stage, actor: Actor | None = None, **answers: Any) -> None:
    """Send the village's correction as the township's officer, from a paper that is uploaded."""
    [paper] = stage.upload(TYPED_PAPER)
    told = {
        "handled_by": SIGNED_BY,
        "happened_on": clock.today().isoformat(),
        "outcome": "done",
        "explanation": "已补户籍证明",
        "typed_paper": str(paper),
    }
    task = stage.task("correct_application")
    given = MultiDict({k: v for k, v in (told | answers).items() if v is not None})
    submit(stage.session, stage.runtime, actor or officer(stage), task.id, given)


def errors(stage: Stage, **answers: Any) -> dict[str, Any]:
    with pytest.raises(InvalidForm) as caught:
        type_in(stage, **answers)
    return dict(caught.value.form.errors)


def test_what_the_village_signed_is_typed_by_the_township(stage: Stage) -> None:
    task_id = stage.task("correct_application").id
    type_in(stage)
    task = stage.session.get_one(Task, task_id)
    assert (task.is_typed_for, task.done_by_id) == (True, officer(stage).account_id)
    assert "review_file" in stage.open_tasks()


def test_the_record_tells_who_typed_and_who_did_it(stage: Stage) -> None:
    type_in(stage)
    entry = stage.session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.kind == "task_completed")
        .order_by(HistoryEntry.seq.desc())
    ).first()
    assert entry is not None
    assert (entry.actor_name, entry.handled_by) == (officer(stage).name, SIGNED_BY)
    assert entry.actor_role == Role.TOWNSHIP_OFFICER
    assert entry.payload["typed_for"] == Role.VILLAGE_CLERK


def test_the_paper_belongs_to_the_step(stage: Stage) -> None:
    task_id = stage.task("correct_application").id
    type_in(stage)
    papers = select(Document.task_id).where(Document.kind == TYPED_PAPER)
    assert stage.session.scalars(papers).all() == [task_id]


def test_who_did_it_is_asked_and_is_not_the_typist(stage: Stage) -> None:
    task = stage.task("correct_application")
    form = open_form(stage.session, stage.runtime, officer(stage), task.id)
    assert not form.handled_by.data
    assert "handled_by" in errors(stage, handled_by="")
    assert "不是录入人" in errors(stage, handled_by=f" {officer(stage).name} ")["handled_by"][0]


def test_without_the_villages_paper_nothing_is_typed(stage: Stage) -> None:
    assert "纸质件" in errors(stage, typed_paper=None)["typed_paper"][0]


def test_the_village_itself_is_not_asked_for_it(stage: Stage) -> None:
    task = stage.task("correct_application")
    clerk = stage.people.actor(stage.session, Role.VILLAGE_CLERK)
    form = open_form(stage.session, stage.runtime, clerk, task.id)
    assert "typed_paper" not in form._fields
    assert form.handled_by.data == clerk.name


def test_typing_bars_nobody_from_reviewing(stage: Stage) -> None:
    # The pair of filing and review, and two deciding roles: both look at own steps alone.
    stage.task("correct_application").node_id = "supplement_application"
    stage.session.flush()
    task = stage.session.scalars(select(Task).where(Task.node_id == "supplement_application")).one()
    task.status, task.done_by_id, task.is_typed_for = "done", officer(stage).account_id, True
    stage.session.flush()
    review = stage.session.scalars(select(Task).where(Task.node_id == "review_file")).first()
    assert review is not None
    assert check_duties(stage.session, officer(stage), review, stage.application) == []
    task.is_typed_for = False
    stage.session.flush()
    with pytest.raises(Forbidden):
        check_duties(stage.session, officer(stage), review, stage.application)


def test_who_has_reviewed_may_still_type(stage: Stage) -> None:
    # The officer has done review_file of this case already.
    type_in(stage)
    assert "review_file" in stage.open_tasks()


@pytest.mark.parametrize(
    ("role", "foreign"),
    [
        (Role.TOWNSHIP_OFFICER, True),
        (Role.TOWNSHIP_LEADER, False),
        (Role.OFFICE_HANDLER, False),
        (Role.OFFICE_APPROVER, False),
        (Role.SITE_SUPERVISOR, False),
    ],
)
def test_nobody_else_types_for_a_village(stage: Stage, role: Role, foreign: bool) -> None:
    with pytest.raises(NotFound):
        type_in(stage, stage.people.actor(stage.session, role, foreign=foreign))


def test_the_township_types_for_no_other_level(stage: Stage) -> None:
    type_in(stage)
    task = stage.task("review_file")
    for role in Role:
        task.role = role
        typed = rights.may_type(officer(stage), task)
        assert (typed is not None) is (role in (Role.VILLAGE_CLERK, Role.VILLAGE_HEAD))
