"""一户一档: what the household's file must hold and what is there (R132–R134, Y6, G30, G31)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import exists, select

from models.document import ARCHIVE_PAPERS
from models.notice import CLOSED, NoticedHousehold, NoticePosting, NoticeRemoval
from models.role import Level
from models.village import VillageReport
from workflows.decisions import papers
from workflows.entitlement import NOTHING, entitlement_of
from workflows.required_documents import document_classes, present_documents
from workflows.steps import Step

# The rules by which a paper of the application is proof of identity, or a picture of the old
# house (a household without one brings a statement instead, G9).
IDENTITY_RULES = frozenset({"R90", "R91"})
OLD_HOUSE_RULES = frozenset({"R92", "G9"})
# What the file holds before anything is built.
FIRST_ITEMS = frozenset({"家庭基本情况", "危房改造申请表", "身份证明", "改造前房屋和户主图片"})
PAID, NOTHING_DUE, NOT_PAID = "已发放", "不适用", "未发放"


def archive_items(step: Step, only: Collection[str] | None = None) -> dict[str, bool]:
    """Every item the archive table asks (or those of ``only``), in order, and whether it is there.

    An item is there when the steps behind it left their records, or when its paper was uploaded
    under the kind named in ``models.document.ARCHIVE_PAPERS``.
    """
    proofs: Mapping[str, Callable[[], bool]] = {
        "家庭基本情况": lambda: step.application.household_id is not None,
        "危房改造申请表": lambda: _is_reported(step),
        "身份证明": lambda: _are_seen(step, IDENTITY_RULES),
        "改造前房屋和户主图片": lambda: _are_seen(step, OLD_HOUSE_RULES),
        "公示": lambda: _were_noticed(step),
        "审批": lambda: step.application.approved_on is not None,
    }
    kinds = {document.kind for document in step.documents}
    return {
        item.name: ARCHIVE_PAPERS.get(item.name, item.name) in kinds
        or (item.name in proofs and proofs[item.name]())
        for item in papers.archive_items(step.runtime.tables)
        if only is None or item.name in only
    }


def missing_items(items: dict[str, bool]) -> list[str]:
    """Names of the items that are not there."""
    return [name for name, is_there in items.items() if not is_there]


def archive_facts(step: Step) -> dict[str, Any]:
    """``archive_missing_count`` for the completeness table."""
    return {"archive_missing_count": len(missing_items(archive_items(step)))}


def payment_state(step: Step) -> str:
    """已发放, 不适用 where nothing is due to the household (G30), else 未发放."""
    if step.application.paid_on is not None:
        return PAID
    return NOTHING_DUE if entitlement_of(step).subsidy_state == NOTHING else NOT_PAID


def _is_reported(step: Step) -> bool:
    return bool(
        step.session.scalar(
            select(exists().where(VillageReport.application_id == step.application.id))
        )
    )


def _are_seen(step: Step, rules: frozenset[str]) -> bool:
    """Whether the papers that the case needs under ``rules`` were seen or uploaded."""
    tables = step.runtime.tables
    rules_of_row = {row.id: set(row.rules) for row in tables["required_documents"].rows}
    wanted = {
        item.name
        for document_class in document_classes(step)
        for item in papers.required_documents(tables, document_class)
        if item.kind == papers.REQUIRED and rules_of_row[item.row] & rules
    }
    return bool(wanted) and wanted <= present_documents(step)


def _were_noticed(step: Step) -> bool:
    """Whether the last notice of every level is proven: see :func:`_is_proven`."""
    rows = step.session.execute(
        select(NoticedHousehold, NoticePosting, NoticeRemoval)
        .outerjoin(NoticePosting, NoticePosting.noticed_id == NoticedHousehold.id)
        .outerjoin(NoticeRemoval, NoticeRemoval.noticed_id == NoticedHousehold.id)
        .where(NoticedHousehold.application_id == step.application.id)
        .order_by(NoticedHousehold.id, NoticePosting.id, NoticeRemoval.id)
    ).all()
    # A notice that was put up again has its last turn in its last row.
    last = {noticed.level: (noticed, posting, removal) for noticed, posting, removal in rows}
    return all(level in last and _is_proven(*last[level]) for level in Level)


def _is_proven(
    noticed: NoticedHousehold, posting: NoticePosting | None, removal: NoticeRemoval | None
) -> bool:
    """Whether the notice ended clear, photographed at each place when put up and when taken down.

    An objection that stood left a notice that counts for nothing; what came after it does (R97).
    """
    return (
        (noticed.state, noticed.result) == (CLOSED, "clear")
        and posting is not None
        and len(posting.photo_ids) >= len(posting.places) > 0
        and removal is not None
        and removal.outcome == "complete"
        and len(removal.photo_ids) >= len(removal.places) > 0
    )
