"""What somebody may start on a case beside its tasks: an objection, a withdrawal, a refusal file.

Only what can be done is offered; whether it is done is decided again when it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from models.document import Document
from models.role import CODE_LENGTH, ROLE_LEVEL, Role
from models.task import Task
from webapp.cases.frame import CaseFrame
from workflows import rights
from workflows.handing_on import may_hand_on
from workflows.head_changes import REGISTRARS as HEAD_REGISTRARS
from workflows.objections import REGISTRARS as OBJECTION_REGISTRARS
from workflows.refusals import OPENERS, REFUSABLE_STAGES
from workflows.rights import covers_village
from workflows.stops import REGISTERED_POOR, REGISTRARS, WITHDRAWABLE_STAGES
from workflows.suspensions import SUSPENDERS
from workflows.terminations import ASKERS
from workflows.transfers import MOVERS, may_transfer
from workflows.urging import superior

UPLOADERS = (Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER)


@dataclass(frozen=True)
class Act:
    """A link to the page of an act."""

    label: str
    address: str


def acts_of(frame: CaseFrame) -> list[Act]:
    """The acts open to the reader, as links."""
    application = frame.application
    if application.state == "ended":
        return []
    if application.state == "suspended":
        return _objections(frame) + _stops(frame)
    acts = _objections(frame)
    if (
        _covers(frame, *REGISTRARS)
        and application.stage in WITHDRAWABLE_STAGES
        and REGISTERED_POOR not in (application.identities or [])
    ):
        acts.append(Act("登记撤回申请", url_for("acts.withdrawal", application_id=frame.id)))
    if _covers(frame, *OPENERS) and application.stage in REFUSABLE_STAGES:
        acts.append(Act("登记拒绝改造", url_for("acts.refusal", application_id=frame.id)))
    return acts + _moves(frame) + _stops(frame)


def _objections(frame: CaseFrame) -> list[Act]:
    has_hung = any(process.subject_kind == "notice" for process in frame.processes)
    if has_hung and _covers(frame, *OBJECTION_REGISTRARS):
        return [Act("登记异议", url_for("acts.objection", application_id=frame.id))]
    return []


def _moves(frame: CaseFrame) -> list[Act]:
    acts = []
    has_heir = (frame.application.household_size or 0) > 1
    if has_heir and _covers(frame, *HEAD_REGISTRARS):
        acts.append(Act("变更户主", url_for("moves.change_head", application_id=frame.id)))
    if may_transfer(frame.application) and _covers(frame, *MOVERS):
        acts.append(Act("转方案", url_for("moves.transfer", application_id=frame.id)))
    return acts


def _stops(frame: CaseFrame) -> list[Act]:
    acts = []
    if _covers(frame, *SUSPENDERS):
        label, endpoint = ("恢复办理", "resume") if frame.is_suspended else ("中止办理", "suspend")
        acts.append(Act(label, url_for(f"stops.{endpoint}", application_id=frame.id)))
    if _covers(frame, *ASKERS) and frame.application.paid_on is None:
        acts.append(Act("申请终止", url_for("stops.terminate", application_id=frame.id)))
    return acts


def urgeable_tasks(frame: CaseFrame) -> list[Task]:
    """Open tasks that the reader may urge: a superior of the desk, or who took an earlier step."""
    has_acted = any(task.done_by_id == frame.actor.account_id for task in frame.tasks)
    return [
        task
        for task in frame.open_tasks
        if not rights.holds_post(frame.actor, task)
        and (has_acted or superior(frame.actor, task, frame.application.village_code))
    ]


def handable_tasks(frame: CaseFrame) -> list[Task]:
    """Open tasks in the hands of somebody else that the reader may move to another."""
    return [
        task
        for task in frame.open_tasks
        if task.assigned_to_id
        and not rights.may_do(frame.actor, task)
        and may_hand_on(frame.actor, task, frame.application.village_code)
    ]


def may_upload(frame: CaseFrame) -> bool:
    """Whoever has an open task on the case, and the clerks of its area while it runs."""
    if frame.my_tasks:
        return True
    return frame.application.state != "ended" and _covers(frame, *UPLOADERS)


def may_replace(frame: CaseFrame, document: Document, senders: Mapping[int, Role]) -> bool:
    """Whoever sent it, and who works at its level or above; a step's paper only who does the step.

    ``senders`` are the posts in which the documents of the case were sent: a village does not put
    a paper of its own in the place of what township or county has found.
    """
    if document.application_id is None or not may_upload(frame):
        return False
    if document.task_id is not None:
        of_step = [each for each in frame.tasks if each.id == document.task_id]
        asked = (rights.holds_post, rights.may_type)
        return any(may(frame.actor, task) for task in of_step for may in asked)
    if document.uploaded_by_id == frame.actor.account_id:
        return True
    area = CODE_LENGTH[ROLE_LEVEL[senders.get(document.id, Role.VILLAGE_CLERK)]]
    posts = (*UPLOADERS, *(Role(task.role) for task in frame.my_tasks))
    return _covers(frame, *(role for role in posts if CODE_LENGTH[ROLE_LEVEL[role]] <= area))


def _covers(frame: CaseFrame, *roles: Role) -> bool:
    return covers_village(frame.actor, frame.application.village_code, *roles) is not None
