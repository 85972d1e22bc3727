"""The item 公示 of 一户一档: records and photographs of every level, nothing less (R133)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, update

from models.document import POSTED, TAKEN_DOWN
from models.notice import NoticePosting, NoticeRemoval
from models.process_instance import process_instances
from models.role import Level
from tests.cast import day
from tests.forms.county_case import graded_stage
from tests.forms.proven_notice import proven_notice
from tests.forms.stage import Stage
from tests.forms.test_notices import BOARD, STREET, period_ends, photos, post, removal
from tests.forms.village_case import publish
from workflows import clock
from workflows.archive import archive_items
from workflows.rights import MACHINE
from workflows.steps import locked_step

NewStage = Callable[..., Stage]
ITEM = "公示"


@pytest.fixture(autouse=True)
def _today() -> None:
    clock.set_now(day("2019-03-01"))


@pytest.fixture
def noticed(new_stage: NewStage) -> Stage:
    """A case with a proven notice of every level."""
    stage = graded_stage(new_stage, "house_grading")
    for level in Level:
        proven_notice(stage, level)
    return stage


def is_there(stage: Stage) -> bool:
    step = locked_step(stage.session, stage.runtime, MACHINE, stage.application.id)
    return archive_items(step, [ITEM])[ITEM]


def test_photographs_of_every_level_prove_the_notices(noticed: Stage) -> None:
    assert is_there(noticed)


@pytest.mark.parametrize("level", Level)
def test_without_the_notice_of_a_level_the_item_is_missing(
    new_stage: NewStage, level: Level
) -> None:
    stage = graded_stage(new_stage, "house_grading")
    for each in set(Level) - {level}:
        proven_notice(stage, each)
    assert not is_there(stage)


@pytest.mark.parametrize("record", [NoticePosting, NoticeRemoval])
def test_a_notice_without_its_record_proves_nothing(noticed: Stage, record: type[Any]) -> None:
    noticed.session.execute(delete(record).where(record.id == noticed.last(record).id))
    assert not is_there(noticed)


@pytest.mark.parametrize("record", [NoticePosting, NoticeRemoval])
def test_a_record_without_photographs_proves_nothing(noticed: Stage, record: type[Any]) -> None:
    noticed.session.execute(
        update(record).where(record.id == noticed.last(record).id).values(photo_ids=[])
    )
    assert not is_there(noticed)


def test_a_notice_against_which_an_objection_stood_proves_nothing(noticed: Stage) -> None:
    proven_notice(noticed, Level.TOWNSHIP, "upheld")
    assert not is_there(noticed)


def test_the_notice_after_an_objection_that_stood_counts(noticed: Stage) -> None:
    proven_notice(noticed, Level.TOWNSHIP, "upheld")
    proven_notice(noticed, Level.TOWNSHIP)
    assert is_there(noticed)


def test_the_signed_and_sealed_paper_will_do_instead(new_stage: NewStage) -> None:
    stage = graded_stage(new_stage, "house_grading")
    assert not is_there(stage)
    stage.upload("公示材料")
    assert is_there(stage)


def test_what_posting_and_taking_down_leave_behind_is_the_proof(returned: Stage) -> None:
    stage = returned
    for level in (Level.TOWNSHIP, Level.COUNTY):
        proven_notice(stage, level)
    publish(stage, "village")
    post(stage)
    period_ends(stage, "2019-03-07")
    partly = {"places": [BOARD], "photo_ids": photos(stage, TAKEN_DOWN, BOARD)}
    stage.submit("take_down_notice", "repeat", comment="街道一处被撕毁。", **partly)
    assert not is_there(stage)
    stage.submit("post_notice", photo_ids=photos(stage, POSTED, BOARD, STREET))
    period_ends(stage, "2019-03-13")
    stage.submit("take_down_notice", "complete", **removal(stage))
    instances = process_instances
    ended = stage.session.execute(
        instances.select().where(instances.c.subject_kind == "notice")
    ).all()
    assert [each.result for each in ended] == ["noticed_again", "clear"]
    assert is_there(stage)
