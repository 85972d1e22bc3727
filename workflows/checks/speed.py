"""F30: a house is not built in a day, nor are its stages photographed in one.

What the cameras say is held.  Where they say nothing the time of the upload is all there is: then
it is only shown, for pictures may be sent in late, and together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from models.method import REPAIR
from workflows import clock
from workflows.checks.check import FAIL, FLAG, HOLD, PASS, UNKNOWN, Answer
from workflows.checks.house_pictures import HousePicture, Phase
from workflows.checks.place import ELSEWHERE
from workflows.checks.registry import SPEED
from workflows.checks.times import taken_at

LEAST_DAYS_REPAIR, LEAST_DAYS_NEW = "build_least_days_repair", "build_least_days_new"
SESSION_MINUTES = "photo_session_minutes"


def speed(
    shot: HousePicture, shots: Iterable[HousePicture], parameters: Mapping[str, Any]
) -> Answer | None:
    """Whether the finished house came too soon; None for other photographs.

    ``shots`` are all of the case.
    """
    application = shot.application
    if shot.phase is not Phase.AFTER or application is None:
        return None
    if application.method in ELSEWHERE:
        # Not built for this household alone: it may stand already.
        return None
    if application.started_on is None or application.method is None:
        return Answer(SPEED, UNKNOWN, "还没有改造方式或开工日期,不能判断。")
    together = _taken_together(shot, shots, int(parameters[SESSION_MINUTES]))
    if together is not None:
        return together
    name = LEAST_DAYS_REPAIR if application.method == REPAIR else LEAST_DAYS_NEW
    least, taken = int(parameters[name]), taken_at(shot)
    seen = taken or clock.local(shot.document.uploaded_at)
    days = (seen.date() - application.started_on).days
    inputs = {"days": days, "least_days": least, "by_camera": taken is not None}
    if days >= least:
        return Answer(SPEED, PASS, f"开工后第 {days} 天,不少于 {least} 天。", inputs)
    what = "拍摄" if taken is not None else "上传"
    why = f"开工后第 {max(days, 0)} 天就{what}了完工的照片,少于 {least} 天。"
    return Answer(SPEED, FAIL, why, inputs, effect=HOLD if taken is not None else FLAG)


def _taken_together(
    shot: HousePicture, shots: Iterable[HousePicture], minutes: int
) -> Answer | None:
    """Work in progress and the finished house, photographed or sent within one visit."""
    taken = taken_at(shot)
    for other in shots:
        if other.phase is not Phase.DURING or other.document.kind == "整改照片":
            continue
        then, by_camera = taken_at(other), True
        if taken is None or then is None:
            by_camera = False
            first, second = other.document.uploaded_at, shot.document.uploaded_at
        else:
            first, second = then, taken
        if abs(second - first) > dt.timedelta(minutes=minutes):
            continue
        inputs = {"document": other.document.id, "minutes": minutes, "by_camera": by_camera}
        what = "拍摄" if by_camera else "上传"
        why = f"施工中和完工后的照片在 {minutes} 分钟以内一起{what}。"
        return Answer(SPEED, FAIL, why, inputs, effect=HOLD if by_camera else FLAG)
    return None
