"""Photographs of a notice, one at each of its places (R95, F18)."""

from __future__ import annotations

from collections.abc import Sequence

from forms.fields import DocumentsField
from forms.late_entry import LateEntryQuestions
from models.document import NOTICE_STATEMENT, SOME_PLACE, Document
from models.notice import PublicNotice
from workflows.steps import Step

ONE_TWICE = "同一张照片不能当作两处的,请每处各拍一张。"


def shared_sheet(step: Step) -> PublicNotice | None:
    """The sheet of the step when other households are on it, which can be entered together."""
    if step.case_list is not None or step.noticed.notice_id is None:
        return None
    return step.notice if step.notice.open_count > 1 else None


def ask_for_places(
    field: DocumentsField, prefix: str, places: Sequence[str], documents: Sequence[Document]
) -> None:
    """Let ``field`` ask for one kind of photograph for each place; unnamed places share one."""
    field.kinds = tuple(f"{prefix}{place}" for place in places or (SOME_PLACE,))
    field.offer(documents)


def places_shown(field: DocumentsField, prefix: str) -> list[str]:
    """The places of which a photograph is ticked, in the order asked."""
    given = field.kinds_given()
    return [kind.removeprefix(prefix) for kind in field.kinds if kind in given]


def places_lacking(field: DocumentsField, prefix: str) -> list[str]:
    """The places of which no photograph is ticked."""
    given = field.kinds_given()
    return [kind.removeprefix(prefix) for kind in field.kinds if kind not in given]


def shows_one_twice(field: DocumentsField) -> bool:
    """Whether the same file is ticked for two places, which proves at most one (F18)."""
    shown = {(each.kind, each.sha256) for each in field.chosen}
    return len({sha256 for _, sha256 in shown}) < len(shown)


def accept_statement(
    form: LateEntryQuestions, photos: DocumentsField, documents: Sequence[Document]
) -> None:
    """Let a stamped statement stand for the photographs of a paper notice (F54)."""
    form.late_scans.label.text = "公示的证明"
    form.late_scans.description = "张贴照片都在的,勾选照片即可;没有照片的,上传盖章的公示情况说明。"
    form.late_scans.kinds = (NOTICE_STATEMENT,)
    form.late_scans.offer(documents)
    if form.late_scans.chosen:
        photos.attest()
