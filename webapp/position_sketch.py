"""Where the photographs of a case were taken, around its house: distances and directions, no map.

Rings stand for distances that grow tenfold, so that ten metres and ten kilometres are both seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.house_point import FROM_APPLICATION, FROM_PHONE, FROM_VISIT, HousePoint
from workflows.checks.house_pictures import BUILT, HousePicture
from workflows.checks.photographs import house_pictures_of
from workflows.checks.place import bearing, direction, distance_m, in_words

SIZE, CENTRE = 320, 160
# Metres of the rings, and how far from the middle each is drawn.
RINGS = ((10, 34), (100, 72), (1_000, 110), (10_000, 148))
FARTHEST = 154
TOLD_BY = {
    FROM_VISIT: "入户调查照片的定位",
    FROM_APPLICATION: "申请照片的定位",
    FROM_PHONE: "上传照片时的手机定位",
}


@dataclass(frozen=True)
class Place:
    """One photograph on the sketch; ``number`` is its mark there and in the list beside it."""

    number: int
    document_id: int
    kind: str
    where: str
    x: float
    y: float
    is_built: bool


@dataclass(frozen=True)
class Sketch:
    """The house in the middle and the photographs around it."""

    told_by: str
    places: list[Place]
    unknown: int

    @property
    def rings(self) -> list[tuple[str, int]]:
        """(10 米, radius) …"""
        return [(in_words(metres).replace(".0", ""), radius) for metres, radius in RINGS]

    @property
    def in_words(self) -> str:
        """What the sketch shows, for who does not see it."""
        told = [f"{each.number} 号{each.kind}{each.where}" for each in self.places]
        return f"以房屋为中心,北在上方。{';'.join(told)}。"


def sketch_of(session: Session, application: Application) -> Sketch | None:
    """The sketch of a case; None where nothing says where the house is."""
    house = session.scalar(select(HousePoint).where(HousePoint.application_id == application.id))
    if house is None:
        return None
    start = (house.latitude, house.longitude)
    places: list[Place] = []
    unknown = 0
    for shot in house_pictures_of(session, application):
        # What the checks do not trust is shown here all the same, and whose word it is.
        point = shot.position or shot.phone_position
        if point is None:
            unknown += 1
            continue
        metres, degrees = distance_m(start, point), bearing(start, point)
        x, y = _on_sheet(metres, degrees)
        where = "在房屋处" if metres < 1 else f"在{direction(degrees)}边 {in_words(metres)}"
        where += _said_by(shot)
        number = len(places) + 1
        kind, is_built = shot.document.kind, shot.phase in BUILT
        places.append(Place(number, shot.document.id, kind, where, x, y, is_built))
    return Sketch(TOLD_BY[house.told_by], places, unknown)


def _said_by(shot: HousePicture) -> str:
    """Whose word it is, and what a telephone says beside the camera."""
    if shot.phone_position is None:
        return "(照片自带)"
    accuracy = f"精度 {shot.picture.phone_accuracy_m:.0f} 米" if shot.picture else ""
    if shot.position is None:
        return f"(手机定位,{accuracy})"
    return f"(照片自带;手机定位相差 {in_words(distance_m(shot.position, shot.phone_position))})"


def _on_sheet(metres: float, degrees: float) -> tuple[float, float]:
    """Where a distance and direction are drawn."""
    away = radius(metres)
    angle = math.radians(degrees)
    return round(CENTRE + away * math.sin(angle), 1), round(CENTRE - away * math.cos(angle), 1)


def radius(metres: float) -> float:
    """How far from the middle a distance is drawn: evenly to 10 m, then by its power of ten."""
    if metres <= RINGS[0][0]:
        return RINGS[0][1] * metres / RINGS[0][0]
    step = RINGS[1][1] - RINGS[0][1]
    return min(FARTHEST, RINGS[0][1] + step * math.log10(metres / RINGS[0][0]))
