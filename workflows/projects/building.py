"""A project from its plan to its completion: facts, start, inspections, completion (R120, R125)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.application import Application
from models.construction import ConstructionAgreement
from models.programme import Programme
from models.project import (
    ACCEPTED,
    BUILDING,
    FINISHED,
    PLANNED,
    Project,
    ProjectHousehold,
    ProjectInspection,
)
from models.region import Region
from workflows import clock, rights
from workflows.errors import AlreadyDone, Forbidden, Invalid
from workflows.personal_data import mask_account
from workflows.projects.access import (
    INSPECTORS,
    WRITERS,
    check_past,
    live_members,
    locked,
    note,
)
from workflows.rights import Actor


@dataclass(frozen=True)
class Facts:
    """What is told of a project when it is opened or changed; names are those of its columns."""

    title: str
    address: str
    site_village_code: str | None
    contract_number: str
    contract_on: dt.date | None
    contract_yuan: int | None
    builder_name: str
    builder_credit_code: str
    builder_account: str
    builder_bank: str
    supervisor_name: str
    supervisor_trained: bool | None
    note: str


# Without these no work begins (F26, F42, R120).
NEEDED_TO_START = {
    "contract_number": "合同编号",
    "contract_on": "合同日期",
    "contract_yuan": "合同金额",
    "builder_name": "施工单位",
    "builder_credit_code": "统一社会信用代码",
    "supervisor_name": "现场监督人员",
}


def open_project(
    session: Session,
    actor: Actor,
    facts: Facts,
    *,
    kind: str,
    programme_id: int,
    township_code: str,
) -> Project:
    """A new project. Raises Forbidden for a township that is not the actor's, Invalid."""
    authority = rights.covers_village(actor, township_code, *WRITERS)
    if authority is None:
        raise Forbidden("只能为本辖区的乡镇登记工程。")
    programme = session.get(Programme, programme_id)
    if programme is None or programme.county_code != township_code[:6]:
        raise Invalid("请选择本县的方案。", "programme_id")
    _check_site(session, township_code, facts)
    assert actor.account_id is not None
    project = Project(
        kind=kind,
        programme_id=programme_id,
        township_code=township_code,
        opened_by_id=actor.account_id,
        opened_at=clock.now(),
        history_length=0,
        history_head="",
        **dataclasses.asdict(facts),
    )
    session.add(project)
    session.flush()
    project.number = f"GC{programme.year}{programme.plan}-{project.id:04d}"
    note(session, project, (actor, authority), "project_opened", {"number": project.number})
    return project


def change(session: Session, actor: Actor, project_id: int, facts: Facts) -> Project:
    """Other facts, with what changed on the record; none after the county's acceptance."""
    project, authority = locked(session, actor, project_id, *WRITERS)
    if project.state == ACCEPTED:
        raise AlreadyDone("工程已经竣工验收,登记的内容不能再改。")
    _check_site(session, project.township_code, facts)
    if project.state != PLANNED:
        _check_complete(facts)
    changes = {}
    for name, after in dataclasses.asdict(facts).items():
        before = getattr(project, name)
        if before != after:
            changes[name] = [_told(name, before), _told(name, after)]
            setattr(project, name, after)
    if changes:
        note(session, project, (actor, authority), "project_changed", {"changes": changes})
    return project


def start(
    session: Session, actor: Actor, project_id: int, *, started_on: dt.date, handled_by: str
) -> Project:
    """Work begins, under a contract and a trained supervisor (R120)."""
    project, authority = locked(session, actor, project_id, *WRITERS)
    if project.state != PLANNED:
        raise AlreadyDone("这个工程已经开工,请刷新页面。")
    check_past(started_on, "started_on")
    _check_complete(project)
    if project.contract_on and started_on < project.contract_on:
        raise Invalid(f"开工不能早于合同日期({project.contract_on:%Y-%m-%d})。", "started_on")
    project.started_on, project.state = started_on, BUILDING
    by = (actor, authority)
    day = started_on.isoformat()
    note(
        session,
        project,
        by,
        "project_started",
        {"started_on": day},
        happened_on=started_on,
        handled_by=handled_by,
    )
    members = live_members(session, project, lock=True)
    agreed = _agreements(session, [case.id for _, case in members])
    for member, case in members:
        if case.id in agreed:
            case.started_on = max(started_on, member.joined_on, agreed[case.id])
            changes = {"started_on": [None, str(case.started_on)]}
            payload = {"project": project.number, "changes": changes}
            note(session, case, by, "project_started", payload, happened_on=started_on)
    return project


@dataclass(frozen=True)
class Look:
    """One inspection; ``findings`` stand until ``rectify_by`` where there is a date."""

    stage: str
    inspected_on: dt.date
    handled_by: str
    findings: str
    rectify_by: dt.date | None


def inspect(
    session: Session, actor: Actor, project_id: int, look: Look, photo_id: int | None
) -> ProjectInspection:
    """Record one look at the site (R120)."""
    project, authority = locked(session, actor, project_id, *INSPECTORS)
    if project.state not in (BUILDING, FINISHED):
        raise Invalid("工程在施工期间或完工以后、初验以前巡查。")
    check_past(look.inspected_on, "inspected_on")
    assert project.started_on is not None
    if look.inspected_on < project.started_on:
        raise Invalid(f"不能早于开工日期({project.started_on:%Y-%m-%d})。", "inspected_on")
    if look.rectify_by and look.rectify_by < look.inspected_on:
        raise Invalid("整改期限不能早于巡查日期。", "rectify_by")
    row = finding_of(project.id, actor, authority, look, photo_id)
    session.add(row)
    payload = {"stage": look.stage, "has_finding": bool(look.rectify_by), "comment": look.findings}
    note(
        session,
        project,
        (actor, authority),
        "project_inspected",
        payload,
        happened_on=look.inspected_on,
        handled_by=look.handled_by,
    )
    return row


def finding_of(
    project_id: int, actor: Actor, authority: rights.Authority, look: Look, photo_id: int | None
) -> ProjectInspection:
    """The row of an inspection."""
    assert actor.account_id is not None
    return ProjectInspection(
        project_id=project_id,
        recorded_by_id=actor.account_id,
        recorded_for_id=authority.holder.account_id if authority.holder else None,
        recorded_at=clock.now(),
        photo_id=photo_id,
        **dataclasses.asdict(look),
    )


def settle(
    session: Session,
    actor: Actor,
    project_id: int,
    inspection_id: int,
    *,
    settled_on: dt.date,
    settlement: str,
    photo_id: int | None,
) -> ProjectInspection:
    """A finding is put right. Raises AlreadyDone for one that is settled."""
    project, authority = locked(session, actor, project_id, *INSPECTORS)
    row = session.get(ProjectInspection, inspection_id, populate_existing=True)
    if row is None or row.project_id != project.id or row.rectify_by is None:
        raise Invalid("没有这条整改要求,请刷新页面。")
    if row.settled_on is not None:
        raise AlreadyDone("这条整改已经复查合格,请刷新页面。")
    check_past(settled_on, "settled_on")
    if settled_on < row.inspected_on:
        raise Invalid(f"不能早于提出整改的日期({row.inspected_on:%Y-%m-%d})。", "settled_on")
    row.settled_on, row.settlement = settled_on, settlement
    row.settled_by_id, row.settled_photo_id = actor.account_id, photo_id
    row.settled_for_id = authority.holder.account_id if authority.holder else None
    payload = {"stage": row.stage, "comment": settlement}
    by = (actor, authority)
    note(session, project, by, "project_finding_settled", payload, happened_on=settled_on)
    return row


def finish(
    session: Session, actor: Actor, project_id: int, *, finished_on: dt.date, handled_by: str
) -> Project:
    """The work is done; each household gets its days of beginning and end.

    Refused by name while a household has not signed its agreement by that day: from here on the
    order of dates holds for all of them, and nobody joins any more.
    """
    project, authority = locked(session, actor, project_id, *WRITERS)
    if project.state != BUILDING:
        raise AlreadyDone("这个工程不在施工期间,请刷新页面。")
    check_past(finished_on, "finished_on")
    assert project.started_on is not None
    if finished_on < project.started_on:
        raise Invalid(f"完工不能早于开工({project.started_on:%Y-%m-%d})。", "finished_on")
    members = live_members(session, project, lock=True)
    if not members:
        raise Invalid("工程里还没有农户,请先加入农户。")
    agreed = _agreements(session, [case.id for _, case in members])
    _check_order(members, agreed, finished_on)
    project.finished_on, project.state = finished_on, FINISHED
    by = (actor, authority)
    told = {"finished_on": finished_on.isoformat()}
    note(
        session,
        project,
        by,
        "project_finished",
        told,
        happened_on=finished_on,
        handled_by=handled_by,
    )
    for member, case in members:
        began = max(project.started_on, member.joined_on, agreed[case.id])
        # Those who signed after the work began have begun with their agreement.
        changes = {"completed_on": [None, str(finished_on)]}
        if case.started_on != began:
            before = str(case.started_on) if case.started_on else None
            changes["started_on"] = [before, str(began)]
        case.started_on, case.completed_on = began, finished_on
        payload = {"project": project.number, "changes": changes}
        note(session, case, by, "project_finished", payload, happened_on=finished_on)
    return project


def _agreements(session: Session, ids: Sequence[int]) -> dict[int, dt.date]:
    rows = session.execute(
        select(ConstructionAgreement.application_id, func.max(ConstructionAgreement.happened_on))
        .where(ConstructionAgreement.application_id.in_(ids))
        .group_by(ConstructionAgreement.application_id)
    )
    return dict(rows.all())


def _check_order(
    members: Sequence[tuple[ProjectHousehold, Application]],
    agreed: dict[int, dt.date],
    finished_on: dt.date,
) -> None:
    late = [case.head_name for _, case in members if agreed.get(case.id, dt.date.max) > finished_on]
    if late:
        names = "、".join(late)
        raise Invalid(f"{names}在这一天以前还没有签订建房协议,签订以后再登记完工。", "finished_on")
    joined = [case.head_name for member, case in members if member.joined_on > finished_on]
    if joined:
        names = "、".join(joined)
        raise Invalid(f"{names}加入工程的日期晚于完工日期。", "finished_on")


def _check_complete(facts: Facts | Project) -> None:
    lacking = [label for name, label in NEEDED_TO_START.items() if not getattr(facts, name)]
    if lacking:
        raise Invalid(f"开工以前请先补全:{'、'.join(lacking)}。")
    if not facts.supervisor_trained:
        raise Invalid("现场监督人员须接受过培训,请委派接受过培训的人员。")


def _check_site(session: Session, township_code: str, facts: Facts) -> None:
    code = facts.site_village_code
    if code is None:
        return
    region = session.get(Region, code)
    if region is None or region.parent_code != township_code:
        raise Invalid("建设地点须在本乡镇的村。", "site_village_code")


def _told(name: str, value: Any) -> Any:
    if name == "builder_account":
        return mask_account(value or "")
    return value if isinstance(value, str | int | bool | None) else str(value)
