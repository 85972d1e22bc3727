"""Drawn pictures: one for every kind of document, small, each household's own."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from PIL import Image

from models.document import KINDS, POSTED, TAKEN_DOWN
from webapp.demo.pictures import Look, album, canvas, draw
from webapp.demo.pictures.look import Season, season_of
from webapp.files.kinds import JPEG, told_by

TAKEN_AT = dt.datetime(2019, 3, 12, 10, 24, tzinfo=dt.UTC)
EVERY_KIND = (*KINDS, f"{POSTED}村务公开栏", f"{POSTED}主要街道", f"{TAKEN_DOWN}张贴地点")
PHOTO = "危房照片-固定参照物"


def look(number: int, grade: str = "D") -> Look:
    return Look.of(number, name="敖拉·其木格", sex="女", age=66, grade=grade)


@pytest.fixture
def _no_chinese_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    caches = (canvas.cjk_font, canvas._words, album._blank_paper, album._notice)
    monkeypatch.setattr(canvas, "CJK_FONTS", ("/nowhere/none.ttc",))
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_of_document_has_a_picture_that_may_be_uploaded(kind: str) -> None:
    content = draw(kind, look(5), 0, TAKEN_AT)

    assert told_by(content) == JPEG
    assert 4_000 < len(content) < 60_000
    assert min(Image.open(io.BytesIO(content)).size) >= 400


@pytest.mark.parametrize("kind", [PHOTO, "户籍证明", f"{POSTED}村务公开栏", "验收表"])
def test_no_two_households_have_the_same_picture(kind: str) -> None:
    drawn = {
        draw(kind, look(number), 0, TAKEN_AT + dt.timedelta(minutes=number)) for number in range(20)
    }

    assert len(drawn) == 20


def test_the_same_household_and_moment_give_the_same_picture() -> None:
    assert draw(PHOTO, look(5), 1, TAKEN_AT) == draw(PHOTO, look(5), 1, TAKEN_AT)


def test_a_house_of_grade_d_is_drawn_otherwise_than_one_of_grade_c() -> None:
    assert draw(PHOTO, look(5, "D"), 0, TAKEN_AT) != draw(PHOTO, look(5, "C"), 0, TAKEN_AT)


def test_snow_lies_in_march_and_grass_is_green_in_july() -> None:
    assert season_of(TAKEN_AT.date()) is Season.WINTER
    winter, summer = (
        Image.open(io.BytesIO(draw(PHOTO, look(5), 0, TAKEN_AT.replace(month=month))))
        for month in (3, 7)
    )
    ground = (615, 350)

    def channels(image: Image.Image) -> tuple[int, ...]:
        pixel = image.getpixel(ground)
        assert isinstance(pixel, tuple)
        return tuple(int(each) for each in pixel)

    assert min(channels(winter)) > 200
    red, green, blue = channels(summer)
    assert green > red
    assert green > blue


@pytest.mark.usefixtures("_no_chinese_font")
@pytest.mark.parametrize("kind", ["户籍证明", "民主评议签到表", f"{POSTED}村务公开栏"])
def test_pictures_are_drawn_without_a_chinese_font(kind: str) -> None:
    assert len(draw(kind, look(5), 0, TAKEN_AT)) > 4_000
