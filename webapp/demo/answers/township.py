"""Review by the township: file, visit, decision, meeting, report (S8–S12)."""

from __future__ import annotations

from models.method import GOVERNMENT_PROVIDED
from webapp.demo.answers.asked import Answers, Asked
from workflows.facts import NO_HOUSE

DIFFICULTIES = (
    "户主{age}岁，常年患病，家中无劳动力，无积蓄，亲属也无力资助，自行建房确有困难。",
    "独居老人，无子女，仅靠补贴生活，无力承担建房费用，也找不到人帮工。",
    "夫妻均为残疾，孩子上学，欠有外债，没有能力自行建房。",
)


def opinion(_asked: Asked) -> Answers:
    """A step that asks for nothing but its outcome and an opinion."""
    return {}


def household_visit(asked: Asked) -> Answers:
    """Two visitors see what was declared."""
    first, second = asked.people(2)
    needs_help = asked.case.method == GOVERNMENT_PROVIDED
    told: Answers = {
        "first_visitor": first,
        "second_visitor": second,
        "long_term_rural": True,
        "dwelling": NO_HOUSE if asked.case.is_without_house else "唯一住房",
        "house_agrees": True,
        "members_agree": True,
        "building_difficulty": needs_help,
        "photos": asked.papers("入户调查照片"),
    }
    if asked.outcome == "reject":
        told["long_term_rural"] = False
    if asked.outcome == "return":
        told["house_agrees" if not asked.case.is_without_house else "members_agree"] = False
    if needs_help:
        told |= {
            "difficulty_reason": asked.one_of(DIFFICULTIES),
            "difficulty_evidence": asked.papers("建房困难佐证"),
        }
    return told


def township_meeting(asked: Asked) -> Answers:
    """Minutes of the meeting."""
    agreed = asked.outcome == "agree"
    head = asked.case.family.head.name
    return {
        "document_number": f"〔2019〕第{asked.day_of_year}号",
        "attendees": "、".join(asked.meeting_of_the_day()),
        "resolution": f"同意将{head}户列入农村危房改造对象，上报市相关部门进行身份审核。"
        if agreed
        else f"对{head}户的住房情况有不同意见，退回村委会核实。",
        "minutes": asked.perhaps("会议纪要"),
    }


def notice_result_report(asked: Asked) -> Answers:
    """The number of the report; the summary is the page's own."""
    return {
        "document_number": f"政报〔2019〕{asked.day_of_year}号",
        "reports": asked.perhaps("公示结果报告"),
    }


def refusal_forwarding(asked: Asked) -> Answers:
    """The departments' refusal handed on to the village."""
    reason = "身份审核部门反馈该户不在名单内，现将意见转给你村，请向农户说明并提出处理意见。"
    return {"reason": asked.loaded("reason") or reason}
