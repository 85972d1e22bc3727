"""Appraisal, report, corrections and letters of the village (S4, S7, S7b, 补正)."""

from __future__ import annotations

from models.document import APPRAISAL_STATEMENT, ATTENDANCE_SHEET, MINUTES
from webapp.demo.answers.asked import Answers, Asked

PLACES = ("村委会会议室", "村党群服务中心", "村小学教室", "村文化活动室")
EXPLAINED = (
    "已按要求核对原件并更正，补充了说明，请审核。",
    "经与户主本人核对，已重新填写有关内容，材料原件见附件。",
    "已重新出具证明并加盖公章，相关情况在说明中补充写明。",
)
LETTERS = (
    "{head}：经村民代表大会评议和村委会复核，您家暂不符合补助条件，本次不予上报。"
    "如有不同意见，可向乡镇人民政府反映。",
    "{head}：您家的申请经研究未能通过，具体原因已当面说明。情况有变化时，可以重新申请。",
)


def democratic_appraisal(asked: Asked) -> Answers:
    """A meeting with its quorum, the votes bearing out the outcome."""
    rng = asked.rng
    due = rng.randint(27, 58)
    present = due - rng.randint(1, due // 5)
    if "few_came" in asked.case.quirks and not asked.visit:
        present = due * 3 // 5
    most = rng.randint(present * 3 // 4, present)
    abstained = rng.randint(0, present - most)
    against = present - most - abstained
    if asked.outcome == "fail":
        most, against = against, most
    chair, minute_taker = asked.people(2)
    return {
        "meeting_kind": rng.choice(("村民代表大会", "村民代表大会", "村民大会")),
        "place": rng.choice(PLACES),
        "chair": chair,
        "minute_taker": minute_taker,
        "due_count": due,
        "present_count": present,
        "in_favour": most,
        "against": against,
        "abstained": abstained,
        "document_ids": asked.papers(ATTENDANCE_SHEET) + asked.papers(MINUTES),
    }


def appraisal_statement(asked: Asked) -> Answers:
    """Why a meeting to which few came counts."""
    return {
        "finding": "春耕期间部分代表外出，会后已逐户征求未到会代表意见，均无不同意见，予以认可。",
        "document_ids": asked.papers(APPRAISAL_STATEMENT),
    }


def village_report(asked: Asked) -> Answers:
    """The approval form, signed and sealed."""
    return {
        "is_signed_by_head": True,
        **asked.signed(),
        "is_sealed": True,
        "document_ids": asked.papers("农户申请审批表"),
    }


def correction(asked: Asked) -> Answers:
    """What was mended, in words; the facts stay as they were declared."""
    return {"explanation": asked.one_of(EXPLAINED)}


def letter(asked: Asked) -> Answers:
    """A written reason: the page's own beginning where it has one."""
    return {
        "reason": asked.loaded("reason") or asked.one_of(LETTERS),
        "delivered_on": asked.today,
        "delivery": "当面送达",
        "received_by": asked.case.family.head.name,
    }
