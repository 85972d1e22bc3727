"""The acts of intake as sentences: an application typed before there was a case."""

from __future__ import annotations

from typing import Any

from models.history import HistoryEntry
from models.intake_draft import FROM_SHEET
from webapp.cases.frame import CaseFrame
from webapp.sentence import Sentence


def _draft_filed(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    origin = "表格导入后补全" if payload.get("origin") == FROM_SHEET else "逐项填写"
    typed_by = "、".join(payload.get("typed_by", []))
    files = len(payload.get("documents", []))
    with_files = f",随申请交来 {files} 份照片和材料" if files else ""
    begun_on = payload.get("begun_on", "")
    return Sentence(
        f"申请自 {begun_on} 起{origin},录入:{typed_by}{with_files}。", heading="申请录入"
    )


def _slip_replaced(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence("农户的回执丢失,旧回执上的二维码作废,补发新的回执。", heading="补发回执")


INTAKE = {"draft_filed": _draft_filed, "slip_replaced": _slip_replaced}
