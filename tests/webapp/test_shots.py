"""Which photographs a stage asks for, and which of them are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.document import HOUSE_PHOTOS, KINDS, Document
from webapp.shots import DURING, SHOTS, VISIT, shots

STATIC = Path(__file__).resolve().parents[2] / "webapp" / "static" / "shots"


def photographs(*kinds: str) -> list[Document]:
    return [Document(kind=kind) for kind in kinds]


def test_an_application_asks_for_the_house_and_its_head() -> None:
    wanted = shots(HOUSE_PHOTOS, photographs(HOUSE_PHOTOS[0]))
    assert [(each.shot.kind, each.is_there) for each in wanted] == [
        (HOUSE_PHOTOS[0], True),
        (HOUSE_PHOTOS[1], False),
    ]


def test_as_many_shots_of_one_kind_are_there_as_photographs() -> None:
    wanted = shots([VISIT], photographs(VISIT, VISIT))
    assert [each.is_there for each in wanted] == [True, True, False, False, False]


def test_who_has_no_house_is_asked_for_no_picture_of_it() -> None:
    assert shots((*HOUSE_PHOTOS, VISIT), dwelling="无房") == []


@pytest.mark.parametrize(
    ("method", "titles"),
    [("自建房屋", ["地基基础", "墙体", "屋面"]), ("修缮加固", ["加固部位"])],
)
def test_the_work_asks_for_what_it_is(method: str, titles: list[str]) -> None:
    assert [each.shot.title for each in shots([DURING], method=method)] == titles


def test_each_shot_is_of_a_kind_that_exists_and_has_its_example() -> None:
    assert {shot.kind for shot in SHOTS} <= set(KINDS)
    assert {shot.silhouette for shot in SHOTS} == {each.stem for each in STATIC.glob("*.svg")}
