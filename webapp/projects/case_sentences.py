"""What a case's record says of its 工程."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.history import HistoryEntry
from webapp.cases.changes import changes_of
from webapp.cases.frame import CaseFrame
from webapp.sentence import Sentence


def _joined(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    text = f"加入工程“{payload['title']}”({payload['project']}),房号 {payload['dwelling']}。"
    return Sentence(text, heading="加入工程")


def _left(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence(
        f"退出工程 {payload['project']}。", quote=payload["comment"], heading="退出工程"
    )


def _started(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence(
        f"登记工程 {payload['project']} 开工,这一户随之开工。",
        changes=changes_of(payload),
        heading="工程开工",
    )


def _finished(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence(
        f"登记工程 {payload['project']} 完工,这一户随之完工。",
        changes=changes_of(payload),
        heading="工程完工",
    )


def _accepted(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence(
        f"按工程 {payload['project']} 的竣工验收结果记录:",
        label="验收合格",
        tone="ok",
        changes=changes_of(payload),
        heading="工程验收",
    )


FOLLOWING: dict[str, Callable[[CaseFrame, dict[str, Any], HistoryEntry], Sentence]] = {
    "project_joined": _joined,
    "project_left": _left,
    "project_started": _started,
    "project_finished": _finished,
    "project_accepted": _accepted,
}
