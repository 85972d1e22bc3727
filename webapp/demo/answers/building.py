"""Agreement, works, inspections and both acceptances (S19–S24)."""

from __future__ import annotations

import datetime as dt

from models.document import COST_PAPERS
from models.method import REPAIR
from webapp.demo.answers.asked import Answers, Asked

AFTER_PHOTO = "改造后房屋和户主图片"
CLAUSES = {
    "任务": "按批准的改造方式完成房屋改造，做到结构安全、具备基本居住功能。",
    "质量": "按技术规范施工，墙体、圈梁、屋面达到标准，不使用不合格材料，接受现场监督。",
    "安全责任": "施工期间由施工方负责现场安全，设置警示标志，农户配合搬离。",
}
BUILDERS = ("兴达建筑工匠施工队", "岭东农房建设施工队", "河湾建筑工匠班组", "永固施工队")
SEEN = {
    "repair": (
        "墙体裂缝已剔凿灌浆，挂网抹灰。",
        "更换糟朽檩条三根，屋面重铺油毡和彩钢瓦。",
        "门窗已更换为塑钢双玻，缝隙打胶密实。",
    ),
    "new": (
        "基础埋深符合要求，混凝土密实。",
        "圈梁钢筋绑扎规范，模板牢固。",
        "墙体砂浆饱满，拉结筋按要求设置。",
        "屋架安装牢固，保温层厚度达标。",
    ),
}
MENDED = (
    "已拆除不合格部位，重新绑扎钢筋，经自检合格后浇筑。",
    "补铺保温板并打发泡胶，檐口用彩钢板封严。",
    "补设拉结筋，重新勾缝养护，现场已清理。",
)
REPAIRED = (
    "加固西山墙，挂钢丝网抹水泥砂浆；更换檩条，重做屋面防水保温；更换门窗。",
    "前后墙墙根换砌红砖，窗间墙灌浆加固，屋面翻修，室内重新抹灰。",
)
UNITS = ("市住建局", "市扶贫办", "市质监站", "市民政局", "施工监理")
TALLEST_WALL_MM = 490


def construction_agreement(asked: Asked) -> Answers:
    """The five clauses, the parties, the site."""
    built = min(asked.today + dt.timedelta(days=60), dt.date(2019, 8, 20))
    days = {"进度": built, "竣工时限": dt.date(2019, 8, 31)}
    field = asked.field("clauses")
    told: Answers = {
        field.input_name(each.key): days.get(each.key) or CLAUSES[each.key]
        for each in field.questions
    }
    return told | {
        "village_party": asked.step.actor.name,
        "household_party": asked.case.family.head.name,
        "builder_name": asked.rng.choice(BUILDERS),
        "builder_certificate": f"NJ2019-{asked.rng.randint(100, 899)}",
        "site_type": asked.rng.choice(("老宅基地", "老宅基地", "闲置宅基地")),
        "fits_land_plan": True,
        "fits_township_plan": True,
        "fits_design_rules": True,
        "agreement_ids": asked.papers("建房协议"),
        **asked.signed(),
    }


def construction_start(asked: Asked) -> Answers:
    """First day, supervisor, the place before work."""
    return {
        "started_on": asked.today,
        "supervisor_name": asked.people(1)[0],
        "supervisor_trained": True,
        "photo_ids": asked.papers("施工前照片"),
    }


def site_inspection(asked: Asked) -> Answers:
    """One part after another."""
    stages = asked.offered("stage")
    is_repair = asked.case.method == REPAIR
    told: Answers = {
        "stage": stages[min(asked.visit, len(stages) - 2)],
        "findings": asked.one_of(SEEN["repair" if is_repair else "new"]),
        "photo_ids": asked.papers("施工照片"),
    }
    if asked.outcome == "finding":
        told |= {
            "findings": "发现质量问题，已当场告知施工方停工整改。",
            "rectify_by": asked.today + dt.timedelta(days=7),
        }
    return told


def rectification(asked: Asked) -> Answers:
    """What was done about it."""
    return {"work_done": asked.one_of(MENDED), "photo_ids": asked.papers("整改照片")}


def finding_recheck(asked: Asked) -> Answers:
    """A second look."""
    good = asked.outcome == "settled"
    return {
        "seen": "整改部位已按要求返工，质量合格。" if good else "部分部位仍未整改到位。",
        "photo_ids": asked.perhaps("整改照片"),
    }


def completion_report(asked: Asked) -> Answers:
    """Done; a repair says what it cost."""
    return {
        "finished_on": asked.today,
        "repair_cost_yuan": repair_cost(asked),
        "cost_paper_ids": asked.papers(COST_PAPERS[1]) if asked.case.method == REPAIR else [],
        "photo_ids": asked.papers(AFTER_PHOTO, 2),
    }


def preliminary_acceptance(asked: Asked) -> Answers:
    """The township's team."""
    township = asked.people(3, "team")
    units = ("镇村建办", "村委会", "镇扶贫办")
    return _acceptance(asked) | {
        "members": "\n".join(f"{name} {unit}" for name, unit in zip(township, units, strict=True))
    }


def final_acceptance(asked: Asked) -> Answers:
    """The county's team measures and counts."""
    names = asked.people(4, "county")
    area = float(asked.case.area_m2 or 0)
    if "bad_area" in asked.case.quirks and asked.visit == 0:
        area += 14.5
    else:
        area -= asked.rng.randint(0, 180) / 100
    return _acceptance(asked) | {
        "members": "\n".join(f"{name} {unit}" for name, unit in zip(names, UNITS, strict=False)),
        "measured_area_m2": f"{area:.2f}" if area > 0 else None,
        "repair_cost_yuan": repair_cost(asked),
    }


def dwelling_handover(asked: Asked) -> Answers:
    """The head takes the key and is photographed before the door."""
    return {
        "received_by": asked.case.family.head.name,
        "old_house_demolished": True,
        "photo_ids": asked.papers(AFTER_PHOTO, 2),
    }


def repair_cost(asked: Asked) -> int:
    """What the repair cost, the same each time it is asked; sometimes above the cap."""
    return 15_200 + asked.case.number * 1_373 % 7_400


def _acceptance(asked: Asked) -> Answers:
    field = asked.field("checklist")
    failed = asked.outcome != "pass"
    told: Answers = {}
    for index, question in enumerate(field.questions):
        answer: object = TALLEST_WALL_MM if question.kind == "number" else True
        if failed and index == len(field.questions) - 2:
            answer = False if question.kind == "yes_no" else answer
        told[field.input_name(question.key)] = answer
    return told | {"work_done": asked.one_of(REPAIRED), "old_house_demolished": True}
