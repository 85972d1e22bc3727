"""The record of a case as prose that an official reads aloud: one function for each kind of act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from models.history import HistoryEntry
from models.role import LABELS, Level, Role
from webapp.case_frame import CaseFrame
from webapp.wording import short_day
from workflows import clock
from workflows.engine import UnknownProcess
from workflows.fact_labels import label_of, spoken

LEVELS = {Level.VILLAGE: "村级", Level.TOWNSHIP: "乡镇", Level.COUNTY: "市级"}
NOTICE_RESULTS = {"clear": "无异议或异议已排除", "upheld": "异议成立"}
FINDINGS = {"upheld": "异议成立", "dismissed": "异议不成立"}
MESSAGES = {
    "notice_closed": "收到公示结果",
    "objection_closed": "异议已答复,公示继续办理",
    "resettlement_closed": "安置已办结,继续办理",
    "case_stopped": "停止办理",
}
STOP_REASONS = {"withdrawn": "农户撤回", "refused": "农户拒绝改造"}
HOUSEHOLD_LABELS = {
    "address": "住址",
    "telephone": "电话",
    "group_name": "组别",
    "structure": "房屋结构",
    "built_year": "建造年份",
    "area_m2": "房屋面积",
    "rooms": "间数",
    "storeys": "层数",
}


@dataclass(frozen=True)
class Change:
    """One fact that an act changed, as words."""

    label: str
    before: str
    after: str


@dataclass
class Sentence:
    """One act: ``who`` (role, place) ``text`` [``label``], with the reason and what changed.

    ``tone`` colours the label: ok, soon, late or plain.  ``is_minor`` acts are machine steps that
    only a reader who asks for everything wants to see.
    """

    text: str
    label: str = ""
    tone: str = "plain"
    quote: str = ""
    details: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    heading: str = ""
    task_id: int | None = None
    is_minor: bool = False


@dataclass(frozen=True)
class Event:
    """A sentence with the facts of its row."""

    seq: int
    at: dt.datetime
    happened_on: dt.date
    who: str
    post: str
    handled_by: str
    is_machine: bool
    said: Sentence

    @property
    def is_backdated(self) -> bool:
        """Whether it was entered on a later day than it happened."""
        return not self.is_machine and self.happened_on < clock.local(self.at).date()


class Narrator:
    """Tells the acts of one case; counts the rounds of each step to find the task behind an act."""

    def __init__(self, frame: CaseFrame) -> None:
        self.frame = frame
        self._done: dict[tuple[str, str], list[int]] = {}
        for task in sorted(
            frame.tasks, key=lambda each: each.done_at or dt.datetime.max.replace(tzinfo=dt.UTC)
        ):
            if task.status == "done":
                self._done.setdefault((task.process_id, task.node_id), []).append(task.id)

    def tell(self, entries: list[HistoryEntry]) -> list[Event]:
        """Events in the order of ``entries``, which are the newest of the case, oldest first."""
        behind = {key: list(reversed(ids)) for key, ids in self._done.items()}
        events = []
        for entry in reversed(entries):
            said = KINDS.get(entry.kind, _other)(self, entry.payload, entry)
            if entry.kind == "task_completed":
                ids = behind.get((entry.payload["process"], entry.payload["task"]))
                said.task_id = ids.pop(0) if ids else None
            events.append(self._event(entry, said))
        return events

    def _event(self, entry: HistoryEntry, said: Sentence) -> Event:
        post = ""
        if entry.actor_role:
            role = Role(entry.actor_role)
            post = f"{self.frame.place_of(role)}{LABELS[role]}"
        handled_by = entry.handled_by if entry.handled_by != entry.actor_name else ""
        return Event(
            seq=entry.seq,
            at=entry.at,
            happened_on=entry.happened_on,
            who=entry.actor_name,
            post=post,
            handled_by=handled_by,
            is_machine=entry.is_machine,
            said=said,
        )

    def process_name(self, process_id: str) -> str:
        """What a process is called in the case's own drawings."""
        try:
            return self.frame.definitions.name(process_id)
        except UnknownProcess:
            return process_id

    def node_name(self, process_id: str, node_id: str | None) -> str:
        """What a node is called; empty when the drawing has no such node."""
        try:
            return self.frame.definitions.node(process_id, node_id or "").name
        except (UnknownProcess, KeyError):
            return ""


def changes_of(payload: dict[str, Any]) -> list[Change]:
    """What changed, field by field, with Chinese names."""
    changes = []
    for name, pair in payload.get("changes", {}).items():
        label = HOUSEHOLD_LABELS.get(name) or label_of(name)
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        changes.append(Change(label, spoken(name, before), spoken(name, after)))
    return changes


def _case_opened(_narrator: Narrator, _payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence("为农户开立申请。", heading="新申请")


def _task_completed(narrator: Narrator, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    outcome, label = payload.get("outcome", ""), payload.get("label", "")
    reason = _needs_reason(narrator, payload)
    return Sentence(
        f"办结{payload['name']}" + ("," if label else "。"),
        label=label,
        tone="soon" if reason else "ok" if outcome else "plain",
        quote=payload.get("comment", ""),
        changes=changes_of(payload),
        heading=payload["name"],
    )


def _decision_made(narrator: Narrator, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    ref = payload["decision"]
    known = narrator.frame.runtime.tables.by_ref.get(ref)
    labels = {output.name: output.label for output in known.outputs} if known else {}
    answers = [
        f"{labels.get(name, name)}:{spoken(name, value)}"
        for name, value in payload.get("outputs", {}).items()
    ]
    details = []
    if payload.get("rows"):
        details.append(f"适用行 {'、'.join(payload['rows'])}")
    if payload.get("rules"):
        details.append(f"依据 {'、'.join(payload['rules'])}")
    if payload.get("missing_facts"):
        details.append(f"尚缺 {'、'.join(label_of(name) for name in payload['missing_facts'])}")
    name = known.name if known else ref
    return Sentence(
        f"按《{name}》判定:{';'.join(answers) or '暂不能判定'}。", details=details, heading=name
    )


def _message_received(narrator: Narrator, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    message = payload.get("message", "")
    text = MESSAGES.get(message, "收到消息")
    if message == "notice_closed":
        result = NOTICE_RESULTS.get(payload.get("notice_result", ""), "")
        return Sentence(f"{text}:{result}。", heading="公示结果")
    if reason := STOP_REASONS.get(payload.get("stop_reason", "")):
        return Sentence(f"{text}:{reason}。", heading="停止办理")
    return Sentence(f"{text}。", is_minor=True)


def _timer_fired(narrator: Narrator, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    if payload.get("process") == "public_notice":
        return Sentence("公示期满。", heading="公示")
    return Sentence(
        f"{narrator.process_name(payload.get('process', ''))}:期限已到。", heading="期限"
    )


def _process_started(narrator: Narrator, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence(f"开始{narrator.process_name(payload['process'])}。", is_minor=True)


def _process_ended(narrator: Narrator, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    result = narrator.node_name(payload["process"], payload.get("result"))
    name = narrator.process_name(payload["process"])
    if payload["process"] == "renovation":
        return Sentence("本件办结:", label=result or "已结束", tone="ok", heading="办结")
    return Sentence(f"{name}办结:{result}。", is_minor=True)


def _process_cancelled(narrator: Narrator, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(f"{narrator.process_name(payload['process'])}随之停止。", heading="停止办理")


def _notice_opened(_narrator: Narrator, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    level = LEVELS[Level(payload["level"])]
    return Sentence(f"拟定{level}公示内容,等待张贴。", heading=f"{level}公示")


def _notice_posted(_narrator: Narrator, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    places = "、".join(payload.get("places", []))
    until = str(payload.get("ends_at", ""))[:16].replace("T", " ")
    return Sentence(f"公示已张贴于{places},到{until}期满。", heading="公示")


def _programme_changed(_narrator: Narrator, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    before, after = payload.get("before", ""), payload.get("after", "")
    return Sentence(f"转入应属的方案({before} → {after}),申请编号不变。", heading="转方案")


def _notice_closed(_narrator: Narrator, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    result = payload.get("result", "")
    return Sentence(
        "公示结束:",
        label=NOTICE_RESULTS.get(result, result),
        tone="ok" if result == "clear" else "soon",
        heading="公示",
    )


def _objection_filed(_narrator: Narrator, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    level = LEVELS[Level(payload["level"])]
    return Sentence(f"登记对{level}公示的异议。", label="异议", tone="soon", heading="异议")


def _objection_closed(_narrator: Narrator, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    finding = FINDINGS.get(payload.get("finding") or "", "")
    return Sentence("异议办结:", label=finding, tone="plain", heading="异议")


def _refusal_opened(_narrator: Narrator, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(
        f"登记农户拒绝改造({payload.get('reason_kind', '')})。",
        quote=payload.get("comment", ""),
        heading="拒绝改造",
    )


def _refusal_ended(_narrator: Narrator, _payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    is_refused = entry.kind == "refusal_established"
    text = "拒绝改造成立,停止办理。" if is_refused else "农户同意继续改造。"
    return Sentence(text, heading="拒绝改造")


def _withdrawn(_narrator: Narrator, payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    return Sentence(
        f"登记户主 {short_day(entry.happened_on)} 书面撤回申请。",
        label="撤回",
        tone="soon",
        quote=payload.get("comment", ""),
        heading="撤回申请",
    )


def _case_stopped(narrator: Narrator, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    stage = narrator.process_name(payload.get("stage", ""))
    return Sentence(f"本件在“{stage}”阶段停止办理。", heading="停止办理")


def _document_added(_narrator: Narrator, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(f"上传材料:{payload.get('document_kind', '')}。", heading="材料")


def _household_mended(_narrator: Narrator, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    details = []
    if payload.get("joined"):
        details.append(f"新增家庭成员 {'、'.join(payload['joined'])}")
    if payload.get("left"):
        details.append(f"不再列为家庭成员 {'、'.join(payload['left'])}")
    return Sentence("更正家庭情况。", details=details, changes=changes_of(payload), heading="更正")


def _attempt_refused(_narrator: Narrator, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(
        "尝试办理未获准许:",
        label=payload.get("sentence", ""),
        tone="late",
        heading=payload.get("name", "未获准许"),
    )


def _other(_narrator: Narrator, payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    return Sentence(
        f"{entry.kind}",
        quote=str(payload.get("comment", "")),
        changes=changes_of(payload),
        is_minor=entry.is_machine,
    )


def _needs_reason(narrator: Narrator, payload: dict[str, Any]) -> bool:
    try:
        outcomes = narrator.frame.definitions.outcomes(payload["process"], payload["task"])
    except KeyError:
        return False
    return any(each.id == payload.get("outcome") and each.needs_reason for each in outcomes)


KINDS: dict[str, Callable[[Narrator, dict[str, Any], HistoryEntry], Sentence]] = {
    "case_opened": _case_opened,
    "task_completed": _task_completed,
    "decision_made": _decision_made,
    "message_received": _message_received,
    "timer_fired": _timer_fired,
    "process_started": _process_started,
    "process_ended": _process_ended,
    "process_cancelled": _process_cancelled,
    "notice_opened": _notice_opened,
    "notice_posted": _notice_posted,
    "notice_closed": _notice_closed,
    "programme_changed": _programme_changed,
    "objection_filed": _objection_filed,
    "objection_closed": _objection_closed,
    "refusal_opened": _refusal_opened,
    "refusal_established": _refusal_ended,
    "refusal_continued": _refusal_ended,
    "application_withdrawn": _withdrawn,
    "case_stopped": _case_stopped,
    "document_added": _document_added,
    "household_mended": _household_mended,
    "attempt_refused": _attempt_refused,
}
