"""The acts on a project as sentences of its record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.history import HistoryEntry
from models.role import Level
from webapp.sentence import Sentence
from workflows.projects.acceptance import NAMES

RESULTS = {"pass": ("全部合格", "ok"), "fail": ("不合格,限期整改", "late")}
LABELS = {
    "title": "工程名称",
    "address": "建设地点",
    "site_village_code": "所在村",
    "contract_number": "合同编号",
    "contract_on": "合同日期",
    "contract_yuan": "合同金额",
    "builder_name": "施工单位",
    "builder_credit_code": "统一社会信用代码",
    "builder_account": "施工单位账号",
    "builder_bank": "开户银行",
    "supervisor_name": "现场监督人员",
    "supervisor_trained": "监督人员接受过培训",
    "note": "备注",
}


def tell(entry: HistoryEntry) -> Sentence:
    """The sentence of one entry; an unknown kind is shown by its own name."""
    words = KINDS.get(entry.kind)
    return words(entry.payload) if words else Sentence(entry.kind)


def _changed(payload: dict[str, Any]) -> Sentence:
    names = "、".join(LABELS.get(name, name) for name in payload["changes"])
    return Sentence(f"更改{names}。")


def _inspected(payload: dict[str, Any]) -> Sentence:
    text = f"巡查{payload['stage']}" + (",责令整改。" if payload["has_finding"] else "。")
    return Sentence(text, quote=payload["comment"])


def _settled(payload: dict[str, Any]) -> Sentence:
    return Sentence(f"{payload['stage']}的整改复查合格。", quote=payload["comment"])


def _joined(payload: dict[str, Any]) -> Sentence:
    return Sentence(f"{payload['household']}加入,房号 {payload['dwelling']}。")


def _left(payload: dict[str, Any]) -> Sentence:
    return Sentence(f"{payload['household']}退出。", quote=payload["comment"])


def _judged(payload: dict[str, Any]) -> Sentence:
    label, tone = RESULTS[payload["outcome"]]
    name = NAMES[Level(payload["level"])]
    return Sentence(f"{name}:", label=label, tone=tone, quote=payload["comment"])


KINDS: dict[str, Callable[[dict[str, Any]], Sentence]] = {
    "project_opened": lambda _: Sentence("登记工程。"),
    "project_changed": _changed,
    "project_started": lambda payload: Sentence(f"登记开工({payload['started_on']})。"),
    "project_inspected": _inspected,
    "project_finding_settled": _settled,
    "project_finished": lambda payload: Sentence(f"登记完工({payload['finished_on']})。"),
    "project_joined": _joined,
    "project_left": _left,
    "project_judged": _judged,
    "document_added": lambda payload: Sentence(f"上传{payload['document_kind']}。"),
}
