"""House photographs are checked when they come: each check fires, is silent, or cannot tell."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from models.check_result import CheckResult
from models.document import Document
from models.house_point import FROM_APPLICATION, FROM_PHONE, FROM_VISIT, HousePoint
from models.picture import Picture
from models.picture_band import PictureBand
from models.role import Role
from tests.cast import NEIGHBOUR_VILLAGE, day
from tests.forms.stage import Stage, new_application
from tests.workflows.checks.planted import photograph, sent_again
from workflows import checks, clock
from workflows.checks.check import FAIL, FLAG, HOLD, PASS, UNKNOWN
from workflows.checks.photographs import (
    PictureUsed,
    check_again,
    check_new,
    record_used,
    require_unused,
)
from workflows.fingerprints import fingerprint

HOUSE = (48.0134, 122.7371)
FIRST, HEAD = "危房照片-固定参照物", "危房照片-户主正面肖像"
BUILDING, DONE, VISIT = "施工照片", "改造后房屋和户主图片", "入户调查照片"
METRE = 1 / 111_195


def camera(**differs: Any) -> dict[str, Any]:
    """What a telephone writes into a photograph at the house."""
    told: dict[str, Any] = {
        "width": 4000,
        "height": 3000,
        "taken_at": clock.now() - dt.timedelta(minutes=5),
        "latitude": HOUSE[0],
        "longitude": HOUSE[1],
        "position_accuracy_m": 8.0,
        "camera_make": "Kestrel",
        "camera_model": "K7",
    }
    return told | differs


STRIPPED: dict[str, Any] = {
    "width": 1280,
    "height": 960,
    "taken_at": None,
    "latitude": None,
    "longitude": None,
    "position_accuracy_m": None,
    "camera_make": "",
    "camera_model": "",
}


def sent(
    stage: Stage,
    kind: str,
    image: Image.Image | int | None = None,
    *,
    sha256: str = "",
    actor: Role = Role.VILLAGE_CLERK,
    **differs: Any,
) -> dict[str, CheckResult]:
    """A photograph of ``kind`` comes; what stands of it then, by check."""
    session = stage.session
    sha256 = sha256 or uuid4().hex * 2
    person = stage.people.actor(session, actor)
    require_unused(session, person, kind, sha256, application_id=stage.application.id)
    document = Document(
        application_id=stage.application.id,
        kind=kind,
        filename="照片.jpg",
        content_type="image/jpeg",
        size=1000,
        sha256=sha256,
        uploaded_by_id=stage.people.account_id(Role.VILLAGE_CLERK),
        uploaded_at=clock.now(),
    )
    session.add(document)
    session.flush()
    made = (
        {} if image is None else fingerprint(photograph(image) if isinstance(image, int) else image)
    )
    session.add(Picture(document_id=document.id, fingerprint=made, **camera(**differs)))
    session.flush()
    check_new(session, document, application=stage.application)
    return standing(stage, document.id)


def standing(stage: Stage, document_id: int) -> dict[str, CheckResult]:
    rows = checks.results_of_document(stage.session, document_id)
    return {row.check_id: row for row in rows}


def neighbour(stage: Stage) -> Stage:
    """Another household's case, in another village."""
    application = new_application(stage.session, stage.people)
    application.village_code = NEIGHBOUR_VILLAGE
    application.head_name, application.number = "白玉山", f"NJ-2019-A-{application.id:05}"
    stage.session.flush()
    return Stage(stage.session, stage.people, application)


# --- the same picture -----------------------------------------------------------------------------


def test_the_same_file_in_another_case_is_not_taken_in(stage: Stage) -> None:
    sent(neighbour(stage), FIRST, 1, sha256="a" * 64)
    with pytest.raises(PictureUsed, match="另一户的申请里,不能再用") as refused:
        sent(stage, FIRST, 1, sha256="a" * 64)
    answer = refused.value.answer
    assert (answer.check.id, answer.weight) == ("F27", "block")
    record_used(refused.value, stage.session)
    # The same attempt twice is one.
    record_used(refused.value, stage.session)
    [entry] = stage.record("check_failed")
    assert (entry["check"], stage.application.open_holds) == ("F27", 0)
    [row] = checks.refused_of(stage.session, stage.application.id)
    assert row.found[0]["application_id"] == neighbour_of(row)
    assert (row.inputs["sha256"], entry["tried_by"]) == ("a" * 64, row.inputs["tried_by"])


def test_who_may_read_the_other_case_is_told_which_it_is(stage: Stage) -> None:
    sent(neighbour(stage), FIRST, 1, sha256="a" * 64)
    with pytest.raises(PictureUsed, match=r"白玉山\(NJ-2019-A-\d{5}\)的申请"):
        sent(stage, FIRST, 1, sha256="a" * 64, actor=Role.TOWNSHIP_OFFICER)


def test_a_paper_of_the_same_time_of_the_work_may_be_the_same_picture(stage: Stage) -> None:
    sent(stage, FIRST, 1, sha256="a" * 64)
    results = sent(stage, "施工前照片", 1, sha256="a" * 64)
    assert {results[each].result for each in ("F27", "F27-near")} == {PASS}


def test_the_old_house_is_no_picture_of_the_new_one(stage: Stage) -> None:
    sent(stage, FIRST, 1, sha256="a" * 64)
    with pytest.raises(PictureUsed):
        sent(stage, DONE, 1, sha256="a" * 64)


def test_a_list_on_paper_may_serve_many_households(stage: Stage) -> None:
    sent(neighbour(stage), "民主评议签到表", 1, sha256="a" * 64)
    assert sent(stage, "民主评议签到表", 1, sha256="a" * 64) == {}
    assert stage.session.scalar(select(PictureBand.key).limit(1)) is None


def replaced(stage: Stage) -> None:
    """Somebody put another picture in the place of the first one."""
    sent(stage, FIRST, 1, sha256="a" * 64)
    first = stage.last(Document)
    sent(stage, FIRST, 2)
    first.replaced_by_id = stage.last(Document).id
    stage.session.flush()


def test_a_picture_that_was_replaced_elsewhere_waits_for_the_county(stage: Stage) -> None:
    replaced(neighbour(stage))
    results = sent(stage, FIRST, 1, sha256="a" * 64)
    row = results["F27"]
    assert (row.result, row.effect, row.is_for_county) == (FAIL, HOLD, True)
    assert (results["F27-near"].result, stage.application.open_holds) == (PASS, 1)


def test_a_picture_that_was_replaced_elsewhere_is_known_again_when_altered(stage: Stage) -> None:
    replaced(neighbour(stage))
    row = sent(stage, FIRST, sent_again(photograph(1), Random(1)))["F27-near"]
    assert (row.result, row.effect) == (FAIL, HOLD)


def test_a_picture_that_was_replaced_may_be_used_again_in_its_own_case(stage: Stage) -> None:
    replaced(stage)
    results = sent(stage, DONE, 1, sha256="a" * 64)
    assert {results[each].result for each in ("F27", "F27-near")} == {PASS}


def test_a_copy_cropped_turned_and_saved_again_is_held(stage: Stage) -> None:
    original = photograph(1)
    sent(neighbour(stage), FIRST, original)
    row = sent(stage, FIRST, sent_again(original, Random(1)))["F27-near"]
    assert (row.result, row.effect, row.is_for_county) == (FAIL, HOLD, True)
    assert "另一户的申请里" in row.why
    assert row.found[0]["application_id"] == neighbour_of(row)
    assert stage.application.open_holds == 1


def neighbour_of(row: CheckResult) -> Any:
    assert row.application_id is not None
    return row.application_id + 1


def test_a_copy_within_the_case_is_for_the_township(stage: Stage) -> None:
    original = photograph(1)
    sent(stage, FIRST, original)
    row = sent(stage, DONE, sent_again(original, Random(1)))["F27-near"]
    assert (row.result, row.is_for_county) == (FAIL, False)


def test_another_house_is_not_held(stage: Stage) -> None:
    sent(neighbour(stage), FIRST, 1)
    assert sent(stage, FIRST, 2)["F27-near"].result == PASS


def test_a_picture_of_nothing_cannot_be_compared(stage: Stage) -> None:
    row = sent(stage, FIRST, Image.new("RGB", (320, 240), "white"))["F27-near"]
    assert (row.result, row.effect) == (UNKNOWN, FLAG)


# --- the place, by the telephone ------------------------------------------------------------------


def phone(metres: float = 0, **differs: Any) -> dict[str, Any]:
    """A picture without camera data, sent by a telephone ``metres`` north of the house."""
    told = {
        "phone_latitude": HOUSE[0] + metres * METRE,
        "phone_longitude": HOUSE[1],
        "phone_accuracy_m": 12.0,
        "phone_at": clock.now(),
    }
    return STRIPPED | told | differs


def test_where_the_camera_says_nothing_the_telephone_does(stage: Stage) -> None:
    sent(stage, FIRST, 1)
    near, far = sent(stage, HEAD, 2, **phone(20))["F28"], sent(stage, HEAD, 3, **phone(3000))["F28"]
    assert (near.result, "手机定位" in near.why) == (PASS, True)
    # A picture may have come by a messenger, and the telephone be at the office: only shown.
    assert (far.result, far.effect) == (FAIL, FLAG)


@pytest.mark.parametrize(
    ("differs", "said"),
    [({"phone_accuracy_m": 1500.0}, "太粗"), ({"phone_at": day("2019-03-01")}, "不是上传时取的")],
)
def test_a_telephone_that_is_not_sure_says_nothing(
    stage: Stage, differs: dict[str, Any], said: str
) -> None:
    sent(stage, FIRST, 1)
    results = sent(stage, HEAD, 2, **phone(3000, **differs))
    assert results["F28"].result == UNKNOWN
    assert (results["F29"].effect, said in results["F29"].why) == (FLAG, True)


def test_the_first_camera_says_better_than_a_telephone_where_the_house_is(stage: Stage) -> None:
    sent(stage, FIRST, 1, **phone(3000))
    point = stage.session.get_one(HousePoint, stage.application.id)
    assert point.told_by == FROM_PHONE
    sent(stage, HEAD, 2)
    assert (point.told_by, point.latitude) == (FROM_APPLICATION, HOUSE[0])


@pytest.mark.parametrize(("minutes", "result"), [(2, FAIL), (600, PASS)])
def test_camera_and_telephone_at_two_places_at_one_moment_are_shown(
    stage: Stage, minutes: int, result: str
) -> None:
    told = {name: value for name, value in phone(3000).items() if name.startswith("phone")}
    taken = clock.now() - dt.timedelta(minutes=minutes)
    row = sent(stage, FIRST, 1, taken_at=taken, **told)["F29"]
    assert (row.result, row.effect) == (result, FLAG)
    assert ("相差 3.0 公里" in row.why) is (result == FAIL)


# --- the place ------------------------------------------------------------------------------------


def test_the_first_photograph_with_a_place_says_where_the_house_is(stage: Stage) -> None:
    row = sent(stage, FIRST, 1)["F28"]
    point = stage.session.get_one(HousePoint, stage.application.id)
    assert (row.result, point.latitude, point.told_by) == (PASS, HOUSE[0], FROM_APPLICATION)


def test_the_township_at_its_visit_says_it_better(stage: Stage) -> None:
    sent(stage, FIRST, 1)
    sent(stage, VISIT, 2, latitude=HOUSE[0] + 60 * METRE)
    point = stage.session.get_one(HousePoint, stage.application.id)
    assert (point.latitude, point.told_by) == (HOUSE[0] + 60 * METRE, FROM_VISIT)


@pytest.mark.parametrize(
    ("metres", "result", "effect"), [(90, PASS, FLAG), (200, FAIL, FLAG), (700, FAIL, HOLD)]
)
def test_how_far_from_the_house(stage: Stage, metres: int, result: str, effect: str) -> None:
    sent(stage, FIRST, 1)
    row = sent(stage, HEAD, 2, latitude=HOUSE[0] + metres * METRE)["F28"]
    assert (row.result, row.effect) == (result, effect)
    assert f"{metres} 米" in row.why


def test_a_visit_too_far_away_does_not_move_the_house(stage: Stage) -> None:
    sent(stage, FIRST, 1)
    row = sent(stage, VISIT, 2, latitude=HOUSE[0] + 3000 * METRE)["F28"]
    assert (row.result, row.effect) == (FAIL, HOLD)
    assert "在房屋北边 3.0 公里处拍摄" in row.why
    assert stage.session.get_one(HousePoint, stage.application.id).latitude == HOUSE[0]


def test_without_a_place_nothing_is_said_of_it(stage: Stage) -> None:
    results = sent(stage, FIRST, 1, **STRIPPED)
    assert {results[each].result for each in ("F28", "F29", "F54")} == {UNKNOWN}
    assert stage.application.open_holds == 0


def test_a_home_built_elsewhere_is_not_measured_from_the_old_house(stage: Stage) -> None:
    sent(stage, FIRST, 1)
    stage.application.method, stage.application.approved_on = "政府兜底房", clock.today()
    assert sent(stage, DONE, 2, latitude=HOUSE[0] + 0.1)["F28"].result == UNKNOWN


# --- files and places that cannot be --------------------------------------------------------------


@pytest.mark.parametrize(
    ("differs", "says"),
    [
        ({**STRIPPED, "width": 1080, "height": 2340}, "屏幕截图"),
        ({"software": "Adobe Photoshop 24.1"}, "Photoshop"),
        ({"position_accuracy_m": 0.0}, "定位精度 0 米"),
        ({"latitude": 48.0, "longitude": 122.0}, "整数度"),
    ],
)
def test_what_no_camera_makes_is_shown(stage: Stage, differs: dict[str, Any], says: str) -> None:
    row = sent(stage, FIRST, 1, **differs)["F29"]
    assert (row.result, row.effect) == (FAIL, FLAG)
    assert says in row.why


@pytest.mark.parametrize(
    "differs", [{}, {"width": 1080, "height": 2340}, {"position_accuracy_m": None}]
)
def test_a_photograph_of_a_camera_is_no_screenshot(stage: Stage, differs: dict[str, Any]) -> None:
    assert sent(stage, FIRST, 1, **differs)["F29"].result == PASS


def test_the_same_point_in_many_cases_is_shown(stage: Stage) -> None:
    for number in range(3):
        sent(neighbour(stage), FIRST, 10 + number)
    row = sent(stage, FIRST, 1)["F29"]
    assert row.result == FAIL
    assert "另有 3 户" in row.why


def test_the_same_point_in_a_neighbours_case_is_chance(stage: Stage) -> None:
    sent(neighbour(stage), FIRST, 10)
    assert sent(stage, FIRST, 1)["F29"].result == PASS


# --- times ----------------------------------------------------------------------------------------


def test_what_is_built_before_it_is_approved_is_held(stage: Stage) -> None:
    stage.application.approved_on = clock.today()
    row = sent(stage, BUILDING, 1, taken_at=clock.now() - dt.timedelta(days=3))["F26"]
    assert (row.result, row.effect) == (FAIL, HOLD)


def test_work_without_an_approval_is_held(stage: Stage) -> None:
    assert sent(stage, BUILDING, 1)["F26"].result == FAIL


def test_work_after_the_approval_is_not(stage: Stage) -> None:
    stage.application.approved_on = clock.today() - dt.timedelta(days=1)
    assert sent(stage, BUILDING, 1)["F26"].result == PASS


def test_pulling_down_before_the_approval_is_allowed(stage: Stage) -> None:
    assert "F26" not in sent(stage, "旧房拆除或封存照片", 1)


# --- the speed ------------------------------------------------------------------------------------


def begun(stage: Stage, days: int) -> None:
    """A new house is being built since ``days``."""
    stage.application.method = "自建房屋"
    stage.application.approved_on = clock.today() - dt.timedelta(days=days + 5)
    stage.application.started_on = clock.today() - dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "told", "result", "effect"),
    [
        (20, {}, PASS, FLAG),
        (3, {}, FAIL, HOLD),
        # Pictures may be sent in late, and never too early: only shown.
        (3, {"taken_at": None}, FAIL, FLAG),
    ],
)
def test_how_soon_after_the_beginning_a_house_stands(
    stage: Stage, days: int, told: dict[str, Any], result: str, effect: str
) -> None:
    begun(stage, days)
    row = sent(stage, DONE, 1, **told)["F30"]
    assert (row.result, row.effect) == (result, effect)


@pytest.mark.parametrize(("hours", "result"), [(0.5, FAIL), (48, PASS)])
def test_work_and_finished_house_on_one_visit_are_held(
    stage: Stage, hours: float, result: str
) -> None:
    begun(stage, 20)
    taken = clock.now() - dt.timedelta(minutes=5)
    sent(stage, BUILDING, 1, taken_at=taken - dt.timedelta(hours=hours))
    row = sent(stage, DONE, 2, taken_at=taken)["F30"]
    assert (row.result, row.effect) == (result, HOLD if result == FAIL else FLAG)


def test_a_house_whose_beginning_nobody_knows_cannot_be_timed(stage: Stage) -> None:
    assert sent(stage, DONE, 1)["F30"].result == UNKNOWN
    assert "F30" not in sent(stage, BUILDING, 2)


def test_a_time_after_the_upload_is_held(stage: Stage) -> None:
    row = sent(stage, FIRST, 1, taken_at=clock.now() + dt.timedelta(hours=5))["F54"]
    assert (row.result, row.effect) == (FAIL, HOLD)


def test_a_clock_that_goes_a_little_fast_is_forgiven(stage: Stage) -> None:
    assert (
        sent(stage, FIRST, 1, taken_at=clock.now() + dt.timedelta(minutes=20))["F54"].result == PASS
    )


def test_the_old_house_taken_after_the_work_began_is_held(stage: Stage) -> None:
    sent(stage, FIRST, 1)
    document = stage.last(Document).id
    assert standing(stage, document)["F54"].result == PASS
    # The day becomes known later: what was in order then is asked again.
    stage.application.started_on = clock.today() - dt.timedelta(days=1)
    check_again(stage.session, stage.application)
    assert standing(stage, document)["F54"].effect == HOLD
    assert stage.application.open_holds == 1


def test_the_new_house_taken_before_the_work_began_is_held(stage: Stage) -> None:
    stage.application.approved_on = clock.today() - dt.timedelta(days=9)
    stage.application.started_on = clock.today()
    row = sent(stage, DONE, 1, taken_at=clock.now() - dt.timedelta(days=2))["F54"]
    assert (row.result, row.effect) == (FAIL, HOLD)


def test_a_picture_of_years_ago_is_shown(stage: Stage) -> None:
    row = sent(stage, FIRST, 1, taken_at=day("2017-06-01"))["F54"]
    assert (row.result, row.effect) == (FAIL, FLAG)
