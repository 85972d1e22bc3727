"""The acts that stop, move or change a whole case, as sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.history import HistoryEntry
from webapp.cases.changes import Change
from webapp.cases.frame import CaseFrame
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


def _head_changed(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    names = f"户主由{payload['before']}变更为{payload['after']}:"
    sentence = _with_grounds(names, payload, heading="变更户主", tone="ok")
    sentence.changes = _identities(payload)
    return sentence


def _payee_change_asked(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    names = f"{payload['before']}变更为{payload['after']}"
    return _with_grounds(
        f"登记户主由{names},补助发放以前须经危改办和财政审批:",
        payload,
        heading="变更户主",
        tone="soon",
    )


def _case_transferred(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(
        f"转方案({payload['before']} → {payload['after']}),申请编号不变。",
        quote=payload["comment"],
        heading="转方案",
        changes=_identities(payload),
        documents=[(payload["document"], "依据材料")],
    )


def _case_carried_over(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(
        f"年底结转({payload['before']} → {payload['after']}),申请编号不变,按新年度重新核定。",
        heading="结转",
    )


def _identities(payload: dict[str, Any]) -> list[Change]:
    before, after = ("、".join(each or []) for each in payload["identities"])
    return [Change("身份类别", before, after)] if before != after else []


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
    "head_changed": _head_changed,
    "payee_change_asked": _payee_change_asked,
    "case_transferred": _case_transferred,
    "case_carried_over": _case_carried_over,
}
