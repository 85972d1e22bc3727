"""What befell the objections of a case, as sentences of its record; who objected is not told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.history import HistoryEntry
from models.objection import GENERAL, HOUSEHOLD, NOTICE
from models.role import Level
from webapp.cases.frame import CaseFrame
from webapp.sentence import Sentence

HEADING = "异议"
FINDINGS = {
    "upheld": "异议成立",
    "dismissed": "异议不成立",
    "answered": "已直接答复",
    "repetition": "与此前的重复",
}
LEVELS = {Level.VILLAGE: "村级", Level.TOWNSHIP: "乡镇", Level.COUNTY: "市级"}
AIMS = {HOUSEHOLD: "这一户", NOTICE: "公示本身", GENERAL: "没有指明对象"}


def _taken_in(_frame: CaseFrame, payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    level = LEVELS[Level(payload["level"])]
    verbs = {"objection_filed": "登记", "objection_referred": "转来"}
    verb = verbs.get(entry.kind, "网上收到")
    aim = AIMS.get(payload.get("aims_at", ""), AIMS[HOUSEHOLD])
    late = ",公示期满以后" if payload.get("is_late") else ""
    label = FINDINGS.get(payload.get("state", ""), HEADING)
    return Sentence(
        f"{verb}对{level}公示的异议({aim}{late})。", label=label, tone="soon", heading=HEADING
    )


def _holds_notice(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    text = f"有人对公示 {payload['notice']} 本身提出异议,答复以前公示不能结束。"
    return Sentence(text, label=HEADING, tone="soon", heading=HEADING)


def _kept(_frame: CaseFrame, _payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence("逾期的异议由乡镇决定存档备查。", heading=HEADING)


def _raised(_frame: CaseFrame, _payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence("村里没有合适的调查人,异议转乡镇调查。", heading=HEADING)


def _closed(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    finding = FINDINGS.get(payload.get("finding") or "", "")
    return Sentence("异议办结:", label=finding, tone="plain", heading=HEADING)


OBJECTING: dict[str, Callable[[CaseFrame, dict[str, Any], HistoryEntry], Sentence]] = {
    "objection_filed": _taken_in,
    "objection_received": _taken_in,
    "objection_referred": _taken_in,
    "objection_holds_notice": _holds_notice,
    "objection_kept": _kept,
    "objection_raised": _raised,
    "objection_closed": _closed,
}
