"""Choice of method, review, approval and entry in the national system (S15–S17)."""

from __future__ import annotations

from models.method import GOVERNMENT_PROVIDED
from webapp.demo.answers.asked import Answers, Asked

DESIGNS = (
    "坐北朝南，留一间厨房，炕搭在西屋。",
    "想把窗户开大些，屋里亮堂。",
    "门口修个台阶，方便老人进出。",
    "",
)


def method_choice(asked: Asked) -> Answers:
    """What the household signs for."""
    case = asked.case
    told: Answers = {
        "method": case.method,
        "builder": case.builder if case.method == GOVERNMENT_PROVIDED else None,
        "planned_area_m2": case.area_m2,
        "design_wish": asked.one_of(DESIGNS),
        "confirmation_ids": asked.papers("改造方式确认书"),
        **asked.signed(),
    }
    if asked.outcome == "relax":
        told["relaxation_application_ids"] = asked.papers("放宽面积申请")
    return told


def area_relaxation(asked: Asked) -> Answers:
    """The township's formal document."""
    return {
        "document_number": f"镇政发〔2019〕{asked.day_of_year}号",
        "document_date": asked.day,
        "document_ids": asked.papers("乡镇放宽面积文件"),
    }


def archive_review(asked: Asked) -> Answers:
    """The file is complete, unless it goes back."""
    return {"file_complete": asked.outcome == "approve"}


def county_decision(asked: Asked) -> Answers:
    """The signed form beside the decision."""
    return {"approval_ids": asked.papers("补助审批表")} if asked.outcome == "approve" else {}


def next_batch(_asked: Asked) -> Answers:
    """The batch that has its turn."""
    return {"batch": "2019年第二批"}


def registry_entry(asked: Asked) -> Answers:
    """A number as the national system gives it."""
    return {"registry_number": f"NCWF-150783-2019-{asked.case.number + 1000:06d}"}
