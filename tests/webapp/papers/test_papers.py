"""待补纸质: a step without its signed paper shows on the desk until the scan is there."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.database import Database
from models.document import Document, DocumentUse
from models.history import HistoryEntry
from models.role import Role
from models.task import Task
from tests.cast import Cast
from tests.pictures import photo
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import add_case
from webapp.papers.supplying import kinds_given, scans_of
from workflows import clock
from workflows.papers import PAPERS, TITLES, needed_papers
from workflows.programmes import load_programmes
from workflows.runtime import Runtime

JPEG = photo("signed")
AsRole = Callable[..., Browser]


@pytest.fixture
def done_task(db: Database, people: Cast, runtime: Runtime) -> int:
    """A household visit that is done, without its form."""
    with db.write() as session:
        task = add_case(session, people, runtime, node="visit_household")
        task.form_key, task.name = "household_visit", "入户调查"
        task.status, task.outcome, task.lacks_paper = "done", "confirm", True
        task.done_at = clock.now()
        task.done_by_id = people.account_id(Role.TOWNSHIP_OFFICER)
        session.commit()
        return task.id


def send(browser: Browser, task_id: int, content: bytes, key: str = "visit_form"):  # type: ignore[no-untyped-def]
    data = {"file": (io.BytesIO(content), "签好.jpg"), "next": "list"}
    return browser.post(f"/tasks/{task_id}/papers/{key}", data, content_type="multipart/form-data")


def is_lacking(db: Database, task_id: int) -> bool:
    with db.read() as session:
        return session.get_one(Task, task_id).lacks_paper


def test_a_step_without_its_paper_stands_on_the_desk(as_role: AsRole, done_task: int) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).get("/papers").text
    assert "入户调查表" in page
    assert f"/tasks/{done_task}/papers/visit_form" in page
    assert '待补纸质<span class="n">1</span>' in page
    assert "没有待补" in as_role(Role.VILLAGE_CLERK).get("/papers").text
    assert "没有待补" in as_role(Role.TOWNSHIP_OFFICER, foreign=True).get("/papers").text


def test_the_scan_clears_the_mark_and_is_on_the_record(
    as_role: AsRole, db: Database, done_task: int
) -> None:
    officer = as_role(Role.TOWNSHIP_OFFICER)
    assert send(officer, done_task, JPEG).status_code == 303
    assert not is_lacking(db, done_task)
    assert "没有待补" in officer.get("/papers").text
    with db.read() as session:
        scan = session.scalars(select(Document)).one()
        assert (scan.task_id, scan.kind) == (done_task, "入户调查表")
        kinds = session.scalars(select(HistoryEntry.kind)).all()
    assert kinds == ["paper_supplied"]


def test_a_stamped_list_counts_for_every_step_that_it_serves(
    db: Database, people: Cast, done_task: int
) -> None:
    with db.write() as session:
        task = session.get_one(Task, done_task)
        assert kinds_given(session, [done_task]) == {done_task: set()}
        stamped = Document(
            kind="入户调查表",
            filename="名单.jpg",
            content_type="image/jpeg",
            size=1,
            sha256="0" * 64,
            uploaded_by_id=people.account_id(Role.TOWNSHIP_OFFICER),
            uploaded_at=clock.now(),
        )
        session.add(stamped)
        session.flush()
        case_id = task.application_id
        use = DocumentUse(document_id=stamped.id, application_id=case_id, task_id=done_task)
        session.add(use)
        session.flush()
        assert kinds_given(session, [done_task]) == {done_task: {"入户调查表"}}
        assert scans_of(session, task) == [stamped]


@pytest.mark.parametrize("content", [b"no picture", b""])
def test_a_scan_that_is_no_picture_is_refused_in_words(
    as_role: AsRole, db: Database, done_task: int, content: bytes
) -> None:
    answer = send(as_role(Role.TOWNSHIP_OFFICER), done_task, content)
    assert answer.status_code == 422
    assert "只能上传" in answer.text or "空的" in answer.text
    assert is_lacking(db, done_task)


def test_another_desk_cannot_supply_it(as_role: AsRole, db: Database, done_task: int) -> None:
    assert send(as_role(Role.VILLAGE_CLERK), done_task, JPEG).status_code == 403
    assert send(as_role(Role.VILLAGE_CLERK, foreign=True), done_task, JPEG).status_code == 404
    assert is_lacking(db, done_task)


def test_a_paper_of_another_step_is_no_page(as_role: AsRole, done_task: int) -> None:
    officer = as_role(Role.TOWNSHIP_OFFICER)
    assert officer.get(f"/tasks/{done_task}/papers/meeting_minutes").status_code == 404
    assert officer.get(f"/tasks/{done_task}/papers/nothing").status_code == 404


def test_every_paper_that_a_programme_asks_for_exists_at_its_step(runtime: Runtime) -> None:
    drawn = {task.node_id for task in runtime.library.current.user_tasks()}
    assert {step for paper in PAPERS.values() for step in paper.steps} <= drawn
    for programme in load_programmes():
        for name, titles in programme.values.items():
            if not name.startswith("papers_"):
                continue
            node = name.removeprefix("papers_")
            assert set(titles) <= TITLES
            found = {paper.title for paper in needed_papers(programme.values, node)}
            assert found == set(titles), node


def test_the_outcomes_of_papers_are_drawn(runtime: Runtime) -> None:
    drawn = runtime.library.current
    for paper in PAPERS.values():
        outcomes = {
            outcome.id
            for task in drawn.user_tasks()
            if task.node_id in paper.steps
            for outcome in drawn.outcomes(task.process_id, task.node_id)
        }
        assert paper.outcomes <= outcomes, paper.key
