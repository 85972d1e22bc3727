"""F26 and F54: whether a photograph was taken when it could be, by the steps of its own case.

Nothing new may stand before it is approved (F26; ordering, preparing and demolition are exempt,
R118); no photograph is younger than its upload, and none of the old house is younger than the
beginning of the work (F54).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from workflows import clock
from workflows.checks.check import FAIL, FLAG, PASS, UNKNOWN, Answer
from workflows.checks.house_pictures import BUILT, HousePicture, Phase
from workflows.checks.registry import BUILT_FIRST, TIME_ORDER

TOLERANCE, OLDEST = "photo_clock_tolerance_minutes", "photo_oldest_days"
NO_TIME = "照片里没有拍摄时间(微信等会去掉),不能判断。"


def built_first(shot: HousePicture) -> Answer | None:
    """Whether what is built was there before it was approved; None for other photographs."""
    if shot.phase not in BUILT or shot.application is None:
        return None
    taken = taken_at(shot)
    if taken is None:
        return Answer(BUILT_FIRST, UNKNOWN, NO_TIME)
    approved = shot.application.approved_on
    inputs = {"taken_on": taken.date().isoformat(), "approved_on": _iso(approved)}
    if approved is None:
        return Answer(BUILT_FIRST, FAIL, "还没有批准,已经有施工的照片。", inputs)
    if taken.date() < approved:
        why = f"{taken:%Y-%m-%d} 拍摄,早于批准的日期({approved:%Y-%m-%d})。"
        return Answer(BUILT_FIRST, FAIL, why, inputs)
    return Answer(BUILT_FIRST, PASS, f"批准以后拍摄({taken:%Y-%m-%d})。", inputs)


def time_order(shot: HousePicture, parameters: Mapping[str, Any]) -> Answer:
    """Whether the time of a photograph fits the dates of its case."""
    taken = taken_at(shot)
    if taken is None:
        return Answer(TIME_ORDER, UNKNOWN, NO_TIME)
    application = shot.application
    filed = application.filed_on if application is not None else None
    started = application.started_on if application is not None else None
    inputs = {
        "taken_at": taken.isoformat(timespec="minutes"),
        "filed_on": _iso(filed),
        "started_on": _iso(started),
    }
    latest = shot.document.uploaded_at + dt.timedelta(minutes=int(parameters[TOLERANCE]))
    if taken > latest:
        why = f"拍摄时间({taken:%Y-%m-%d %H:%M})晚于上传时间。"
        return Answer(TIME_ORDER, FAIL, why, inputs)
    if started is not None and shot.phase is Phase.BEFORE and taken.date() > started:
        why = f"改造前的照片是开工({started:%Y-%m-%d})以后拍的({taken:%Y-%m-%d})。"
        return Answer(TIME_ORDER, FAIL, why, inputs)
    if started is not None and shot.phase is Phase.AFTER and taken.date() < started:
        why = f"改造后的照片是开工({started:%Y-%m-%d})以前拍的({taken:%Y-%m-%d})。"
        return Answer(TIME_ORDER, FAIL, why, inputs)
    since = clock.local(shot.document.uploaded_at).date() if filed is None else filed
    if (since - taken.date()).days > int(parameters[OLDEST]):
        why = f"{taken:%Y-%m-%d} 拍摄,比申请早了一年以上,可能不是现在的样子。"
        return Answer(TIME_ORDER, FAIL, why, inputs, effect=FLAG)
    return Answer(TIME_ORDER, PASS, f"{taken:%Y-%m-%d %H:%M} 拍摄,与办理顺序相符。", inputs)


def taken_at(shot: HousePicture) -> dt.datetime | None:
    """When it was taken, in China's time; None where the camera's data do not say."""
    if shot.picture is None or shot.picture.taken_at is None:
        return None
    return clock.local(shot.picture.taken_at)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
