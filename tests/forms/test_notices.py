"""张贴公示 and 核对公示情况: places, full natural days, and what repeats (R95, R101, G1, N34)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from forms.notice_photos import ONE_TWICE
from models.document import POSTED, TAKEN_DOWN, Document
from models.notice import NoticedHousehold, NoticePosting, NoticeRemoval, PublicNotice
from models.outbox import OutboxMessage
from models.process_instance import process_instances
from models.programme import CalendarDay
from models.role import Role
from models.setting import Setting
from tests.cast import day
from tests.forms.stage import Stage
from tests.forms.village_case import publish
from workflows import clock, steps
from workflows.errors import AlreadyDone
from workflows.parameters import set_parameter
from workflows.working_days import VERSION_SETTING

POST, REMOVE = "post_notice", "take_down_notice"
BOARD, STREET = "村务公开栏", "主要街道"


@pytest.fixture(autouse=True)
def _today() -> None:
    # A Friday: five full days later is a Wednesday, as in the worked cases.
    clock.set_now(day("2019-03-01"))


@pytest.fixture
def stage(returned: Stage) -> Stage:
    return returned


@pytest.fixture
def notice(stage: Stage) -> NoticedHousehold:
    return publish(stage, "village")


def photos(stage: Stage, prefix: str, *places: str) -> list[str]:
    return [str(each) for each in stage.upload(*(f"{prefix}{place}" for place in places))]


def post(stage: Stage, **answers: Any) -> None:
    stage.submit(POST, photo_ids=photos(stage, POSTED, BOARD, STREET), **answers)


def period_ends(stage: Stage, on: str) -> None:
    clock.set_now(day(on))
    instance = stage.session.execute(
        select(process_instances.c.id).where(
            process_instances.c.subject_kind == "notice", process_instances.c.status == "running"
        )
    ).scalar_one()
    assert steps.fire_timers(stage.session, stage.runtime, instance) is not None


def removal(stage: Stage, **answers: Any) -> dict[str, Any]:
    return {
        "places": [BOARD, STREET],
        "photo_ids": photos(stage, TAKEN_DOWN, BOARD, STREET),
        **answers,
    }


def test_the_day_of_posting_does_not_count(stage: Stage, notice: NoticedHousehold) -> None:
    post(stage)
    assert notice.posted_on == dt.date(2019, 3, 1)
    assert notice.ends_at == clock.start_of(dt.date(2019, 3, 7))
    posting = stage.last(NoticePosting)
    assert posting.places == [BOARD, STREET]
    assert posting.ends_at == notice.ends_at
    assert stage.record("notice_posted")[0]["ends_at"] == "2019-03-07T00:00+08:00"


def test_a_photograph_of_each_place_is_needed(stage: Stage, notice: NoticedHousehold) -> None:
    errors = stage.errors(POST, photo_ids=photos(stage, POSTED, BOARD, BOARD))
    assert errors == {"photo_ids": ["还缺这些地点的照片:主要街道。"]}
    assert notice.ends_at is None


def test_nobody_takes_it_down_before_its_days_are_full(
    stage: Stage, notice: NoticedHousehold
) -> None:
    post(stage)
    instance = stage.session.execute(
        select(process_instances.c.id).where(process_instances.c.subject_kind == "notice")
    ).scalar_one()
    clock.set_now(clock.start_of(dt.date(2019, 3, 7)) - dt.timedelta(seconds=1))
    assert steps.fire_timers(stage.session, stage.runtime, instance) is None
    assert REMOVE not in stage.open_tasks()
    period_ends(stage, "2019-03-07")
    assert REMOVE in stage.open_tasks()


def test_a_last_day_on_a_holiday_moves_on(stage: Stage, notice: NoticedHousehold) -> None:
    clock.set_now(day("2019-03-04"))
    post(stage)
    # 9 March is a Saturday; the period ends with Monday.
    assert notice.ends_at == clock.start_of(dt.date(2019, 3, 12))


def test_a_make_up_working_day_is_no_holiday(stage: Stage, notice: NoticedHousehold) -> None:
    stage.session.add(CalendarDay(day=dt.date(2019, 3, 9), is_working=True, name="调休上班"))
    stage.session.add(Setting(name=VERSION_SETTING, value=2))
    stage.session.flush()
    clock.set_now(day("2019-03-04"))
    post(stage)
    assert notice.ends_at == clock.start_of(dt.date(2019, 3, 10))


def test_the_county_may_say_that_holidays_do_not_move_it(
    stage: Stage, notice: NoticedHousehold
) -> None:
    _set(stage, "notice_end_moves_past_holidays", False)
    clock.set_now(day("2019-03-04"))
    post(stage)
    assert notice.ends_at == clock.start_of(dt.date(2019, 3, 10))


def test_the_days_are_the_programmes(stage: Stage, notice: NoticedHousehold) -> None:
    _set(stage, "notice_days_village", 7)
    post(stage)
    assert notice.ends_at == clock.start_of(dt.date(2019, 3, 9))


def test_full_days_at_both_places_complete_a_notice(stage: Stage, notice: NoticedHousehold) -> None:
    post(stage)
    period_ends(stage, "2019-03-07")
    stage.submit(REMOVE, "complete", **removal(stage))
    done = stage.last(NoticeRemoval)
    assert (done.full_days, done.places) == (5, [BOARD, STREET])
    assert (notice.state, notice.result) == ("closed", "clear")


def test_a_day_before_the_end_is_not_accepted_afterwards_either(
    stage: Stage, notice: NoticedHousehold
) -> None:
    post(stage)
    period_ends(stage, "2019-03-08")
    errors = stage.errors(REMOVE, "complete", **removal(stage, happened_on="2019-03-06"))
    assert list(errors) == ["happened_on"]
    assert notice.state == "posted"


def test_a_place_where_it_did_not_hang_means_repeating(
    stage: Stage, notice: NoticedHousehold
) -> None:
    post(stage)
    period_ends(stage, "2019-03-07")
    errors = stage.errors(REMOVE, "complete", **removal(stage, places=[BOARD]))
    assert "公示地点不足,须在村务公开栏和主要街道重新公示" in errors["places"][0]
    assert list(stage.errors(REMOVE, "repeat")) == ["comment"]
    stage.submit(REMOVE, "repeat", comment="街道一处被雨淋掉。")
    assert POST in stage.open_tasks()


def test_a_missing_photograph_means_it_is_not_complete(
    stage: Stage, notice: NoticedHousehold
) -> None:
    post(stage)
    period_ends(stage, "2019-03-07")
    answers = removal(stage, photo_ids=photos(stage, TAKEN_DOWN, BOARD))
    assert stage.errors(REMOVE, "complete", **answers) == {
        "photo_ids": ["还缺这些地点的照片:主要街道。"]
    }


def test_a_repeated_notice_has_its_full_days_anew(stage: Stage, notice: NoticedHousehold) -> None:
    post(stage)
    period_ends(stage, "2019-03-07")
    stage.submit(REMOVE, "repeat", comment="街道一处被雨淋掉。")
    post(stage)
    again = stage.last(NoticedHousehold)
    assert (notice.state, notice.ends_at) == ("taken_off", clock.start_of(dt.date(2019, 3, 7)))
    assert (again.first_turn_id, again.posted_on) == (notice.id, dt.date(2019, 3, 7))
    assert again.ends_at == clock.start_of(dt.date(2019, 3, 13))


@pytest.mark.parametrize(
    ("level", "role"), [("township", Role.TOWNSHIP_OFFICER), ("county", Role.OFFICE_HANDLER)]
)
def test_where_the_programme_names_no_place_the_keeper_does(
    stage: Stage, level: str, role: Role
) -> None:
    publish(stage, level)
    assert stage.task(POST).role == role
    picture = photos(stage, POSTED, "张贴地点")
    assert list(stage.errors(POST, photo_ids=picture)) == ["place"]
    stage.submit(POST, place="便民大厅", photo_ids=picture)
    assert stage.last(NoticePosting).places == ["便民大厅"]
    period_ends(stage, "2019-03-07")
    pictures = photos(stage, TAKEN_DOWN, "张贴地点")
    assert list(stage.errors(REMOVE, "complete", photo_ids=pictures)) == ["places"]
    stage.submit(REMOVE, "complete", places=["张贴地点"], photo_ids=pictures)
    assert stage.last(NoticedHousehold).state == "closed"


def _set(stage: Stage, name: str, value: object) -> None:
    programme = stage.application.programme
    set_parameter(
        stage.session,
        programme,
        name=name,
        value=value,
        valid_from=dt.date(2019, 1, 1),
        kind="proposed",
        source="G1",
        note="",
        set_by_id=None,
    )
    stage.session.flush()
    stage.session.refresh(programme)


def test_a_notice_that_ended_before_it_was_entered_keeps_the_dates_in_order(
    stage: Stage, notice: NoticedHousehold
) -> None:
    clock.set_now(day("2019-06-10"))
    post(stage, happened_on="2019-03-01", late_reason="系统启用前已公示。")
    # Its days were over already: nothing is left to wait for, but it still hung for all of them.
    late = {"late_reason": "系统启用前已公示。"}
    too_early = removal(stage, happened_on="2019-03-05", **late)
    assert "happened_on" in stage.errors(REMOVE, "complete", **too_early)
    stage.submit(REMOVE, "complete", **removal(stage, happened_on="2019-03-08", **late))
    assert stage.last(NoticeRemoval).is_backdated
    waiting = stage.session.scalars(select(OutboxMessage)).all()
    assert {message.happened_on for message in waiting} == {dt.date(2019, 3, 8)}


def test_what_a_timer_causes_happened_when_it_was_due(
    stage: Stage, notice: NoticedHousehold
) -> None:
    post(stage)
    period_ends(stage, "2019-03-20")
    assert stage.task(REMOVE).not_before == dt.date(2019, 3, 7)


# --- nobody ends it early


def test_a_notice_that_hangs_is_not_shortened_by_parameters_holidays_or_the_database(
    stage: Stage, notice: NoticedHousehold
) -> None:
    clock.set_now(day("2019-03-04"))
    post(stage)
    until = clock.start_of(dt.date(2019, 3, 12))
    assert notice.ends_at == until
    _set(stage, "notice_days_village", 1)
    stage.session.add(CalendarDay(day=dt.date(2019, 3, 9), is_working=True, name="调休上班"))
    stage.session.add(Setting(name=VERSION_SETTING, value=3))
    stage.session.flush()
    clock.set_now(until - dt.timedelta(seconds=1))
    instance = stage.session.execute(
        select(process_instances.c.id).where(
            process_instances.c.subject_kind == "notice", process_instances.c.status == "running"
        )
    ).scalar_one()
    assert steps.fire_timers(stage.session, stage.runtime, instance) is None
    assert REMOVE not in stage.open_tasks()
    for changed in (
        update(NoticedHousehold).values(ends_at=clock.now()),
        update(PublicNotice).values(ends_at=None),
        update(NoticedHousehold).values(posted_on=dt.date(2019, 2, 20)),
        update(PublicNotice).values(content={}),
    ):
        with pytest.raises(DBAPIError, match="append-only"), stage.session.begin_nested():
            stage.session.execute(changed)
    period_ends(stage, "2019-03-12")
    stage.submit(REMOVE, "complete", **removal(stage))


def test_a_second_browser_does_not_start_its_clock_anew(
    stage: Stage, notice: NoticedHousehold
) -> None:
    task, clerk = stage.task(POST), stage.people.actor(stage.session, Role.VILLAGE_CLERK)
    post(stage)
    with pytest.raises(AlreadyDone):
        steps.begin(stage.session, stage.runtime, clerk, task.id)


@pytest.mark.parametrize("on", ["2019-03-07", "2019-03-18"])
def test_a_sheet_is_not_entered_afterwards_as_one_that_hung(
    stage: Stage, notice: NoticedHousehold, on: str
) -> None:
    stage.put_on_sheet(stage.task(POST))
    clock.set_now(day(on))
    told = {"happened_on": "2019-03-01", "late_reason": "当时没有网络。"}
    errors = stage.errors(POST, photo_ids=photos(stage, POSTED, BOARD, STREET), **told)
    assert "过后不能补录" in errors["happened_on"][0]
    assert notice.ends_at is None


def test_one_photograph_does_not_prove_two_places(stage: Stage, notice: NoticedHousehold) -> None:
    numbers = photos(stage, POSTED, BOARD, STREET)
    for number in numbers:
        stage.session.get_one(Document, int(number)).sha256 = "a" * 64
    assert stage.errors(POST, photo_ids=numbers)["photo_ids"] == [ONE_TWICE]
