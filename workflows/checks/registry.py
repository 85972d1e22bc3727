"""Every check by its number: what pages, rows and the record call it."""

from __future__ import annotations

from workflows.checks.check import BLOCK, FLAG, HOLD, Check
from workflows.checks.duplicates import DUPLICATE_CHECKS
from workflows.checks.meetings import MEETING_CHECKS
from workflows.checks.persons import HEAD_OF_AGE, REAL_PERSONS

SAME_PICTURE = Check("F27", 2, "照片重复使用", "F27", BLOCK)
LIKE_PICTURE = Check("F27-near", 2, "照片高度相似", "F27", HOLD)
PLACE = Check("F28", 2, "拍摄地点", "F28", HOLD)
PLAUSIBLE = Check("F29", 2, "定位和文件是否可信", "F29", FLAG)
BUILT_FIRST = Check("F26", 1, "先建后批", "F26", HOLD)
SPEED = Check("F30", 1, "施工进度是否可能", "F30", HOLD)
TIME_ORDER = Check("F54", 1, "拍摄时间顺序", "F54", HOLD)
SAME_SIGNATURE = Check("F39", 1, "签字重复使用", "F39", HOLD)
NOTICE_PICTURE = Check("F18", 1, "公示照片重复使用", "F18", BLOCK)
NOTICE_TIME = Check("F18-time", 1, "公示照片的时间", "F18", HOLD)
NOTICE_DAYS = Check("F18-days", 1, "公示照片相隔的天数", "F18", HOLD)
NOTICE_PLACE = Check("F18-place", 1, "公示照片的位置", "F18", HOLD)
LATE_OBJECTION = Check("F19", 1, "逾期异议", "F19", HOLD)

CHECKS = {
    check.id: check
    for check in (
        SAME_PICTURE,
        LIKE_PICTURE,
        PLACE,
        PLAUSIBLE,
        BUILT_FIRST,
        SPEED,
        TIME_ORDER,
        *DUPLICATE_CHECKS,
        *MEETING_CHECKS,
        HEAD_OF_AGE,
        REAL_PERSONS,
        SAME_SIGNATURE,
        NOTICE_PICTURE,
        NOTICE_TIME,
        NOTICE_DAYS,
        NOTICE_PLACE,
        LATE_OBJECTION,
    )
}
