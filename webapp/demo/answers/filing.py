"""Application, check on receipt and supplement (S2, S3)."""

from __future__ import annotations

import datetime as dt

from webapp.demo.answers.asked import Answers, Asked
from workflows.decisions import papers
from workflows.facts import NO_HOUSE

HUKOU = (
    "全家{size}口人，户口均在本村{group}，农业户口，长期在村居住。",
    "户主{head}，农业户口，家庭户{size}人，自出生起一直居住在本村。",
    "本户户口簿登记{size}人，均为农业家庭户口，户主常年在村务农。",
)
# By size of the household: alone, a pair, a family.
INCOME = (
    (
        "一个人生活，土地流转给邻居，靠流转费和养老补贴度日，没有积蓄。",
        "年老体弱，不能下地干活，靠政府补贴和亲戚接济生活。",
    ),
    (
        "户主患慢性病不能干重活，配偶打零工，年收入除去药费所剩无几。",
        "夫妻都上了年纪，种十几亩地，加上养老金，年景不好时入不敷出。",
    ),
    (
        "种地三十余亩，主要种玉米和大豆，加上护林补贴，年景不好时入不敷出。",
        "养羊十余只，种地二十亩，供一个孩子上学，没有积蓄。",
        "户主腰伤不能干重活，儿女打零工，收入不稳定，看病欠有外债。",
    ),
)
DANGER = (
    "房屋建于{year}年，{structure}，{area}平方米，西山墙开裂、外闪，雨天屋顶多处漏水。",
    "{structure}老房，住了三十多年，墙根返潮酥碱，房梁有一根已经开裂，用木杆支着。",
    "房子是{year}年盖的，屋面塌腰，后墙裂缝能伸进手指，冬天四处透风。",
)
WISH = {
    "修缮加固": ("愿意修缮加固，把墙和房顶修好，自己出些工。", "同意修缮，希望尽早动工。"),
    "自建房屋": ("愿意拆掉旧房自己重新盖，亲戚答应来帮工。", "想在老宅基地上自建新房。"),
    "政府兜底房": ("家里拿不出钱盖房，希望由政府统一建设。", "无力自建，申请政府兜底房。"),
    "互助院": ("一个人生活，愿意入住互助院，有人照应。", "年纪大了，愿意去互助院养老。"),
    "新建(C级自愿)": ("房子修也只能管几年，想趁这次重新盖，差额自己筹。",),
}
CERTIFICATES = {
    "低保": "扎民低保字第{:06d}号",
    "分散供养特困": "扎民特供字第{:05d}号",
    "贫困残疾人": "内扎残证{:06d}号",
}


def application(asked: Asked) -> Answers:
    """Everything a household tells and brings."""
    return _household(asked) | _declared(asked) | _brought(asked)


def acceptance_check(asked: Asked) -> Answers:
    """Accept; a refusal to receive is told in writing, a wrong list is put right."""
    told: Answers = {"transfers": True}
    if asked.outcome == "decline":
        told |= {
            "delivered_on": asked.today,
            "delivery": "当面送达",
            "received_by": asked.case.family.head.name,
        }
    if asked.outcome == "return":
        # The page begins the reason with everything that is missing.
        told["comment"] = asked.form.comment.data or asked.one_of(
            ("危房照片看不清固定参照物，请重新拍摄；户籍证明请加盖派出所印章。",)
        )
    return told


def supplement(asked: Asked) -> Answers:
    """The papers that were missing, and a few words."""
    told = _household(asked) | _declared(asked) | _brought(asked)
    told["supplied"] = asked.one_of(
        ("已补交所缺材料，原件当场核对后退还。", "户主女儿送来证明原件和复印件，已核对。")
    )
    return told


def supplement_overdue(asked: Asked) -> Answers:
    """A call to the household, and another fortnight."""
    return {
        "contact": "电话",
        "contacted": asked.case.family.head.name,
        "found": "户主在市医院住院，家里没有其他人能去开证明，出院后马上补交。",
        "extended_until": asked.today + dt.timedelta(days=10),
    }


def declined_review(asked: Asked) -> Answers:
    """What the township found when it looked at the refusal."""
    return {
        "found": "向村委会和农户分别了解，并查询不动产登记：所说城区住房登记在其子名下,"
        "老人不在其中居住，不能作为不予受理的理由。"
    }


def _household(asked: Asked) -> Answers:
    family, house = asked.case.family, asked.case.family.dwelling
    told: Answers = {
        "group_name": family.group_name,
        "address": family.address,
        "telephone": family.telephone,
        "hukou": "农业",
        "long_term_rural": True,
        "dwelling": NO_HOUSE if asked.case.is_without_house else "唯一住房",
    }
    for index, member in enumerate(family.members):
        for column in ("name", "id_number", "relation", "nation"):
            told[f"members-{index}-{column}"] = getattr(member, column)
    if asked.case.is_without_house:
        return told | {"whole_household_no_house": True}
    return told | {
        "structure": house.structure,
        "built_year": house.built_year,
        "area_m2": house.area_m2,
        "rooms": house.rooms,
        "storeys": 1,
    }


def _declared(asked: Asked) -> Answers:
    case, rng = asked.case, asked.rng
    certified = next((each for each in case.identities if each in CERTIFICATES), None)
    size = len(case.family.members)
    told: Answers = {
        "identities": case.identities,
        "hukou_statement": asked.one_of(HUKOU),
        "income_statement": asked.one_of(INCOME[min(size, len(INCOME)) - 1]),
        "wish_statement": asked.one_of(WISH[case.method]),
        "annual_income_yuan": rng.randint(28, 62) * 100 * size,
        "wished_method": case.method,
        "signing": "本人签字",
    }
    if certified is not None:
        told["certificate_number"] = CERTIFICATES[certified].format(case.number * 37 + 1200)
    if not case.is_without_house:
        told["danger_statement"] = asked.one_of(DANGER)
        if case.grade in ("C", "D"):
            told["suspected_grade"] = case.grade
    if "cannot_write" in case.quirks:
        told |= {"signing": "捺印见证", "first_witness": asked.people(1)[0]}
    return told


def _brought(asked: Asked) -> Answers:
    tables, case = asked.step.runtime.tables, asked.case
    facts = {
        "identities": list(case.identities),
        "dwelling": NO_HOUSE if case.is_without_house else "唯一住房",
    }
    wanted = [
        item.name
        for document_class in papers.document_classes(tables, facts)
        for item in papers.required_documents(tables, document_class)
        if item.kind == papers.REQUIRED
    ]
    ticked = [name for name in asked.offered("papers") if name in wanted]
    if "missing_paper" in case.quirks and asked.node == "file_application":
        ticked = ticked[:-1]
    present = {document.kind for document in asked.step.documents}
    sendable = asked.field("document_ids").kinds
    photos = [kind for kind in wanted if kind.startswith("危房照片") and kind not in present]
    sent = [str(each.id) for each in asked.step.documents if each.kind in sendable]
    for kind in photos:
        sent += asked.papers(kind)
    for kind in ("户籍证明", "无房情况说明"):
        if kind in ticked and kind not in present:
            sent += asked.perhaps(kind)
    return {"papers": ticked, "document_ids": sent}
