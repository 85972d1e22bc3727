"""The one acceptance of a project by township and by county, for all its households (G30, R127)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, or_, select, union_all
from sqlalchemy.orm import Session

from models.application import Application
from models.document import DocumentUse
from models.outbox import OutboxMessage
from models.programme import Programme
from models.project import (
    ACCEPTED,
    CHECKED,
    FAIL,
    FINISHED,
    PASS,
    Project,
    ProjectAcceptance,
    ProjectHousehold,
    ProjectInspection,
)
from models.role import Level, Role
from workflows import clock, engine
from workflows.acceptance import failed_items
from workflows.decisions import papers
from workflows.decisions.papers import CheckItem
from workflows.errors import AlreadyDone, Forbidden, Invalid
from workflows.parameters import parameters_of
from workflows.personal_names import compared
from workflows.projects.access import check_kin, check_past, live_members, locked, note
from workflows.projects.building import Look, finding_of
from workflows.rights import Actor, Authority, persons_behind
from workflows.runtime import Runtime

PROJECT_ACCEPTED = "project_accepted"
# Who accepts at which level, from which state to which.
ACCEPTORS = {Level.TOWNSHIP: Role.TOWNSHIP_OFFICER, Level.COUNTY: Role.OFFICE_HANDLER}
BEFORE = {Level.TOWNSHIP: FINISHED, Level.COUNTY: CHECKED}
AFTER = {Level.TOWNSHIP: CHECKED, Level.COUNTY: ACCEPTED}
NAMES = {Level.TOWNSHIP: "工程初验", Level.COUNTY: "工程竣工验收"}
NOT_NOW = {
    Level.TOWNSHIP: "工程完工以后、初验合格以前办理初步验收。",
    Level.COUNTY: "工程初验合格以后办理竣工验收。",
}
FOUR_EYES = "工程的巡查或初验由您办理,竣工验收须由他人办理。"


@dataclass(frozen=True)
class Findings:
    """What the team found; ``areas`` is the measured area by number of the household (m²)."""

    outcome: str
    happened_on: dt.date
    handled_by: str
    members: Sequence[Mapping[str, str]]
    checklist: Mapping[str, Any]
    areas: Mapping[int, Decimal]
    findings: str
    rectify_by: dt.date | None
    photo_id: int
    sheet_id: int


def next_level(project: Project) -> Level | None:
    """Who accepts next; None while there is nothing to accept, or nothing more."""
    return next((level for level, state in BEFORE.items() if state == project.state), None)


def checklist(runtime: Runtime, project: Project) -> list[CheckItem]:
    """The questions of the project's method, in the order of the table (R58–R67)."""
    return papers.acceptance_checklist(runtime.tables, project.kind)


def accept(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    project_id: int,
    level: Level,
    found: Findings,
) -> ProjectAcceptance:
    """Accept all households together, or send the work back with what is to be put right.

    Its completion was refused until every household had joined and signed in time, so a day after
    it keeps the order of each. Raises AlreadyDone out of turn, Forbidden for whoever may not judge
    (F15, F36), Invalid with what stands in the way.
    """
    project, authority = locked(session, actor, project_id, ACCEPTORS[level])
    if project.state != BEFORE[level]:
        raise AlreadyDone(NOT_NOW[level])
    members = live_members(session, project)
    check_kin(session, actor, [case.household_id for _, case in members])
    if level is Level.COUNTY:
        _check_four_eyes(session, actor, authority, project)
    _check_day(session, project, level, found.happened_on)
    _check_team(session, project, level, found)
    failed = failed_items(checklist(runtime, project), found.checklist)
    if found.outcome == PASS:
        _check_pass(session, project, members, level, found, failed)
    elif not found.findings or found.rectify_by is None:
        raise Invalid("不合格的,请写明问题和整改期限。", "findings")
    row = _row(project, level, actor, authority, found, failed)
    session.add(row)
    project.state = AFTER[level] if found.outcome == PASS else FINISHED
    if found.outcome == FAIL:
        look = Look(
            NAMES[level], found.happened_on, found.handled_by, found.findings, found.rectify_by
        )
        session.add(finding_of(project.id, actor, authority, look, found.photo_id))
    payload = {"level": level.value, "outcome": found.outcome, "comment": found.findings}
    note(
        session,
        project,
        (actor, authority),
        "project_judged",
        payload,
        happened_on=found.happened_on,
        handled_by=found.handled_by,
    )
    if project.state == ACCEPTED:
        _tell_cases(session, members, found)
    session.flush()
    return row


def open_findings(session: Session, project: Project) -> Sequence[ProjectInspection]:
    """What was found and is not yet put right."""
    return session.scalars(
        select(ProjectInspection)
        .where(
            ProjectInspection.project_id == project.id,
            ProjectInspection.rectify_by.is_not(None),
            ProjectInspection.settled_on.is_(None),
        )
        .order_by(ProjectInspection.id)
    ).all()


def _check_four_eyes(
    session: Session, actor: Actor, authority: Authority, project: Project
) -> None:
    """Whoever supervised the work or accepted it for the township does not judge it (F36)."""
    persons = persons_behind(actor, authority)
    rows = session.execute(
        union_all(
            *(
                select(table.id).where(
                    table.project_id == project.id,
                    or_(table.recorded_by_id.in_(persons), table.recorded_for_id.in_(persons)),
                    *only,
                )
                for table, only in (
                    # What the county found when it judged before is no supervision.
                    (ProjectInspection, (ProjectInspection.stage != NAMES[Level.COUNTY],)),
                    (ProjectAcceptance, (ProjectAcceptance.level == Level.TOWNSHIP,)),
                )
            ),
            select(ProjectInspection.id).where(
                ProjectInspection.project_id == project.id,
                or_(
                    ProjectInspection.settled_by_id.in_(persons),
                    ProjectInspection.settled_for_id.in_(persons),
                ),
            ),
        ).limit(1)
    ).first()
    if rows is not None:
        raise Forbidden(FOUR_EYES)


def _check_day(session: Session, project: Project, level: Level, day: dt.date) -> None:
    check_past(day, "happened_on")
    earliest, what = project.finished_on, "完工"
    if level is Level.COUNTY:
        earliest, what = _township_pass(session, project).happened_on, "初验"
    if earliest and day < earliest:
        raise Invalid(f"验收日期不能早于{what}日期({earliest:%Y-%m-%d})。", "happened_on")


def _check_team(session: Session, project: Project, level: Level, found: Findings) -> None:
    programme = session.get_one(Programme, project.programme_id)
    least = int(parameters_of(session, programme, clock.today())["acceptance_team_min"])
    if len(found.members) < least:
        raise Invalid(f"验收组至少 {least} 人,每行填写一人。", "members")
    if level is Level.TOWNSHIP:
        return
    if any(not each["unit"] for each in found.members):
        raise Invalid("请在每人姓名后写明单位或专业。", "members")
    earlier = {compared(each["name"]) for each in _township_pass(session, project).members}
    if len({compared(each["name"]) for each in found.members} - earlier) < least:
        raise Invalid(f"至少 {least} 人须没有参加过初步验收。", "members")


def _township_pass(session: Session, project: Project) -> ProjectAcceptance:
    return session.scalars(
        select(ProjectAcceptance)
        .where(
            ProjectAcceptance.project_id == project.id,
            ProjectAcceptance.level == Level.TOWNSHIP,
            ProjectAcceptance.outcome == PASS,
        )
        .order_by(ProjectAcceptance.id.desc())
        .limit(1)
    ).one()


def _check_pass(
    session: Session,
    project: Project,
    members: Sequence[tuple[ProjectHousehold, Application]],
    level: Level,
    found: Findings,
    failed: Sequence[CheckItem],
) -> None:
    if not members:
        raise Invalid("工程里没有农户,不能验收。")
    if waiting := open_findings(session, project):
        raise Invalid(f"还有 {len(waiting)} 条整改没有复查合格,不能验收。")
    if failed:
        names = "、".join(dict.fromkeys(item.failed_as for item in failed))
        raise Invalid(f"不合格:{names}。请选“不合格”。", "checklist")
    lacking = [case.head_name for member, case in members if member.id not in found.areas]
    if level is Level.COUNTY and lacking:
        raise Invalid(f"请填写每一户的实测面积,还缺:{'、'.join(lacking)}。")


def _row(
    project: Project,
    level: Level,
    actor: Actor,
    authority: Authority,
    found: Findings,
    failed: Sequence[CheckItem],
) -> ProjectAcceptance:
    assert actor.account_id is not None
    return ProjectAcceptance(
        project_id=project.id,
        level=level.value,
        outcome=found.outcome,
        happened_on=found.happened_on,
        handled_by=found.handled_by,
        members=list(found.members),
        checklist=dict(found.checklist),
        failed=[item.failed_as for item in failed],
        areas={str(number): str(area) for number, area in found.areas.items()},
        findings=found.findings,
        photo_id=found.photo_id,
        sheet_id=found.sheet_id,
        recorded_by_id=actor.account_id,
        recorded_for_id=authority.holder.account_id if authority.holder else None,
        recorded_at=clock.now(),
    )


def _tell_cases(
    session: Session,
    members: Sequence[tuple[ProjectHousehold, Application]],
    found: Findings,
) -> None:
    """Each household gets its area, the papers, and one message, delivered once by the worker."""
    ids = [case.id for _, case in members]
    for member, _ in members:
        member.measured_area_m2 = found.areas[member.id]
    papers_of_all = dict.fromkeys((found.sheet_id, found.photo_id))
    session.execute(
        insert(DocumentUse),
        [
            {"document_id": paper, "application_id": number}
            for number in ids
            for paper in papers_of_all
        ],
    )
    instances = engine.process_instances
    waiting = session.scalars(
        select(instances.c.id)
        .where(instances.c.application_id.in_(ids), instances.c.subject_kind == "application")
        .order_by(instances.c.application_id)
    )
    session.add_all(
        OutboxMessage(
            instance_id=instance_id,
            name=PROJECT_ACCEPTED,
            payload={},
            happened_on=found.happened_on,
            written_at=clock.now(),
        )
        for instance_id in waiting
    )
