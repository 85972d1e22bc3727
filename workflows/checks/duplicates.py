"""What the duplicate gate asks (F01–F04, F12–F14): one case per person, household and house."""

from __future__ import annotations

from models.application import Application
from workflows import clock
from workflows.checks.check import BLOCK, FLAG, HOLD, Check

NO_WAY_ON = "不能往下办理;确属登记错误的,先更正,否则退回或终止这一件。"

SAME_PERSON = Check("F01", 1, "同一人重复享受", "F01", BLOCK, mend=NO_WAY_ON)
LIKE_PERSON = Check("F01-near", 1, "疑似同一人", "F01", HOLD, mend=NO_WAY_ON)
SAME_FAMILY = Check("F02", 1, "同一家庭重复享受", "F02", HOLD, mend=NO_WAY_ON)
HOUSE_CODE = Check("F03-code", 1, "同一农房编码", "F03", BLOCK, mend=NO_WAY_ON)
SAME_HOUSE = Check("F03", 1, "同一房屋重复申请", "F03", HOLD, mend=NO_WAY_ON)
OTHER_FUNDS = Check("F04", 2, "易地搬迁、灾后重建", "F04", FLAG)
SAME_TELEPHONE = Check("F12", 1, "同一电话登记多户", "F12", HOLD, mend=NO_WAY_ON)
MOVED_IN = Check("F13", 2, "申请前家庭成员变动", "F13", HOLD, mend=NO_WAY_ON)
OFFICIALS = Check("F14", 1, "公职人员、村组干部家庭", "F14", HOLD, mend=NO_WAY_ON)

DUPLICATE_CHECKS = (
    SAME_PERSON,
    LIKE_PERSON,
    SAME_FAMILY,
    HOUSE_CODE,
    SAME_HOUSE,
    OTHER_FUNDS,
    SAME_TELEPHONE,
    MOVED_IN,
    OFFICIALS,
)


def ask_again(application: Application) -> None:
    """Something has changed that the gate judges by: it looks again, a moment later."""
    application.duplicates_due_at = clock.now()
