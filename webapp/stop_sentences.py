"""The acts that stop, move or change a whole case, as sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.history import HistoryEntry
from webapp.case_frame import CaseFrame
from webapp.sentence import Sentence
from webapp.wording import short_day


def _case_suspended(_frame: CaseFrame, payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    return _with_grounds(
        f"自 {short_day(entry.happened_on)} 起中止办理:", payload, heading="中止", tone="soon"
    )


def _case_resumed(_frame: CaseFrame, payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    began_on = payload["began_on"]
    return Sentence(
        f"恢复办理,中止期间({began_on} 至 {entry.happened_on})不计入期限。",
        quote=payload["comment"],
        heading="恢复",
    )


def _termination_asked(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return _with_grounds("申请终止办理:", payload, heading="终止申请", tone="soon")


def _case_terminated(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(
        "同意终止,原因:", label=payload["reason_class"], tone="late", heading="终止办理"
    )


def _with_grounds(text: str, payload: dict[str, Any], *, heading: str, tone: str) -> Sentence:
    return Sentence(
        text,
        label=payload["reason_class"],
        tone=tone,
        quote=payload["comment"],
        heading=heading,
        documents=[(payload["document"], "依据材料")],
    )


STOPPING: dict[str, Callable[[CaseFrame, dict[str, Any], HistoryEntry], Sentence]] = {
    "case_suspended": _case_suspended,
    "case_resumed": _case_resumed,
    "termination_asked": _termination_asked,
    "case_terminated": _case_terminated,
}
