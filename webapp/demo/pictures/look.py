"""What one household's place looks like: drawn by lot once, the same in all its pictures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from webapp.demo.pictures.canvas import Colour

OLD_WALLS: tuple[Colour, ...] = (
    (190, 158, 116), (176, 140, 104), (203, 176, 138), (168, 148, 128), (186, 120, 92),
)  # fmt: skip
NEW_WALLS: tuple[Colour, ...] = (
    (240, 224, 190), (234, 214, 206), (222, 228, 222), (246, 236, 214), (228, 216, 190),
)  # fmt: skip
OLD_ROOFS: tuple[Colour, ...] = (
    (112, 96, 84), (130, 112, 78), (96, 92, 94), (124, 84, 66), (140, 126, 92),
)  # fmt: skip
NEW_ROOFS: tuple[Colour, ...] = (
    (52, 98, 156), (172, 58, 48), (64, 112, 92), (150, 74, 52), (70, 88, 120),
)  # fmt: skip
FRAMES: tuple[Colour, ...] = ((62, 110, 150), (84, 128, 92), (122, 86, 58), (96, 102, 116))


class Season(StrEnum):
    """What covers the ground."""

    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"


@dataclass(frozen=True)
class Look:
    """One place and its head of household: name, ``sex`` 男 or 女, ``age`` in years.

    ``village_code`` says where it stands: houses of one village are near each other.
    """

    number: int
    village_code: str
    name: str
    sex: str
    age: int
    grade: str
    old_wall: Colour
    new_wall: Colour
    old_roof: Colour
    new_roof: Colour
    frame: Colour
    roof_kind: str
    reference: str
    windows: int
    left: int
    width: int
    is_brick: bool

    @staticmethod
    def of(
        number: int, *, village_code: str = "", name: str, sex: str, age: int, grade: str
    ) -> Look:
        """The look of household ``number``; ``grade`` decides how bad the old house is."""
        rng = Random(number * 31 + 7)
        width = rng.randint(500, 640)
        return Look(
            number=number,
            village_code=village_code,
            name=name,
            sex=sex,
            age=age,
            grade=grade,
            old_wall=rng.choice(OLD_WALLS),
            new_wall=rng.choice(NEW_WALLS),
            old_roof=rng.choice(OLD_ROOFS),
            new_roof=rng.choice(NEW_ROOFS),
            frame=rng.choice(FRAMES),
            roof_kind=rng.choice(("thatch", "tile", "sheet")),
            reference=rng.choice(("well", "pole", "haystack", "crib", "elm")),
            windows=rng.choice((2, 2, 3)),
            left=rng.randint(300, 420),
            width=width,
            is_brick=rng.random() < 0.3,
        )


def season_of(day: dt.date) -> Season:
    """The season as it is at the foot of the Great Khingan."""
    if day.month in (11, 12, 1, 2, 3):
        return Season.WINTER
    if day.month in (4, 5):
        return Season.SPRING
    return Season.SUMMER if day.month in (6, 7, 8) else Season.AUTUMN
