"""Payment, its repair, area above the cap, and the closed file (S25–S27, X5, X7)."""

from __future__ import annotations

import datetime as dt

from webapp.demo.answers.asked import Answers, Asked
from webapp.demo.people import card_number


def opinion(_asked: Asked) -> Answers:
    """Nothing beyond the decision."""
    return {}


def area_violation(asked: Asked) -> Answers:
    """The household is heard first."""
    return {
        "household_statement": "西边加盖的一间是放粮食用的，当时不知道算面积。"
        if asked.outcome == "rectify"
        else "家里人多住不开，盖多的不想拆，补助不要也认了。",
        "document_ids": asked.papers("面积超标处理材料"),
    }


def subsidy_review(asked: Asked) -> Answers:
    """The head's own card."""
    family = asked.case.family
    wrong = "failed" in asked.case.outcomes.get("pay_subsidy", ())
    number = card_number(asked.case.number + 5000) if wrong else family.card_number
    return {"card_number": number, "card_bank": family.card_bank}


def subsidy_payment(asked: Asked) -> Answers:
    """What the bank answered."""
    told: Answers = {
        "batch_number": f"WG2019{asked.today:%m}{asked.rng.randint(1, 3):02d}",
        "answered_on": asked.today,
    }
    if asked.outcome == "failed":
        return told | {"failure_reason": "户名不符"}
    return told | {"bank_reference": f"20190{asked.today:%m%d}{asked.case.number:07d}"}


def account_repair(asked: Asked) -> Answers:
    """The number as it stands on the card."""
    family = asked.case.family
    return {
        "card_number": family.card_number,
        "card_bank": family.card_bank,
        "card_copy_ids": asked.perhaps("一卡通复印件"),
    }


def payee_approval(asked: Asked) -> Answers:
    """The new head's own card."""
    family = asked.case.family
    return {"card_number": family.card_number, "card_bank": family.card_bank}


def account_verification(asked: Asked) -> Answers:
    """The bank says yes, or not yet."""
    return {"bank_confirmed": asked.outcome == "approve"}


def archive_closing(asked: Asked) -> Answers:
    """They live in it."""
    return {
        "moved_in": True,
        "moved_in_on": asked.today - dt.timedelta(days=asked.rng.randint(0, 6)),
    }


def archive_supply(asked: Asked) -> Answers:
    """The missing pages."""
    return {
        "supplied": "补扫了协议全部页面，重新拍摄了户主与新房的合影。",
        "document_ids": asked.papers("建房协议") + asked.papers("改造后房屋和户主图片"),
    }
