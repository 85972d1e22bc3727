"""Households in mid-course, as a county's sheet tells them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from models.method import REPAIR, SELF_BUILT
from tests.cast import VILLAGE
from webapp.demo.people import Family, make_family
from webapp.imports.asked import SheetStep
from webapp.imports.columns import columns_of, steps_of
from workflows import clock

AGENCY = "呼伦贝尔安泰房屋鉴定有限公司"
HANDLERS = {
    "village_by": "刘会计",
    "township_by": "包志强",
    "leader_by": "陈镇长",
    "department_by": "苏科长",
    "county_by": "高文",
    "approver_by": "宁局长",
    "finance_by": "卢会计",
}
FIRST_DAY = dt.date(2019, 1, 7)
# Full days, past a week-end.
AFTER_NOTICE = 9


def cells_of(number: int, until: str, plan: str = "A", grade: str = "D") -> dict[str, str]:
    """Household ``number`` with every step up to ``until`` (its key); the side steps of grade D."""
    family = make_family(number, VILLAGE, "惠风川村", size=3)
    told = _household(family, number, plan) | _facts(family, number, grade)
    steps = [each for each in steps_of(plan) if each.applies(told)]
    if plan == "B":
        steps = [each for each in steps if each.key not in ("verify_poverty", "verify_disability")]
    keys = [each.key for each in steps]
    told_steps = steps[: keys.index(until) + 1]
    days = _days(told_steps)
    names = {column.key for step in told_steps for column in step.fields}
    asked = {column.key for column in columns_of(plan)} - {
        column.key for step in steps_of(plan) for column in step.fields
    }
    return {key: text for key, text in told.items() if key in names or key in asked} | {
        step.day_key: day.isoformat() for step, day in days.items()
    }


def _days(steps: list[SheetStep]) -> Mapping[SheetStep, dt.date]:
    days, day = {}, FIRST_DAY
    for step in steps:
        day += dt.timedelta(days=AFTER_NOTICE if step.key.startswith("take_down") else 1)
        days[step] = day
    assert day < clock.today()
    return days


def _household(family: Family, number: int, plan: str) -> dict[str, str]:
    head, *others = family.members
    return {
        "village": VILLAGE,
        "group": family.group_name,
        "head": head.name,
        "head_id": head.id_number,
        "members": ";".join(
            f"{each.name} {each.relation} {each.id_number} {each.nation}" for each in others
        ),
        "address": family.address,
        "hukou": "农业",
        "rural": "是",
        "identities": "建档立卡" if plan == "A" else "低保",
        "certificate": "" if plan == "A" else f"DB{number:05d}",
        "dwelling": "唯一住房",
        "structure": "土木结构",
        "built_year": "1986",
        "house_area": "48.5",
        "rooms": "3",
        "paper_number": f"HF-2019-{number:03d}",
        **HANDLERS,
    }


def _facts(family: Family, number: int, grade: str) -> dict[str, str]:
    repaired = grade == "C"
    return {
        "meeting_kind": "村民代表大会",
        "meeting_place": "村委会会议室",
        "meeting_led": "白音、孙文书",
        "votes": "30/26/24/1/1",
        "form_signed": "是",
        "visitors": "包志强、何涛",
        "visit_agrees": "是",
        "difficulty": "否",
        "minutes_number": f"〔2019〕第{number}号",
        "attendees": "陈镇长、包志强、何涛",
        "report_letter": f"政报〔2019〕{number}号",
        "list_verify_poverty": "2019年第1批",
        "list_verify_civil_affairs": "2019年第1批",
        "relocation": "否",
        "stable": "否",
        "agency": AGENCY,
        "commission_number": f"扎危改委〔2019〕{number}号",
        "report_number": f"HLBE-2019-{number:04d}",
        "assessors": "姜工、韩工",
        "site_safe": "是",
        "parts": "b/c/b/c/b" if repaired else "c/d/c/d/c",
        "grade": grade,
        "lodging": "借住",
        "lodging_address": "惠风川村亲属家",
        "disposal": "拆除",
        "method": REPAIR if repaired else SELF_BUILT,
        "planned_area": "" if repaired else "55",
        "file_complete": "是",
        "amount": "20000" if repaired else "25232",
        "registry_number": f"NCWF-150783-2019-{number:06d}",
        "contractor": "兴达建筑工匠施工队",
        "contractor_certificate": "NJ2019-101",
        "finish_by": "2019-08-20",
        "site_type": "" if repaired else "老宅基地",
        "fits_plans": "" if repaired else "是",
        "supervisor": "金监督",
        "supervisor_trained": "是",
        "cost": "21500" if repaired else "",
        "first_team": "包志强、何涛、白音",
        "first_passed": "是",
        "wall_mm": "" if repaired else "370",
        "old_house_gone": "" if repaired else "是",
        "final_team": "高文 市住建局;方磊 市质监站;石岩 市扶贫办",
        "final_passed": "是",
        "measured_area": "" if repaired else "54.6",
        "card_number": family.card_number,
        "card_bank": family.card_bank,
        "batch_number": "WG201904",
        "bank_reference": "",
    }
