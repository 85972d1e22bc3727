"""F18: a photograph of a notice serves one sheet, one place and one time: put up, or at the end.

Many households of a sheet may share it.  A notice that hung on paper before it was entered is one
for its area and level, though each of its households has a sheet of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, union_all
from sqlalchemy.orm import Session

from models.case_list import CaseListRow
from models.document import POSTED, TAKEN_DOWN, Document, DocumentUse
from models.notice import NoticedHousehold, NoticePosting, NoticeRemoval, PublicNotice
from workflows.checks.check import FAIL, PASS, Answer, Found
from workflows.checks.notice_pictures import Turn
from workflows.checks.registry import NOTICE_PICTURE

MOST_TWINS, MOST_TOLD = 50, 5
USED = "这张照片已经用在另一次或另一处公示上,不能再用,请到张贴的地点重新拍照。"


def used_elsewhere(session: Session, coming: Document, cases: Sequence[int]) -> Answer:
    """Whether the very file of ``coming``, sent for the sheets of ``cases``, proves another."""
    twins = session.scalars(
        select(Document)
        .where(
            Document.sha256 == coming.sha256,
            or_(Document.kind.startswith(POSTED), Document.kind.startswith(TAKEN_DOWN)),
        )
        .order_by(Document.id)
        .limit(MOST_TWINS)
    ).all()
    inputs = {"sha256": coming.sha256}
    own = _Sheets.of(session, cases) if twins else _Sheets()
    found = [
        Found(f"{twin.kind}:同一个照片文件", twin.application_id, twin.id)
        for twin in twins
        if _proves_other(session, twin, coming.kind, own)
    ]
    if found:
        return Answer(NOTICE_PICTURE, FAIL, USED, inputs, found[:MOST_TOLD])
    return Answer(NOTICE_PICTURE, PASS, "没有在别的公示上用过。", inputs)


def cases_of_list(session: Session, list_id: int) -> Sequence[int]:
    """The cases on a list, in its order."""
    rows = select(CaseListRow.application_id).where(CaseListRow.list_id == list_id)
    return session.scalars(rows.order_by(CaseListRow.position)).all()


@dataclass(frozen=True)
class _Sheets:
    """Sheets on which cases are now; of notices that hung on paper, each has one of its own."""

    ids: frozenset[int] = frozenset()
    on_paper: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, session: Session, cases: Sequence[int]) -> _Sheets:
        """Those of the newest turn of each of ``cases``."""
        turns = session.execute(
            select(NoticedHousehold, PublicNotice)
            .outerjoin(PublicNotice, PublicNotice.id == NoticedHousehold.notice_id)
            .where(NoticedHousehold.application_id.in_(cases))
            .order_by(NoticedHousehold.id)
        )
        newest = {row.NoticedHousehold.application_id: Turn(*row) for row in turns}.values()
        return cls(
            frozenset(turn.sheet.id for turn in newest if turn.sheet is not None),
            frozenset(
                (turn.noticed.level, turn.noticed.area_code)
                for turn in newest
                if turn.sheet is None or turn.sheet.made_by_id is None
            ),
        )

    def __contains__(self, sheet: PublicNotice) -> bool:
        is_like = sheet.made_by_id is None and (sheet.level, sheet.area_code) in self.on_paper
        return is_like or sheet.id in self.ids

    def is_apart_from(self, other: _Sheets) -> bool:
        """Whether both are sheets, and none of them is the same."""
        same = self.ids & other.ids or self.on_paper & other.on_paper
        return bool(self.ids | self.on_paper and other.ids | other.on_paper) and not same


def _proves_other(session: Session, twin: Document, kind: str, own: _Sheets) -> bool:
    """Whether a photograph proves another sheet, place or time than ``own`` and ``kind`` say."""
    cases = _cases_of(session, twin)
    proven = _proven_by(session, twin, cases)
    if proven:
        return twin.kind != kind or any(sheet not in own for sheet in proven)
    if twin.replaced_by_id is not None:
        return False
    # Not used yet: what it was sent for is what it would prove.
    is_other_time = twin.kind.startswith(POSTED) != kind.startswith(POSTED)
    return is_other_time or own.is_apart_from(_Sheets.of(session, cases))


def _cases_of(session: Session, document: Document) -> list[int]:
    uses = select(DocumentUse.application_id).where(DocumentUse.document_id == document.id)
    own = [] if document.application_id is None else [document.application_id]
    return [*own, *session.scalars(uses.limit(MOST_TWINS))]


def _proven_by(
    session: Session, document: Document, cases: Sequence[int]
) -> Sequence[PublicNotice]:
    """The sheets of which a step of ``cases`` names the photograph."""
    proofs = union_all(
        *(
            select(record.notice_id, record.photo_ids).where(record.application_id.in_(cases))
            for record in (NoticePosting, NoticeRemoval)
        )
    )
    numbers = {sheet for sheet, photos in session.execute(proofs) if document.id in photos}
    return session.scalars(select(PublicNotice).where(PublicNotice.id.in_(numbers))).all()
