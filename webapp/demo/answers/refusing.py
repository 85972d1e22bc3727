"""A household that does not want the renovation: visits and signatures (X1)."""

from __future__ import annotations

from models.document import REFUSAL_EVIDENCE, REFUSAL_FINDINGS
from webapp.demo.answers.asked import Answers, Asked

TALKED = (
    "讲解危房改造政策和补助标准，说明旧房的危险，请其考虑家人安全。",
    "与户主及其子女一起座谈，算清改造费用，答应帮助联系施工队。",
    "再次上门，带来邻村改造前后的照片，说明今年是最后一批。",
)
SAID = (
    "住了一辈子了，不想动，出了事自己负责。",
    "儿子明年接我去外地住，房子不改了。",
    "改造期间没地方住，不愿意折腾。",
)


def refusal_visit(asked: Asked) -> Answers:
    """Village and township in turn, each with its evidence."""
    return {
        "visit_level": "镇" if asked.visit % 2 else "村",
        "visitors": "、".join(asked.people(2, str(asked.visit))),
        "content": TALKED[asked.visit % len(TALKED)],
        "household_statement": asked.one_of(SAID),
        "evidence_ids": asked.papers(REFUSAL_EVIDENCE),
    }


def refusal_signature(asked: Asked) -> Answers:
    """The level's finding under its seal."""
    level = "村" if asked.node == "sign_refusal_village" else "镇"
    return {
        "finding": "经多次入户做工作，户主出于个人原因仍拒绝改造，佐证材料齐全，予以认定。",
        "is_sealed": True,
        "document_ids": asked.papers(REFUSAL_FINDINGS[level]),
    }
