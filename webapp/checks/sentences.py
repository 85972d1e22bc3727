"""The acts of automatic checks, and of those who decide on them, as sentences."""

from __future__ import annotations

from typing import Any

from models.check_result import BLOCK, CLEARED, HOLD
from models.history import HistoryEntry
from webapp.cases.frame import CaseFrame
from webapp.sentence import Sentence
from workflows.checks import VERDICTS

WAITS = {HOLD: "待人工处理", BLOCK: "不予通过"}


def _check_failed(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    tried_by = payload.get("tried_by", "")
    return Sentence(
        f"核验“{payload.get('title', '')}”:{payload.get('why', '')}"
        + (f"(提交人:{tried_by})" if tried_by else ""),
        label="没有收下" if tried_by else WAITS.get(payload.get("effect", ""), ""),
        tone="soon",
        heading="核验",
    )


def _check_decided(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    verdict = payload.get("verdict", "")
    return Sentence(
        f"处理核验“{payload.get('title', '')}”:",
        label=VERDICTS.get(verdict, ""),
        tone="ok" if verdict == CLEARED else "soon",
        quote=payload.get("comment", ""),
        heading="核验",
    )


CHECKING = {"check_failed": _check_failed, "check_decided": _check_decided}
