"""Identity, grading and resettlement (S13, S14, S18)."""

from __future__ import annotations

import datetime as dt

from webapp.demo.answers.asked import Answers, Asked

# What the parts look like when the whole is graded so; the worst part is the grade's own.
PARTS = {
    "A": ("a", "a", "a", "a", "a"),
    "B": ("a", "b", "b", "b", "b"),
    "C": ("b", "c", "b", "c", "b"),
    "D": ("c", "d", "c", "d", "c"),
}
PART_NAMES = ("foundation", "walls", "frame", "floors_and_roof", "enclosure")
FINDINGS = {
    "A": ("结构完好，满足安全使用要求。",),
    "B": ("个别部位有细小裂缝，不影响主体结构安全，注意日常维护。",),
    "C": (
        "西山墙开裂，最宽处约8毫米，屋面局部渗漏，檩条端部糟朽，局部危险，建议加固墙体、翻修屋面。",
        "前墙墙根酥碱，窗间墙竖向裂缝，屋面瓦碎裂漏雨，属局部危险。",
    ),
    "D": (
        "墙体严重倾斜，多处贯通裂缝，梁架下沉变形，屋面塌腰，整体危险，应停止使用。",
        "基础不均匀沉降，承重墙外闪，主檩断裂，已不能保证居住安全。",
    ),
}
OWNERS = ("表弟", "大女儿", "弟弟", "邻居", "儿子")


def identity_opinion(asked: Asked) -> Answers:
    """The department's list, and what the files of the 扶贫办 say."""
    # A list each week: that of the Monday before.
    listed_on = asked.today - dt.timedelta(days=asked.today.weekday() + 7)
    return {
        "document_number": f"2019年第{listed_on.isocalendar().week}批",
        "document_date": listed_on,
        "lists": asked.perhaps("身份审核名单"),
        "in_relocation_plan": False,
        "stable_out_of_poverty": False,
        "whole_household_no_house": True,
        "marked_in_archive": True,
    }


def grading_commission(asked: Asked) -> Answers:
    """An agency in its turn."""
    offered = asked.offered("agency_id")
    return {
        "agency_id": offered[asked.case.agency % len(offered)],
        "document_number": f"扎危改委〔2019〕{asked.day_of_year}-{asked.case.number}号",
    }


def safety_assessment(asked: Asked) -> Answers:
    """Site, parts, grade, report; a disputed house is graded B at first."""
    grade = asked.case.grade or "D"
    if "disputed_grade" in asked.case.quirks and asked.node == "grade_house":
        grade = "B"
    first, second = asked.people(2, str(asked.case.agency))
    return {
        "report_number": f"HLBE-2019-{asked.case.number * 3 + asked.visit + 400:04d}",
        "standard": asked.offered("standard")[0],
        "first_assessor": first,
        "second_assessor": second,
        "site_is_safe": True,
        **dict(zip(PART_NAMES, PARTS[grade], strict=True)),
        "grade": grade,
        "comment": asked.one_of(FINDINGS[grade]),
        "photos": asked.papers("鉴定照片", 2),
        "reports": asked.papers("鉴定报告"),
    }


def grading_confirmation(asked: Asked) -> Answers:
    """Every copy of the report is kept where it belongs."""
    return {"report_copies": asked.offered("report_copies")}


def resettlement(asked: Asked) -> Answers:
    """With kin or in a rented room, at once."""
    kind = asked.rng.choice(("借住", "借住", "租房"))
    owner = asked.rng.choice(OWNERS)
    village = asked.case.family.address.split("村")[0]
    place = f"{village}村{owner}家" if kind == "借住" else f"{village}村租住村民闲置房屋"
    return {"kind": kind, "address": place, "moved_on": asked.today}


def old_house_disposal(asked: Asked) -> Answers:
    """Pulled down, with a picture."""
    return {"disposal": "拆除", "photo_ids": asked.papers("旧房拆除或封存照片")}
