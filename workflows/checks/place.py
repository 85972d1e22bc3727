"""F28: whether a photograph was taken at the house, and where the house is.

The first photograph of the application that knows its place says where the house is; the one that
the township takes at its visit says it better.  A telephone's place serves until a camera says it,
and is never held against anybody: see ``checks.position``.  Satellites err in valleys: near is only
shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from models.document import HOUSE_PHOTOS
from models.house_point import FROM_APPLICATION, FROM_PHONE, FROM_VISIT, HousePoint
from models.method import GOVERNMENT_PROVIDED, MUTUAL_AID_HOME
from workflows import clock
from workflows.checks.check import FAIL, FLAG, HOLD, PASS, UNKNOWN, Answer
from workflows.checks.house_pictures import BUILT, VISIT, HousePicture, Phase, Point
from workflows.checks.position import position_of
from workflows.checks.registry import PLACE

WARN_M, HOLD_M = "photo_warn_distance_m", "photo_hold_distance_m"
EARTH_RADIUS_M = 6_371_000
# Built elsewhere than the old house stands.
ELSEWHERE = frozenset({GOVERNMENT_PROVIDED, MUTUAL_AID_HOME})
DIRECTIONS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")


def distance_m(first: Point, second: Point) -> float:
    """Metres between two points of (latitude, longitude) in degrees, along the earth."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (first, second))
    inner = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(inner)))


def bearing(start: Point, end: Point) -> float:
    """Degrees from north, clockwise, in which ``end`` lies from ``start``."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (start, end))
    east = math.sin(lon2 - lon1) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(
        lon2 - lon1
    )
    return math.degrees(math.atan2(east, north)) % 360


def direction(degrees: float) -> str:
    """北, 东北, 东 …"""
    return DIRECTIONS[round(degrees / 45) % 8]


def in_words(metres: float) -> str:
    """80 米, 1.2 公里."""
    return f"{metres:.0f} 米" if metres < 1000 else f"{metres / 1000:.1f} 公里"


def point_of(
    shots: Iterable[HousePicture], known: HousePoint | None, parameters: Mapping[str, Any]
) -> HousePoint | None:
    """Where the house is, told by the photographs of its case, oldest first; a new row or known.

    A visit too far from what the application said does not move the house: that is for somebody
    to decide.
    """
    for shot in shots:
        if shot.application is None or shot.document.kind not in (VISIT, *HOUSE_PHOTOS):
            continue
        found = position_of(shot, parameters)
        if found is None:
            continue
        told_by = FROM_VISIT if shot.document.kind == VISIT else FROM_APPLICATION
        told_by = FROM_PHONE if found.is_by_phone else told_by
        if known is None:
            known = HousePoint(application_id=shot.application.id)
        elif not _says_better(found.point, told_by, known, parameters):
            continue
        known.latitude, known.longitude = found.point
        known.document_id, known.told_by = shot.document.id, told_by
        known.set_at = clock.now()
    return known


def _says_better(
    point: Point, told_by: str, known: HousePoint, parameters: Mapping[str, Any]
) -> bool:
    """Whether ``told_by`` counts for more than who told the point that is known."""
    if known.told_by == FROM_PHONE:
        return told_by != FROM_PHONE
    if known.told_by != FROM_APPLICATION or told_by != FROM_VISIT:
        return False
    return distance_m((known.latitude, known.longitude), point) <= float(parameters[HOLD_M])


def place(shot: HousePicture, house: HousePoint | None, parameters: Mapping[str, Any]) -> Answer:
    """How far from the house the photograph was taken."""
    found = position_of(shot, parameters)
    if found is None:
        return Answer(PLACE, UNKNOWN, "照片里没有拍摄位置(微信等会去掉),不能判断。")
    if house is None:
        return Answer(PLACE, UNKNOWN, "还没有房屋位置可以比对,不能判断。")
    method = shot.application.method if shot.application is not None else None
    if shot.phase is Phase.MOVED or (shot.phase in BUILT and method in ELSEWHERE):
        return Answer(PLACE, UNKNOWN, "不在旧房原址,不与房屋位置比对。")
    if house.document_id == shot.document.id:
        why = f"这张照片的位置({found.source})就是房屋位置。"
        return Answer(PLACE, PASS, why, {"metres": 0})
    start = (house.latitude, house.longitude)
    metres = distance_m(start, found.point)
    warn, hold = float(parameters[WARN_M]), float(parameters[HOLD_M])
    where = f"在房屋{direction(bearing(start, found.point))}边 {in_words(metres)}处拍摄"
    inputs = {
        "metres": round(metres),
        "warn_m": warn,
        "hold_m": hold,
        "house": house.document_id,
        "by_phone": found.is_by_phone,
    }
    if metres <= warn:
        return Answer(PLACE, PASS, f"距房屋 {in_words(metres)}({found.source})。", inputs)
    is_weak = found.is_by_phone or house.told_by == FROM_PHONE
    if metres <= hold or is_weak:
        said = f"({found.source},只作提示)" if is_weak else ""
        return Answer(PLACE, FAIL, f"{where},超过 {in_words(warn)}{said}。", inputs, effect=FLAG)
    return Answer(PLACE, FAIL, f"{where},超过 {in_words(hold)}。", inputs, effect=HOLD)
