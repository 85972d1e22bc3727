"""The acts of a case as sentences: one function for each kind of entry of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from models.history import HistoryEntry
from models.role import LABELS, Level, Role
from webapp.acts.sentences import STOPPING
from webapp.cases.changes import changes_of, changes_of_persons
from webapp.cases.frame import CaseFrame
from webapp.cases.judgements import judgement
from webapp.checks.sentences import CHECKING
from webapp.intake.sentences import INTAKE
from webapp.objections.sentences import OBJECTING
from webapp.projects.case_sentences import FOLLOWING
from webapp.sentence import Sentence
from webapp.wording import short_day, until
from workflows.duties import EXEMPTIBLE
from workflows.engine import UnknownProcess

LEVELS = {Level.VILLAGE: "村级", Level.TOWNSHIP: "乡镇", Level.COUNTY: "市级"}
NOTICE_RESULTS = {"clear": "无异议或异议已排除", "upheld": "异议成立"}
MESSAGES = {
    "notice_closed": "收到公示结果",
    "objection_closed": "异议已答复,公示继续办理",
    "resettlement_closed": "安置已办结,继续办理",
    "case_stopped": "停止办理",
    "identity_asked_anew": "退回身份审核,各部门重新审核",
    "project_accepted": "收到工程竣工验收结果",
    "project_left": "退出工程,按原来的步骤建设",
}
STOP_REASONS = {"withdrawn": "农户撤回", "refused": "农户拒绝改造", "terminated": "终止办理"}


def tell(frame: CaseFrame, entry: HistoryEntry) -> Sentence:
    """The sentence of one entry; an unknown kind is shown by its own name, never hidden."""
    return KINDS.get(entry.kind, _other)(frame, entry.payload, entry)


def process_name(frame: CaseFrame, process_id: str) -> str:
    """What a process is called in the case's own drawings."""
    try:
        return frame.definitions.name(process_id)
    except UnknownProcess:
        return process_id


def node_name(frame: CaseFrame, process_id: str, node_id: str | None) -> str:
    """What a node is called; empty when the drawing has no such node."""
    try:
        return frame.definitions.node(process_id, node_id or "").name
    except (UnknownProcess, KeyError):
        return ""


def _case_opened(_frame: CaseFrame, _payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence("为农户开立申请。", heading="新申请")


def _task_completed(frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    outcome, label = payload.get("outcome", ""), payload.get("label", "")
    reason = _needs_reason(frame, payload)
    typed_for = payload.get("typed_for", "")
    said = f"代{LABELS[Role(typed_for)]}录入" if typed_for else "办理" if label else "办结"
    return Sentence(
        f"{said}{payload['name']}" + (":" if label else "。"),
        label=label,
        tone="soon" if reason else "ok" if outcome else "plain",
        quote=payload.get("comment", ""),
        details=[f"按名单 {payload['list']}"] if "list" in payload else [],
        changes=changes_of(payload),
        heading=payload["name"],
    )


def _decision_made(frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    said = judgement(frame.runtime.tables, payload)
    details = []
    if said.sources:
        words = ";".join(said.grounds)
        details.append(f"依据:{words}({said.places})" if words else f"依据:{said.places}")
    if said.missing:
        details.append(f"尚缺 {'、'.join(said.missing)}")
    return Sentence(f"按《{said.name}》判定:{said.text}。", details=details, heading=said.name)


def _message_received(frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    message = payload.get("message", "")
    text = MESSAGES.get(message, "收到消息")
    if message == "notice_closed":
        result = NOTICE_RESULTS.get(payload.get("notice_result", ""), "")
        return Sentence(f"{text}:{result}。", heading="公示结果")
    if reason := STOP_REASONS.get(payload.get("stop_reason", "")):
        return Sentence(f"{text}:{reason}。", heading="停止办理")
    return Sentence(f"{text}。", is_minor=True)


def _timer_fired(frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    if payload.get("process") == "public_notice":
        return Sentence("公示期满。", heading="公示")
    return Sentence(f"{process_name(frame, payload.get('process', ''))}:期限已到。", heading="期限")


def _process_started(frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence(f"开始{process_name(frame, payload['process'])}。", is_minor=True)


def _process_ended(frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    result = node_name(frame, payload["process"], payload.get("result"))
    name = process_name(frame, payload["process"])
    if payload["process"] == "renovation":
        return Sentence("本件办结:", label=result or "已结束", tone="ok", heading="办结")
    return Sentence(f"{name}办结:{result}。", is_minor=True)


def _process_cancelled(frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(f"{process_name(frame, payload['process'])}随之停止。", heading="停止办理")


def _notice_opened(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    level = LEVELS[Level(payload["level"])]
    return Sentence("等待编入公示。", heading=f"{level}公示")


def _notice_made(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    level = LEVELS[Level(payload["level"])]
    text = f"编入{payload['number']},列第{payload['position']}户,内容固定,等待张贴。"
    return Sentence(text, heading=f"{level}公示")


def _notice_discarded(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    return Sentence(f"{payload['number']}没有张贴,已作废,等待重新编制。", heading="公示")


def _taken_off(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    changes = [f"由“{before}”变为“{now}”" for before, now in payload["changes"].values()]
    text = f"{payload['because']}{':' if changes else ''}{';'.join(changes)}。公示期重新计算。"
    return Sentence(f"从公示撤下,{text}", heading="公示撤下")


def _notice_posted(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    places = "、".join(payload.get("places", []))
    ends_at = dt.datetime.fromisoformat(payload["ends_at"])
    return Sentence(f"在{places}张贴公示,到{until(ends_at)}期满。", heading="公示")


def _programme_changed(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    before, after = payload.get("before", ""), payload.get("after", "")
    return Sentence(f"转入应属的方案({before} → {after}),申请编号不变。", heading="转方案")


def _notice_closed(_frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    result = payload.get("result", "")
    return Sentence(
        "公示结束:",
        label=NOTICE_RESULTS.get(result, result),
        tone="ok" if result == "clear" else "soon",
        heading="公示",
    )


def _refusal_opened(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(
        f"登记农户拒绝改造({payload.get('reason_kind', '')})。",
        quote=payload.get("comment", ""),
        heading="拒绝改造",
    )


def _refusal_ended(_frame: CaseFrame, _payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    is_refused = entry.kind == "refusal_established"
    text = "拒绝改造成立,停止办理。" if is_refused else "农户同意继续改造。"
    return Sentence(text, heading="拒绝改造")


def _withdrawn(_frame: CaseFrame, payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    return Sentence(
        f"登记户主 {short_day(entry.happened_on)} 书面撤回申请。",
        label="撤回",
        tone="soon",
        quote=payload.get("comment", ""),
        heading="撤回申请",
    )


def _case_stopped(frame: CaseFrame, payload: dict[str, Any], _entry: HistoryEntry) -> Sentence:
    stage = process_name(frame, payload.get("stage", ""))
    return Sentence(f"本件在“{stage}”阶段停止办理。", heading="停止办理")


def _document_added(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(
        "上传材料。",
        heading="材料",
        documents=[(payload["document"], payload.get("document_kind", ""))],
    )


def _document_replaced(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    kind = payload.get("document_kind", "")
    return Sentence(
        f"替换{kind},原来的一份保留备查。",
        quote=payload.get("comment", ""),
        heading="替换材料",
        documents=[(payload["document"], kind), (payload["replaces"], "已被替换")],
    )


def _paper_supplied(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(
        f"补交{payload.get('name', '')}的签字盖章材料。",
        heading="补交纸质",
        documents=[(payload["document"], payload.get("document_kind", ""))],
    )


def _original_seen(_frame: CaseFrame, payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    return Sentence(
        f"核对{payload.get('document_kind', '')}的原件({payload.get('seen_by', '')},"
        f"{short_day(entry.happened_on)})。",
        heading="原件已核对",
    )


def _household_mended(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    details = []
    if payload.get("joined"):
        details.append(f"新增家庭成员 {'、'.join(payload['joined'])}")
    if payload.get("left"):
        details.append(f"不再列为家庭成员 {'、'.join(payload['left'])}")
    changes = [*changes_of(payload), *changes_of_persons(payload)]
    return Sentence("更正家庭情况。", details=details, changes=changes, heading="更正")


def _attempt_refused(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    return Sentence(
        "尝试办理未获准许:",
        label=payload.get("sentence", ""),
        tone="late",
        heading=payload.get("name", "未获准许"),
    )


LATE_ENTRY_ACTS = {
    "late_entry_confirmed": "确认补录",
    "late_entry_questioned": "退问补录",
    "late_entry_answered": "答复补录询问",
}


def _late_entry(_frame: CaseFrame, payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    names = [name for _, name in payload["steps"]]
    return Sentence(
        f"{LATE_ENTRY_ACTS[entry.kind]}({len(names)} 步):{'、'.join(names)}。",
        quote=payload.get("comment", ""),
        heading="补录",
    )


def _duty_exception_used(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    rule = EXEMPTIBLE.get(payload.get("rule", ""), "")
    return Sentence(
        f"按危改办批准的职责例外办理{payload['name']}:",
        label=rule,
        tone="soon",
        heading="职责例外",
    )


def _task_reassigned(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    to = payload.get("to", "")
    text = f"把{payload['name']}转给{to}办理。" if to else f"收回{payload['name']},由本岗位办理。"
    return Sentence(text, quote=payload.get("comment", ""), heading="转办")


def _task_urged(frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    desk = frame.post_of(Role(payload["role"]))
    text = f"催办{payload['name']}({desk})。"
    return Sentence(text, quote=payload.get("comment", ""), heading="催办")


def _step_taken_back(_frame: CaseFrame, payload: dict[str, Any], _e: HistoryEntry) -> Sentence:
    label = payload.get("label", "")
    return Sentence(
        f"取回{payload['name']}" + (f"(原为“{label}”)。" if label else "。"),
        label="已取回",
        tone="soon",
        quote=payload.get("comment", ""),
        changes=changes_of(payload),
        heading="取回",
        taken_back_id=payload.get("record"),
    )


def _other(_frame: CaseFrame, payload: dict[str, Any], entry: HistoryEntry) -> Sentence:
    return Sentence(
        f"{entry.kind}",
        quote=str(payload.get("comment", "")),
        changes=changes_of(payload),
        is_minor=entry.is_machine,
    )


def _needs_reason(frame: CaseFrame, payload: dict[str, Any]) -> bool:
    try:
        outcomes = frame.definitions.outcomes(payload["process"], payload["task"])
    except KeyError:
        return False
    return any(each.id == payload.get("outcome") and each.needs_reason for each in outcomes)


KINDS: dict[str, Callable[[CaseFrame, dict[str, Any], HistoryEntry], Sentence]] = {
    "case_opened": _case_opened,
    **INTAKE,
    "task_completed": _task_completed,
    "decision_made": _decision_made,
    "message_received": _message_received,
    "timer_fired": _timer_fired,
    "process_started": _process_started,
    "process_ended": _process_ended,
    "process_cancelled": _process_cancelled,
    "notice_opened": _notice_opened,
    "notice_made": _notice_made,
    "notice_discarded": _notice_discarded,
    "household_taken_off_notice": _taken_off,
    "notice_posted": _notice_posted,
    "notice_closed": _notice_closed,
    "programme_changed": _programme_changed,
    **OBJECTING,
    "refusal_opened": _refusal_opened,
    "refusal_established": _refusal_ended,
    "refusal_continued": _refusal_ended,
    "application_withdrawn": _withdrawn,
    "case_stopped": _case_stopped,
    **STOPPING,
    **CHECKING,
    **FOLLOWING,
    "document_added": _document_added,
    "document_replaced": _document_replaced,
    "paper_supplied": _paper_supplied,
    "original_seen": _original_seen,
    "household_mended": _household_mended,
    "attempt_refused": _attempt_refused,
    **dict.fromkeys(LATE_ENTRY_ACTS, _late_entry),
    "duty_exception_used": _duty_exception_used,
    "task_reassigned": _task_reassigned,
    "task_urged": _task_urged,
    "step_taken_back": _step_taken_back,
}
