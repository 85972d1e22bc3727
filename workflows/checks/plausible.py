"""F29: places and files that no camera makes: screenshots, edited pictures, invented positions.

So do a camera and a telephone that were at two places at one moment.

Only what is sure fails, and a failure is only shown. Missing camera data says nothing: messengers
strip it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.document import Document
from models.picture import Picture
from workflows.checks.check import FAIL, PASS, UNKNOWN, Answer
from workflows.checks.house_pictures import HousePicture
from workflows.checks.place import HOLD_M, distance_m, in_words
from workflows.checks.position import faults_of_phone, is_of_one_moment
from workflows.checks.registry import PLAUSIBLE

SCREENS, EDITORS = "screen_sizes", "picture_editors"
LEAST_ACCURACY_M, MOST_AT_ONE_POINT = "photo_least_accuracy_m", "photo_most_at_one_point"


def plausible(session: Session, shot: HousePicture, parameters: Mapping[str, Any]) -> Answer:
    """Whether place and file can be those of a camera at the house."""
    picture = shot.picture
    if picture is None:
        return Answer(PLAUSIBLE, UNKNOWN, "照片不能读取,不能判断。")
    faults = [
        *_faults_of_file(picture, parameters),
        *_faults_of_place(picture, parameters),
        *_faults_of_both_places(shot, parameters),
    ]
    cases = _cases_at_the_same_point(session, shot)
    if cases >= int(parameters[MOST_AT_ONE_POINT]):
        faults.append(f"另有 {cases} 户的照片与它的位置一点不差")
    inputs = {
        "width": picture.width,
        "height": picture.height,
        "camera": picture.camera_model,
        "software": picture.software,
        "accuracy_m": picture.position_accuracy_m,
        "phone_accuracy_m": picture.phone_accuracy_m,
        "cases_at_point": cases,
    }
    if faults:
        return Answer(PLAUSIBLE, FAIL, f"{';'.join(faults)}。", inputs)
    if not picture.camera_model and not picture.camera_make:
        why = "照片里没有相机信息(微信等会去掉),不能判断是不是原片。"
        return Answer(PLAUSIBLE, UNKNOWN, why, inputs)
    return Answer(PLAUSIBLE, PASS, f"相机原片({_camera(picture)})。", inputs)


def _faults_of_file(picture: Picture, parameters: Mapping[str, Any]) -> list[str]:
    software = picture.software.lower()
    editor = next((each for each in parameters[EDITORS] if each.lower() in software), None)
    if editor is not None:
        return [f"由图片软件保存过({editor})"]
    sides = sorted((picture.width, picture.height))
    has_camera = picture.camera_make or picture.camera_model
    if not has_camera and f"{sides[0]}x{sides[1]}" in parameters[SCREENS]:
        return [f"是手机屏幕的尺寸({sides[0]}×{sides[1]})又没有相机信息,是屏幕截图"]
    return []


def _faults_of_place(picture: Picture, parameters: Mapping[str, Any]) -> list[str]:
    if picture.latitude is None or picture.longitude is None:
        return []
    if picture.latitude.is_integer() and picture.longitude.is_integer():
        return ["位置是整数度,不是真实定位"]
    accuracy = picture.position_accuracy_m
    if accuracy is not None and accuracy < float(parameters[LEAST_ACCURACY_M]):
        return [f"定位精度 {accuracy:g} 米,手机达不到"]
    return []


def _faults_of_both_places(shot: HousePicture, parameters: Mapping[str, Any]) -> list[str]:
    """What the telephone that sent it says against the camera's data."""
    faults = faults_of_phone(shot, parameters)
    if faults or shot.picture is None or shot.position is None or shot.phone_position is None:
        return faults
    metres = distance_m(shot.position, shot.phone_position)
    if metres <= float(parameters[HOLD_M]) or not is_of_one_moment(shot.picture, parameters):
        return []
    return [f"照片自带的位置和上传时的手机定位相差 {in_words(metres)}"]


def _cases_at_the_same_point(session: Session, shot: HousePicture) -> int:
    """Other cases with a picture at this very point, to the last decimal."""
    if shot.position is None:
        return 0
    latitude, longitude = shot.position
    return (
        session.scalar(
            select(func.count(Document.application_id.distinct()))
            .join(Picture, Picture.document_id == Document.id)
            .where(
                Picture.latitude == latitude,
                Picture.longitude == longitude,
                Document.application_id.is_distinct_from(shot.document.application_id),
            )
        )
        or 0
    )


def _camera(picture: Picture) -> str:
    make, model = picture.camera_make, picture.camera_model
    return model if make and model.startswith(make) else f"{make} {model}".strip()
