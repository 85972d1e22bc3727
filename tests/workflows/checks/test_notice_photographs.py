"""F18: what proves that a notice hung is checked when it comes: each check fires, is silent, or
cannot tell."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from models.check_result import CheckResult
from models.document import POSTED, TAKEN_DOWN, Document
from models.house_point import FROM_VISIT, HousePoint
from models.notice import NoticedHousehold, NoticePosting
from models.picture import Picture
from models.role import Level, Role
from tests.cast import day
from tests.forms.county_case import an_earlier_task
from tests.forms.proven_notice import sheet_of
from tests.forms.stage import Stage, new_application
from workflows import checks, clock
from workflows.checks.check import FAIL, FLAG, HOLD, PASS, UNKNOWN
from workflows.checks.notice_photographs import check_notice_photographs
from workflows.checks.photographs import PictureUsed, check_new, record_used, require_unused

BOARD, STREET = f"{POSTED}村务公开栏", f"{POSTED}主要街道"
BOARD_AT_END = f"{TAKEN_DOWN}村务公开栏"
HOUSE = (48.0134, 122.7371)
FAR = (48.2, 122.7371)
POSTED_ON = dt.date(2019, 3, 1)


@pytest.fixture(autouse=True)
def _today() -> None:
    clock.set_now(day("2019-03-01"))


@pytest.fixture
def noticed(stage: Stage) -> NoticedHousehold:
    """The village's notice of five days, posted today."""
    return turn(stage, Level.VILLAGE)


def turn(stage: Stage, level: Level) -> NoticedHousehold:
    own = NoticedHousehold(
        application_id=stage.application.id,
        programme_id=stage.application.programme_id,
        level=level,
        area_code=stage.application.village_code,
        snapshot={},
        opened_at=clock.now(),
        state="posted",
        posted_on=POSTED_ON,
        ends_at=clock.start_of(dt.date(2019, 3, 7)),
    )
    stage.session.add(own)
    stage.session.flush()
    sheet_of(stage, own, content={"days": 5}, made_by_id=stage.application.opened_by_id)
    return own


def coming(stage: Stage, kind: str, sha256: str = "") -> Document:
    """A photograph that is sent, and taken in where it stands nowhere else."""
    sha256 = sha256 or uuid4().hex * 2
    actor = stage.people.actor(stage.session, Role.VILLAGE_CLERK)
    require_unused(stage.session, actor, kind, sha256, application_id=stage.application.id)
    [number] = stage.upload(kind)
    document = stage.session.get_one(Document, number)
    document.sha256 = sha256
    return document


def sent(stage: Stage, kind: str, sha256: str = "", **told: Any) -> dict[str, CheckResult]:
    """A photograph comes; ``told`` is what its camera, or the telephone, says."""
    document = coming(stage, kind, sha256)
    told = {"taken_at": clock.now(), "latitude": HOUSE[0], "longitude": HOUSE[1]} | told
    stage.session.add(Picture(document_id=document.id, width=4000, height=3000, **told))
    stage.session.flush()
    check_new(stage.session, document, application=stage.application)
    rows = checks.results_of_document(stage.session, document.id)
    return {row.check_id: row for row in rows}


def hung(stage: Stage, noticed: NoticedHousehold, *documents: Document) -> None:
    """The step of posting names the photographs."""
    stage.session.add(
        NoticePosting(
            application_id=stage.application.id,
            task_id=an_earlier_task(stage),
            recorded_by_id=stage.application.opened_by_id,
            handled_by="包铁山",
            happened_on=POSTED_ON,
            recorded_at=clock.now(),
            is_backdated=False,
            outcome="done",
            noticed_id=noticed.id,
            notice_id=noticed.notice_id,
            places=[],
            photo_ids=[each.id for each in documents],
            ends_at=clock.now(),
        )
    )
    stage.session.flush()


def house_in_the_village(stage: Stage) -> None:
    application = new_application(stage.session, stage.people)
    [document] = Stage(stage.session, stage.people, application).upload("入户调查照片")
    place = {"latitude": HOUSE[0], "longitude": HOUSE[1], "told_by": FROM_VISIT}
    stage.session.add(
        HousePoint(application_id=application.id, document_id=document, set_at=clock.now(), **place)
    )
    stage.session.flush()


# --- the same picture -----------------------------------------------------------------------------


def test_a_photograph_of_an_earlier_notice_is_not_taken_in(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    hung(stage, noticed, coming(stage, BOARD, "a" * 64))
    turn(stage, Level.VILLAGE)
    with pytest.raises(PictureUsed, match="另一次或另一处公示") as refused:
        coming(stage, BOARD, "a" * 64)
    record_used(refused.value, stage.session)
    [entry] = stage.record("check_failed")
    assert (entry["check"], stage.application.open_holds) == ("F18", 0)


@pytest.mark.parametrize("other", [STREET, BOARD_AT_END])
def test_nor_one_of_another_place_or_of_its_first_day(
    stage: Stage, noticed: NoticedHousehold, other: str
) -> None:
    hung(stage, noticed, coming(stage, BOARD, "a" * 64))
    with pytest.raises(PictureUsed):
        coming(stage, other, "a" * 64)


def test_households_of_one_sheet_share_a_photograph_and_those_of_others_do_not(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    coming(stage, BOARD, "a" * 64)
    neighbour = Stage(stage.session, stage.people, new_application(stage.session, stage.people))
    beside = turn(neighbour, Level.VILLAGE)
    with pytest.raises(PictureUsed):
        coming(neighbour, BOARD, "a" * 64)
    beside.notice_id = noticed.notice_id
    stage.session.flush()
    assert coming(neighbour, BOARD, "a" * 64).id


# --- when it was taken ----------------------------------------------------------------------------


def test_a_photograph_of_the_day_of_posting_is_good(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    found = sent(stage, BOARD)
    assert found["F18-time"].result == PASS
    assert "F18-days" not in found


def test_one_from_before_is_held(stage: Stage, noticed: NoticedHousehold) -> None:
    row = sent(stage, BOARD, taken_at=clock.now() - dt.timedelta(days=1))["F18-time"]
    assert (row.result, row.effect, row.is_for_county) == (FAIL, HOLD, False)
    assert "早于张贴的日期(2019-03-01)" in row.why
    assert stage.application.open_holds == 1
    assert checks.refusals(stage.session, stage.application, "decide_case")


def test_what_only_the_telephone_says_is_shown(stage: Stage, noticed: NoticedHousehold) -> None:
    clock.set_now(day("2019-02-28"))
    told = {"phone_at": clock.now(), "phone_accuracy_m": 10.0}
    row = sent(stage, BOARD, taken_at=None, latitude=None, **told)["F18-time"]
    assert (row.result, row.effect) == (FAIL, FLAG)


def test_a_photograph_without_a_time_is_unknown_and_bars_nobody(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    clock.set_now(day("2019-03-07"))
    found = sent(stage, BOARD_AT_END, taken_at=None)
    assert {found["F18-time"].result, found["F18-days"].result} == {UNKNOWN}
    assert stage.application.open_holds == 0


def test_one_of_the_end_is_taken_after_it_and_days_after_the_first(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    first = coming(stage, BOARD)
    taken = {"width": 4000, "height": 3000, "taken_at": clock.now()}
    stage.session.add(Picture(document_id=first.id, **taken))
    hung(stage, noticed, first)
    clock.set_now(day("2019-03-07"))
    early = sent(stage, BOARD_AT_END, taken_at=day("2019-03-04"))
    assert "公示到 2019-03-06 24时才期满" in early["F18-time"].why
    assert early["F18-days"].why == "与张贴时的照片只隔 3 天,公示须满 5 天。"
    good = sent(stage, BOARD_AT_END)
    assert {good["F18-time"].result, good["F18-days"].result} == {PASS}


# --- where it was taken ---------------------------------------------------------------------------


def test_a_photograph_from_outside_the_village_is_held(
    stage: Stage, noticed: NoticedHousehold
) -> None:
    assert sent(stage, BOARD)["F18-place"].result == UNKNOWN
    house_in_the_village(stage)
    assert sent(stage, BOARD)["F18-place"].result == PASS
    row = sent(stage, STREET, latitude=FAR[0])["F18-place"]
    assert (row.result, row.effect) == (FAIL, HOLD)
    assert "20.7 公里" in row.why
    assert sent(stage, BOARD, latitude=None)["F18-place"].result == UNKNOWN


def test_the_county_judges_what_is_held_of_a_township(stage: Stage) -> None:
    turn(stage, Level.TOWNSHIP)
    found = sent(stage, f"{POSTED}张贴地点", taken_at=day("2019-02-01"))
    assert found["F18-time"].is_for_county
    assert "F18-place" not in found


# --- what many cases share -----------------------------------------------------------------------


def test_a_photograph_of_a_list_is_told_of_each_case_and_judged_once(stage: Stage) -> None:
    stages = [
        stage,
        Stage(stage.session, stage.people, new_application(stage.session, stage.people)),
    ]
    document = coming(stage, BOARD)
    document.application_id = None
    early = clock.now() - dt.timedelta(days=1)
    taken = {"latitude": HOUSE[0], "longitude": HOUSE[1], "taken_at": early}
    stage.session.add(Picture(document_id=document.id, width=4000, height=3000, **taken))
    for each in stages:
        turn(each, Level.VILLAGE)
        check_notice_photographs(each.session, each.application, [document], tells_passes=False)
    rows = checks.results_of_document(stage.session, document.id)
    held = [row for row in rows if row.result == FAIL]
    assert [row.check_id for row in held] == ["F18-time", "F18-time"]
    assert PASS not in {row.result for row in rows}

    officer = stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER)
    checks.decide(stage.session, officer, held[1].id, "cleared", "相机日期没有调准,已核对。")
    assert [each.application.open_holds for each in stages] == [0, 0]
    assert all(each.record("check_decided") for each in stages)
