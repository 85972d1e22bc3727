"""F27: a photograph serves one house and one time of the work only, in any case of any year.

The very same file bars it; one that is nearly the same is a hold, for two houses may look alike.
Within a case the same picture may stand for several papers of the same time of the work.  What was
replaced in its own case counts there no more; elsewhere it is the picture of that house still, and
a hold: it may have been sent there by mistake and belong here.  So is what came with a draft that
was set aside, unless that was about the same household.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from models.document import Document
from models.intake_draft import IntakeDraft
from models.picture import Picture
from models.picture_band import PictureBand
from workflows.checks.check import FAIL, HOLD, PASS, UNKNOWN, Answer, Found
from workflows.checks.discarded_drafts import drafts_set_aside, is_of_household
from workflows.checks.house_pictures import PHASES, HousePicture
from workflows.checks.likeness import Question, known
from workflows.checks.registry import LIKE_PICTURE, SAME_PICTURE

# Programme parameters: how many of 60 bits may differ, and how fine the likeness must be (%).
NEAR_BITS, NEAR_PERCENT = "picture_near_bits", "picture_near_percent"
MOST_COMPARED, MOST_TOLD = 100, 5


@dataclass(frozen=True)
class Near:
    """Another picture that is nearly the same: bits that differ, and how alike it is in percent."""

    document: Document
    bits: int
    percent: int


def remember(session: Session, shot: HousePicture) -> None:
    """Store where the picture will be found again."""
    stored = known(shot.picture.fingerprint) if shot.picture is not None else None
    if stored is not None:
        rows = [
            {"key": key, "document_id": shot.document.id, "hash": stored.hash}
            for key in stored.keys
        ]
        session.execute(insert(PictureBand), rows)


def same(session: Session, shot: HousePicture) -> Answer:
    """Whether the very same file stands elsewhere."""
    query = (
        select(Document)
        .where(
            Document.sha256 == shot.document.sha256,
            Document.id != shot.document.id,
            Document.kind.in_(PHASES),
        )
        .order_by(Document.id)
    )
    twins = session.scalars(query).all()
    inputs = {"sha256": shot.document.sha256}
    aside = drafts_set_aside(session, twins)
    own = _of_same_house(session, shot, twins, aside)
    others = _elsewhere(shot, twins, own)
    if not others:
        return Answer(SAME_PICTURE, PASS, "没有在别处用过。", inputs)
    present = [each for each in others if _counts(each, own, aside)]
    if not present:
        why = "另一户的申请里用过同一张照片,后来换掉或搁置了;请核对它究竟是哪一户的。"
        found = [_found(each, "同一个照片文件,已被替换或搁置") for each in others]
        return Answer(SAME_PICTURE, FAIL, why, inputs, found, effect=HOLD, is_for_county=True)
    found = [_found(each, "同一个照片文件") for each in present]
    return Answer(SAME_PICTURE, FAIL, _where(present, own, "同一张照片"), inputs, found)


def near(session: Session, shot: HousePicture, parameters: Mapping[str, Any]) -> Answer:
    """Whether a picture that is nearly the same stands elsewhere."""
    question = Question.about(shot.picture.fingerprint) if shot.picture is not None else None
    if question is None:
        return Answer(LIKE_PICTURE, UNKNOWN, "照片里几乎没有内容,不能比对。")
    bits, percent = int(parameters[NEAR_BITS]), int(parameters[NEAR_PERCENT])
    limits = {"bits": bits, "percent": percent}
    found_alike = alike(session, question, bits, percent, except_for=shot.document)
    alikes = [each.document for each in found_alike]
    own = _of_same_house(session, shot, alikes, drafts_set_aside(session, alikes))
    hits = [
        each
        for each in found_alike
        # The very same file is told by the check before this one.
        if each.document.sha256 != shot.document.sha256 and _elsewhere(shot, [each.document], own)
    ]
    if not hits:
        return Answer(LIKE_PICTURE, PASS, "与已有的房屋照片都不相似。", {"limits": limits})
    found = [_found(each.document, f"相似度 {each.percent}%") for each in hits[:MOST_TOLD]]
    told = [[each.document.id, each.bits, each.percent] for each in hits[:MOST_TOLD]]
    documents = [each.document for each in hits]
    return Answer(
        LIKE_PICTURE,
        FAIL,
        _where(documents, own, "几乎相同的照片(可能经过旋转、翻转、裁剪或另存)"),
        {"limits": limits, "hits": told},
        found,
        is_for_county=_is_beyond(documents, own),
    )


def alike(
    session: Session, question: Question, bits: int, percent: int, *, except_for: Document
) -> list[Near]:
    """Stored pictures that are nearly the same, the most alike first. No table is scanned."""
    rows = rows_of(session, question.keys)
    if not rows:
        return []
    keys, documents, hashes = (
        np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)
    )
    distances = question.distances(keys, hashes)
    nearest: dict[int, int] = {}
    for index in np.argsort(distances, kind="stable"):
        if distances[index] > bits or len(nearest) >= MOST_COMPARED:
            break
        nearest.setdefault(int(documents[index]), int(distances[index]))
    nearest.pop(except_for.id, None)
    if not nearest:
        return []
    candidates = session.execute(
        select(Document, Picture.fingerprint)
        .join(Picture, Picture.document_id == Document.id)
        .where(Document.id.in_(nearest))
    )
    hits = [
        Near(document, nearest[document.id], round(question.likeness(kept) * 100))
        for document, kept in candidates
    ]
    return sorted(
        (each for each in hits if each.percent >= percent),
        key=lambda each: (-each.percent, each.document.id),
    )


def rows_of(session: Session, keys: Sequence[int]) -> Sequence[Row[Any]]:
    """(key, document, hash) of every stored band with one of ``keys``, read by its index alone."""
    # A statement that is made anew each time must not fill the cache of those that are not.
    connection = session.connection()
    return connection.exec_driver_sql(statement_of(keys, connection.dialect.name)).all()


def statement_of(keys: Sequence[int], dialect: str) -> str:
    """The question itself; 25,000 numbers of our own, which no database takes as parameters."""
    among = str(list(keys))[1:-1]
    if dialect == "sqlite":
        return f"SELECT key, document_id, hash FROM picture_bands WHERE key IN ({among})"
    # For so many keys PostgreSQL would read the whole table: OFFSET 0 makes it ask key by key.
    return (
        f"SELECT band.key, band.document_id, band.hash FROM unnest(ARRAY[{among}]) AS asked (key)"
        " CROSS JOIN LATERAL (SELECT key, document_id, hash FROM picture_bands"
        " WHERE picture_bands.key = asked.key OFFSET 0) AS band"
    )


def _elsewhere(
    shot: HousePicture, others: Iterable[Document], own: Collection[int]
) -> list[Document]:
    """Of other documents those that stand for another house, or another time of the work."""
    return [
        each
        for each in others
        if each.id not in own
        or (each.replaced_by_id is None and PHASES[each.kind] is not shot.phase)
    ]


def _of_same_house(
    session: Session,
    shot: HousePicture,
    others: Sequence[Document],
    aside: Mapping[int, IntakeDraft],
) -> set[int]:
    """Numbers of those documents that belong to the same case, its draft, or one set ``aside``."""
    again = {
        number for number, draft in aside.items() if is_of_household(session, draft, shot.document)
    }
    return {
        each.id for each in others if _is_same_case(shot, each) or each.intake_draft_id in again
    }


def _counts(other: Document, own: Collection[int], aside: Mapping[int, IntakeDraft]) -> bool:
    """Whether a picture that stands elsewhere is still that of a house in hand."""
    if other.replaced_by_id is not None:
        return False
    return other.id in own or other.intake_draft_id not in aside


def _is_same_case(shot: HousePicture, other: Document) -> bool:
    own = shot.document
    if own.application_id is not None and own.application_id == other.application_id:
        return True
    return own.intake_draft_id is not None and own.intake_draft_id == other.intake_draft_id


def _is_beyond(others: Sequence[Document], own: Collection[int]) -> bool:
    return any(each.id not in own for each in others)


def _where(others: Sequence[Document], own: Collection[int], what: str) -> str:
    if _is_beyond(others, own):
        return f"另一户的申请里已有{what}。"
    return f"本件“{others[0].kind}”里已有{what}。"


def _found(other: Document, why: str) -> Found:
    return Found(f"{other.kind}:{why}", other.application_id, other.id)
