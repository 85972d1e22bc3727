"""补录: what a step asks that was done long before it is entered (A.22, F53, F54)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models.document import (
    ATTENDANCE_SHEET,
    LATE_SCAN,
    MINUTES,
    NOTICE_STATEMENT,
    POSTED,
    TAKEN_DOWN,
    Document,
)
from models.notice import NoticedHousehold, NoticePosting, NoticeRemoval
from models.process_instance import process_instances
from models.programme import ProgrammeParameter
from models.task import Task
from models.township import FileReview
from tests.cast import day
from tests.forms.stage import PHOTOS, Stage
from tests.forms.test_democratic_appraisal import meeting
from tests.forms.village_case import publish
from workflows import clock, steps

REASON = "系统启用前已按纸质办结。"
BOARD, STREET = "村务公开栏", "主要街道"
REVIEW, POST, REMOVE = "review_file", "post_notice", "take_down_notice"
# Five working days before Friday 2019-03-15.
LAST_TIMELY, LATE_DAY = "2019-03-08", "2019-03-07"


@pytest.fixture(autouse=True)
def _today() -> None:
    clock.set_now(day("2019-03-01"))


@pytest.fixture
def stage(new_stage: Callable[..., Stage]) -> Stage:
    """A file that came to the township on the 1st and lies there on the 15th."""
    stage = new_stage()
    stage.upload(*PHOTOS)
    stage.start("township_review")
    clock.set_now(day("2019-03-15"))
    return stage


@pytest.fixture
def notice(returned: Stage) -> tuple[Stage, NoticedHousehold]:
    """A village notice that was opened on the 1st; today is the 15th."""
    opened = publish(returned, "village")
    clock.set_now(day("2019-03-15"))
    return returned, opened


def late(stage: Stage, kind: str = LATE_SCAN, **answers: Any) -> dict[str, Any]:
    return {"late_reason": REASON, "late_scans": stage.upload(kind), **answers}


def done_task(stage: Stage, node_id: str) -> Task:
    return stage.session.scalars(
        select(Task).where(Task.node_id == node_id, Task.status == "done")
    ).one()


def photos(stage: Stage, prefix: str) -> list[int]:
    return stage.upload(f"{prefix}{BOARD}", f"{prefix}{STREET}")


def period_ends(stage: Stage) -> None:
    instance = stage.session.execute(
        select(process_instances.c.id).where(process_instances.c.subject_kind == "notice")
    ).scalar_one()
    assert steps.fire_timers(stage.session, stage.runtime, instance) is not None


# --- which steps are late


def test_a_step_of_the_last_working_days_is_no_late_entry(stage: Stage) -> None:
    stage.submit(REVIEW, "approve", happened_on=LAST_TIMELY)
    assert not stage.last(FileReview).is_backdated
    assert done_task(stage, REVIEW).late_reason == ""


def test_an_old_day_asks_for_reason_and_paper(stage: Stage) -> None:
    errors = stage.errors(REVIEW, "approve", happened_on=LATE_DAY)
    assert set(errors) == {"late_reason", "late_scans"}


def test_a_step_is_late_also_when_the_clerk_says_so(stage: Stage) -> None:
    errors = stage.errors(REVIEW, "approve", late_mark="late")
    assert set(errors) == {"late_reason", "late_scans"}


def test_a_late_entry_is_marked_for_ever_with_its_reason_and_paper(stage: Stage) -> None:
    told = late(stage)
    stage.submit(REVIEW, "approve", happened_on=LATE_DAY, **told)
    task = done_task(stage, REVIEW)
    assert stage.last(FileReview).is_backdated
    assert (task.late_reason, task.late_confirmed_at) == (REASON, None)
    assert stage.session.get_one(Document, told["late_scans"][0]).task_id == task.id
    assert stage.record("task_completed")[-1]["late_reason"] == REASON


def test_numbers_of_people_stay_out_of_the_record_also_in_the_reason(stage: Stage) -> None:
    told = late(stage) | {"late_reason": "户主150783196803121017当时住院。"}
    stage.submit(REVIEW, "approve", happened_on=LATE_DAY, **told)
    assert "150783196803121017" not in stage.record("task_completed")[-1]["late_reason"]


def test_answers_to_questions_that_were_not_asked_count_nothing(stage: Stage) -> None:
    told = late(stage)
    stage.submit(REVIEW, "approve", **told)
    assert done_task(stage, REVIEW).late_reason == ""
    assert stage.session.get_one(Document, told["late_scans"][0]).task_id is None


def test_without_a_limit_only_what_is_called_late_is_late(stage: Stage) -> None:
    limit = ProgrammeParameter.name == "late_entry_after_days"
    stage.session.scalars(
        select(ProgrammeParameter).where(
            limit, ProgrammeParameter.programme_id == stage.application.programme_id
        )
    ).one().value = None
    stage.application.programme.parameters_version += 1
    stage.session.flush()
    stage.submit(REVIEW, "approve", happened_on=LATE_DAY)
    assert done_task(stage, REVIEW).late_reason == ""


# --- order and proof


def test_a_day_before_the_step_that_must_precede_it_is_refused(stage: Stage) -> None:
    errors = stage.errors(REVIEW, "approve", happened_on="2019-02-28", **late(stage))
    assert errors == {"happened_on": ["办理日期不能早于上一步的日期(2019-03-01)。"]}


def test_what_follows_a_late_step_may_not_lie_before_it(stage: Stage) -> None:
    stage.submit(REVIEW, "approve", happened_on=LATE_DAY, **late(stage))
    assert stage.task("visit_household").not_before == dt.date(2019, 3, 7)


def test_a_paper_of_another_case_proves_nothing(stage: Stage) -> None:
    told = {"late_reason": REASON, "late_scans": ["987654"]}
    errors = stage.errors(REVIEW, "approve", happened_on=LATE_DAY, **told)
    assert "不属于这一件" in errors["late_scans"][0]


def test_a_paper_that_the_step_asks_anyway_is_not_asked_twice(new_stage: Any) -> None:
    stage = new_stage()
    stage.start("village_review", result="reappraise")
    clock.set_now(day("2019-03-15"))
    told = meeting(stage) | {"happened_on": LATE_DAY, "late_reason": REASON}
    stage.submit("hold_appraisal", "pass", **told)
    task = done_task(stage, "hold_appraisal")
    papers = stage.session.scalars(select(Document.kind).where(Document.task_id == task.id))
    assert set(papers) == {ATTENDANCE_SHEET, MINUTES}


# --- notices


def test_a_paper_notice_is_proven_by_a_stamped_statement(
    notice: tuple[Stage, NoticedHousehold],
) -> None:
    stage, public = notice
    stage.submit(POST, happened_on="2019-03-01", **late(stage, NOTICE_STATEMENT))
    assert stage.last(NoticePosting).places == [BOARD, STREET]
    # Its days were over before it was entered: nothing is left to wait for.
    assert public.ends_at == clock.start_of(dt.date(2019, 3, 7))
    told = late(stage, NOTICE_STATEMENT, places=[BOARD, STREET])
    stage.submit(REMOVE, "complete", happened_on="2019-03-07", **told)
    removal = stage.last(NoticeRemoval)
    assert (removal.full_days, removal.is_backdated) == (5, True)


def test_a_paper_notice_is_proven_by_its_photographs(
    notice: tuple[Stage, NoticedHousehold],
) -> None:
    stage, _ = notice
    told = {"late_reason": REASON, "photo_ids": photos(stage, POSTED)}
    stage.submit(POST, happened_on="2019-03-01", **told)
    assert done_task(stage, POST).late_reason == REASON


def test_a_paper_notice_without_photographs_or_statement_is_refused(
    notice: tuple[Stage, NoticedHousehold],
) -> None:
    stage, _ = notice
    told = {"late_reason": REASON, "photo_ids": stage.upload(f"{POSTED}{BOARD}")}
    assert "late_scans" in stage.errors(POST, happened_on="2019-03-01", **told)


def test_a_paper_notice_of_four_days_is_refused_in_words(
    notice: tuple[Stage, NoticedHousehold],
) -> None:
    stage, _ = notice
    stage.submit(POST, happened_on="2019-03-01", **late(stage, NOTICE_STATEMENT))
    told = late(stage, NOTICE_STATEMENT, places=[BOARD, STREET])
    errors = stage.errors(REMOVE, "complete", happened_on="2019-03-06", **told)
    assert "只公示了满4天(须满5天,到2019-03-06" in errors["happened_on"][0]


def test_a_notice_posted_live_cannot_be_proven_by_a_statement(
    notice: tuple[Stage, NoticedHousehold],
) -> None:
    stage, _ = notice
    clock.set_now(day("2019-03-01"))
    stage.submit(POST, photo_ids=photos(stage, POSTED))
    clock.set_now(day("2019-03-15"))
    period_ends(stage)
    told = late(stage, NOTICE_STATEMENT, places=[BOARD, STREET])
    errors = stage.errors(REMOVE, "complete", happened_on="2019-03-07", **told)
    assert "late_scans" in errors


def test_a_notice_posted_live_keeps_its_days(notice: tuple[Stage, NoticedHousehold]) -> None:
    stage, public = notice
    stage.submit(POST, photo_ids=photos(stage, POSTED))
    assert public.ends_at == clock.start_of(dt.date(2019, 3, 21))
    assert REMOVE not in stage.open_tasks()
    clock.set_now(day("2019-03-21"))
    period_ends(stage)
    told = {"places": [BOARD, STREET], "photo_ids": photos(stage, TAKEN_DOWN)}
    told |= late(stage)
    assert "happened_on" in stage.errors(REMOVE, "complete", happened_on="2019-03-08", **told)
