"""Where a photograph was taken, and who says so: the camera's own data, or the telephone.

The camera's word comes first, for it is of the moment of the shutter.  The telephone's is that of
who sent the photograph: where the camera says nothing it serves, if it is fine and fresh enough,
but what it tells against a photograph is only shown.  A picture that a messenger brought looks as
if it were just taken, and the telephone that sends it on is at the office.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.picture import Picture
from workflows.checks.house_pictures import HousePicture, Point

WORST_ACCURACY_M, OLDEST_MINUTES = "photo_worst_accuracy_m", "photo_position_age_minutes"


@dataclass(frozen=True)
class Position:
    """A point, and whether only the telephone tells it."""

    point: Point
    is_by_phone: bool = False

    @property
    def source(self) -> str:
        """Who says so, as rows and pages name it."""
        return "手机定位" if self.is_by_phone else "照片自带"


def position_of(shot: HousePicture, parameters: Mapping[str, Any]) -> Position | None:
    """Where a photograph was taken; None where nobody says it well enough."""
    if shot.position is not None:
        return Position(shot.position)
    if shot.phone_position is None or faults_of_phone(shot, parameters):
        return None
    return Position(shot.phone_position, is_by_phone=True)


def faults_of_phone(shot: HousePicture, parameters: Mapping[str, Any]) -> list[str]:
    """Why the telephone's position says nothing of the photograph; empty where there is none."""
    picture = shot.picture
    if picture is None or picture.phone_at is None:
        return []
    faults = []
    if (picture.phone_accuracy_m or 0) > float(parameters[WORST_ACCURACY_M]):
        faults.append(f"手机定位太粗({picture.phone_accuracy_m:.0f} 米),没有采用")
    age = shot.document.uploaded_at - picture.phone_at
    if not dt.timedelta() <= age <= _oldest(parameters):
        faults.append("手机定位不是上传时取的,没有采用")
    return faults


def is_of_one_moment(picture: Picture, parameters: Mapping[str, Any]) -> bool:
    """Whether camera and telephone speak of the same moment, as far as anybody knows."""
    if picture.taken_at is None or picture.phone_at is None:
        return True
    return abs(picture.phone_at - picture.taken_at) <= _oldest(parameters)


def _oldest(parameters: Mapping[str, Any]) -> dt.timedelta:
    return dt.timedelta(minutes=int(parameters[OLDEST_MINUTES]))
