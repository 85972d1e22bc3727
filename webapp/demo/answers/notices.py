"""Public notices and objections (S5, S6, S11, S16)."""

from __future__ import annotations

from models.document import INQUIRY_PAPERS
from models.objection import Objection
from webapp.demo.answers.asked import Answers, Asked

PLACES = ("镇政府政务公开栏", "乡政府院内公示栏", "便民服务大厅公示栏")
COUNTY_PLACES = ("市住建局公示栏", "市政务服务大厅公示栏")
OFFICES = ("镇纪委", "镇社会事务办", "驻村工作队")
FOUND = {
    "upheld": ("到不动产登记中心查询，并向户主本人核实，户主在镇区确有一套住房,2016年购买。",),
    "dismissed": (
        "走访东西两院邻居，查看户口簿和宅基地登记，异议所说房屋登记在户主弟弟名下。",
        "查看扶贫手册并与户主谈话，该户务工收入已如实申报，不存在隐瞒。",
    ),
}
ANSWERED = {
    "answered": "您问的事情办法里有规定，由村民向村委会提出书面申请，村里评议后公示。",
    "upheld": "您反映的情况经调查属实，该户的申报已按程序处理。感谢您的监督。",
    "dismissed": "您反映的情况经两名工作人员调查，与事实不符，该户符合条件。"
    "如对答复有不同意见，可向上一级反映。",
}


def notice_posting(asked: Asked) -> Answers:
    """Up at every place, a photograph of each."""
    level = asked.step.noticed.level
    return {
        "place": asked.rng.choice(COUNTY_PLACES if level == "county" else PLACES),
        "photo_ids": _photographs(asked),
    }


def notice_removal(asked: Asked) -> Answers:
    """It hung everywhere until the end, photographed once more."""
    places = asked.offered("places")
    if asked.outcome != "complete":
        return {"places": places[:1]}
    return {"places": places, "photo_ids": _photographs(asked)}


def objection_inquiry(asked: Asked) -> Answers:
    """Two people who did not receive it ask around."""
    if asked.outcome not in FOUND:
        return {}
    first, second = asked.people(2)
    return {
        "first_investigator": first,
        "first_group": asked.one_of(OFFICES),
        "second_investigator": second,
        "second_group": asked.one_of(OFFICES),
        "declared": ["first", "second"],
        "found": asked.one_of(FOUND[asked.outcome]),
        "document_ids": asked.perhaps(INQUIRY_PAPERS),
    }


def objection_screening(asked: Asked) -> Answers:
    """A general objection turns out to mean somebody, or says nothing new."""
    chosen = {"household": "named_id", "repetition": "repeats_id"}.get(asked.outcome)
    return {chosen: asked.offered(chosen)[-1]} if chosen else {}


def late_objection(_asked: Asked) -> Answers:
    """What came too late: its reason says it all."""
    return {}


def objection_answer(asked: Asked) -> Answers:
    """The answer, handed over."""
    objection = asked.step.session.get(Objection, asked.step.subject.id)
    finding = (objection.finding if objection is not None else None) or "dismissed"
    return {"answer": ANSWERED[finding], "delivery": "当面送达"}


def _photographs(asked: Asked) -> list[str]:
    kinds = asked.field("photo_ids").kinds
    return [number for kind in kinds for number in asked.papers(kind)]
