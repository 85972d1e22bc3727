"""存草稿 and 常用意见: what is typed is kept for its owner, and a phrase fills the opinion."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.database import Database
from models.draft import Draft
from models.history import HistoryEntry
from models.phrase import Phrase
from models.role import Role
from models.task import Task
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import open_new
from tests.webapp.test_tasks import ANSWERS
from webapp.config import Config
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
HALF = {"members-0-name": "王秀英", "address": "一组 12 号", "comment": "先存着"}


@pytest.fixture
def clerk(as_role: AsRole, db: Database, people: Cast, runtime: Runtime) -> Browser:
    """The village clerk, who has just opened an application (task 1 of case 1)."""
    browser = as_role(Role.VILLAGE_CLERK)
    open_new(db, people, runtime)
    return browser


def kept(db: Database) -> list[Draft]:
    with db.read() as session:
        return list(session.scalars(select(Draft)))


def test_a_draft_comes_back_with_its_time(clerk: Browser) -> None:
    saved = clerk.post("/tasks/1/draft", HALF)
    assert (saved.status_code, saved.headers["Location"]) == (303, "/tasks/1")
    page = clerk.get("/tasks/1").text
    assert "存的草稿" in page
    assert 'value="一组 12 号"' in page
    assert "先存着" in page


def test_nothing_of_a_draft_is_checked_or_decided(clerk: Browser, db: Database) -> None:
    clerk.post("/tasks/1/draft", HALF | {"happened_on": "2999-01-01", "outcome": "done"})
    with db.read() as session:
        assert session.get_one(Task, 1).status == "open"
    [draft] = kept(db)
    assert "outcome" not in draft.answers
    assert "csrf_token" not in draft.answers


def test_what_the_form_does_not_ask_is_not_kept(clerk: Browser, db: Database) -> None:
    clerk.post("/tasks/1/draft", HALF | {"lane_owners": "me", "photos-file": "x.jpg"})
    assert set(kept(db)[0].answers) == set(HALF)


def test_a_draft_is_thrown_away_by_its_button(clerk: Browser, db: Database) -> None:
    clerk.post("/tasks/1/draft", HALF)
    assert clerk.post("/tasks/1/draft/discard", HALF).status_code == 303
    assert kept(db) == []
    assert "存的草稿" not in clerk.get("/tasks/1").text


def test_a_script_gets_the_time_in_words(clerk: Browser, db: Database) -> None:
    headers = {"Referer": "https://localhost/", "X-Fragment": "1"}
    answer = clerk.post("/tasks/1/draft", HALF, headers=headers)
    assert answer.status_code == 200
    assert answer.text.endswith("已存草稿")
    assert len(kept(db)) == 1


def test_a_finished_task_keeps_no_draft(clerk: Browser, db: Database) -> None:
    clerk.post("/tasks/1/draft", HALF)
    assert clerk.post("/tasks/1", ANSWERS).status_code == 303
    assert kept(db) == []
    headers = {"Referer": "https://localhost/", "X-Fragment": "1"}
    late = clerk.post("/tasks/1/draft", HALF, headers=headers)
    assert late.status_code == 409
    assert "<" not in late.text
    assert kept(db) == []


def test_nobody_else_reads_it(clerk: Browser, as_role: AsRole, db: Database) -> None:
    clerk.post("/tasks/1/draft", HALF)
    typist = as_role(Role.TOWNSHIP_OFFICER)
    assert "一组 12 号" not in typist.get("/tasks/1").text
    for stranger in (as_role(Role.OFFICE_HANDLER), as_role(Role.VILLAGE_CLERK, foreign=True)):
        assert stranger.post("/tasks/1/draft", HALF).status_code == 404
        assert stranger.post("/tasks/1/draft/discard", {}).status_code == 404
    assert [draft.answers for draft in kept(db)] == [{k: [v] for k, v in HALF.items()}]


def test_too_much_text_leaves_the_draft_as_it_was(
    clerk: Browser, db: Database, config: Config
) -> None:
    clerk.post("/tasks/1/draft", HALF)
    assert clerk.post("/tasks/1/draft", HALF | {"comment": "字" * 100_001}).status_code == 422
    big = {"comment": "x" * config.uploads.request_bytes}
    assert clerk.post("/tasks/1/draft", HALF | big).status_code == 413
    assert clerk.post("/tasks/1", ANSWERS | big).status_code == 413
    assert kept(db)[0].answers["comment"] == ["先存着"]


def test_a_lost_session_leaves_the_draft_for_the_next_log_in(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    clerk.post("/tasks/1/draft", HALF)
    clerk.post("/logout")
    assert clerk.post("/tasks/1/draft", {}).status_code == 401
    assert "一组 12 号" in as_role(Role.VILLAGE_CLERK).get("/tasks/1").text


# --- 常用意见


def texts(db: Database) -> list[str]:
    with db.read() as session:
        return list(session.scalars(select(Phrase.text).order_by(Phrase.id)))


def test_an_own_phrase_fills_the_opinion_without_script(clerk: Browser, db: Database) -> None:
    clerk.post("/phrases", {"text": "情况属实。", "form_key": "", "kind": "own"})
    assert "情况属实。" in clerk.get("/tasks/1").text
    page = clerk.post("/tasks/1/phrase", HALF | {"phrase": "情况属实。"})
    assert page.status_code == 200
    assert "先存着\r\n情况属实。" in page.text or "先存着\n情况属实。" in page.text
    assert 'value="一组 12 号"' in page.text
    assert kept(db) == []


def test_a_form_with_a_phrase_chosen_is_sent_as_any_other(clerk: Browser) -> None:
    assert clerk.post("/tasks/1", ANSWERS | {"phrase": "情况属实。"}).status_code == 303


def test_own_phrases_are_changed_and_deleted_by_their_owner_alone(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    clerk.post("/phrases", {"text": "情况属实。", "kind": "own"})
    other = as_role(Role.OFFICE_HANDLER)
    assert other.post("/phrases/1", {"act": "delete"}).status_code == 404
    assert "情况属实。" not in other.get("/phrases").text
    assert clerk.post("/phrases/1", {"act": "save", "text": " 核实无误。 "}).status_code == 303
    assert texts(db) == ["核实无误。"]
    assert clerk.post("/phrases/1", {"act": "save", "text": ""}).status_code == 422
    clerk.post("/phrases/1", {"act": "delete"})
    assert texts(db) == []


def test_official_phrases_are_the_offices_and_for_everybody_of_the_county(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    official = {"text": "符合条件,同意上报。", "form_key": "application", "kind": "official"}
    assert clerk.post("/phrases", official).status_code == 403
    assert as_role(Role.OFFICE_HANDLER).post("/phrases", official).status_code == 303
    assert "同意上报" in clerk.get("/tasks/1").text
    as_role(Role.ADMINISTRATOR).post(
        "/phrases", official | {"text": "别的步骤的意见", "form_key": "file_review"}
    )
    assert "别的步骤的意见" not in clerk.get("/tasks/1").text
    assert "同意上报" not in as_role(Role.OFFICE_HANDLER, foreign=True).get("/phrases").text
    assert clerk.post("/phrases/1", {"act": "delete"}).status_code == 404
    assert len(texts(db)) == 2


def test_official_phrases_are_on_the_systems_record_and_own_ones_are_not(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    clerk.post("/phrases", {"text": "情况属实。", "kind": "own"})
    handler = as_role(Role.OFFICE_HANDLER)
    handler.post("/phrases", {"text": "同意上报。", "kind": "official"})
    handler.post("/phrases/2", {"act": "save", "text": "同意。"})
    handler.post("/phrases/2", {"act": "delete"})
    with db.read() as session:
        entries = session.scalars(
            select(HistoryEntry).where(HistoryEntry.kind.startswith("phrase_"))
        ).all()
    assert [(each.kind, each.payload) for each in entries] == [
        ("phrase_written", {"after": "同意上报。"}),
        ("phrase_changed", {"before": "同意上报。", "after": "同意。"}),
        ("phrase_deleted", {"before": "同意。"}),
    ]
    assert {each.actor_role for each in entries} == {"office_handler"}


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "字" * 201}, {"form_key": "nothing"}])
def test_what_is_no_phrase_is_refused_in_words(
    clerk: Browser, db: Database, wrong: dict[str, str]
) -> None:
    answer = clerk.post("/phrases", {"text": "好", "form_key": "", "kind": "own"} | wrong)
    assert answer.status_code == 422
    assert "请" in answer.text
    assert texts(db) == []
