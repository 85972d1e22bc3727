"""Which households are in a project: joining at the agreement, leaving before the acceptance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.application import Application
from models.method import BY_TOWNSHIP, MUTUAL_AID_HOME
from models.outbox import OutboxMessage
from models.project import ACCEPTED, BUILDING, PLANNED, Project, ProjectHousehold
from models.task import PENDING, Task
from workflows import clock, engine, rights
from workflows.errors import AlreadyDone, Invalid, NotFound
from workflows.projects.access import WRITERS, check_kin, check_past, locked, note
from workflows.rights import Actor, Authority

AGREEMENT = "sign_agreement"
PROJECT_LEFT = "project_left"
OPEN_TO_JOIN = (PLANNED, BUILDING)
CLOSED = "工程已经完工,不能再加入农户。"


def candidates(project: Project) -> Select[Application]:
    """Cases that may join: approved, waiting for their agreement, to be built so by the township.

    The agreement is where a case turns to its project or to works of its own, so that a household
    joins before it and after approval, notice and registration are over.
    """
    return (
        select(Application)
        .join(Task, Task.application_id == Application.id)
        .where(
            Task.node_id == AGREEMENT,
            Task.status.in_(PENDING),
            Application.project_id.is_(None),
            Application.programme_id == project.programme_id,
            Application.method == project.kind,
            Application.builder == BY_TOWNSHIP,
            rights.within(Application.village_code, project.township_code),
        )
        .order_by(Application.village_code, Application.id)
    )


def join(
    session: Session,
    actor: Actor,
    project_id: int,
    dwellings: Mapping[int, str],
    *,
    joined_on: dt.date,
) -> Sequence[ProjectHousehold]:
    """Let the cases that are keys of ``dwellings`` join, each in the dwelling of that number.

    All or none. Raises Invalid by name, AlreadyDone once the project is finished, Forbidden.
    """
    project, authority = locked(session, actor, project_id, *WRITERS)
    _check_open(project)
    check_past(joined_on, "joined_on")
    cases = _locked_cases(session, project, dwellings)
    check_kin(session, actor, [case.household_id for case in cases])
    for case in cases:
        if case.approved_on is None or joined_on < case.approved_on:
            raise Invalid(
                f"{case.head_name}于 {case.approved_on:%Y-%m-%d} 批准,不能在批准以前加入工程。",
                "joined_on",
            )
    _check_dwellings(session, project, list(dwellings.values()))
    return [
        _enter(session, project, case, (actor, authority), dwellings[case.id], joined_on)
        for case in cases
    ]


def leave(
    session: Session,
    actor: Actor,
    project_id: int,
    member_id: int,
    *,
    reason: str,
    left_on: dt.date,
    to_project_id: int | None = None,
    dwelling_number: str = "",
) -> ProjectHousehold:
    """End a household's place in the project, with or without one in another.

    Only a 政府兜底房 may go on by itself; a 互助院 is never built by one household (R50).
    Raises AlreadyDone after the county's acceptance, Invalid, NotFound, Forbidden.
    """
    # Both rows in the order of their numbers: two that swap households never wait for each other.
    pair = sorted({project_id, to_project_id or project_id})
    rows = {each: locked(session, actor, each, *WRITERS) for each in pair}
    project, authority = rows[project_id]
    if project.state == ACCEPTED:
        raise AlreadyDone("工程已经竣工验收,农户不能再退出。")
    member, case = _member(session, project, member_id)
    check_kin(session, actor, [case.household_id])
    check_past(left_on, "left_on")
    if left_on < member.joined_on:
        raise Invalid(f"不能早于加入日期({member.joined_on:%Y-%m-%d})。", "left_on")
    if to_project_id is None and project.kind == MUTUAL_AID_HOME:
        raise Invalid("互助院的农户只能转入另一个工程,或者随这一件终止退出。", "to_project_id")
    _end(session, member, case, actor, reason, left_on)
    payload = {"project": project.number, "household": case.head_name, "comment": reason}
    for subject in (project, case):
        note(session, subject, (actor, authority), "project_left", payload, happened_on=left_on)
    if to_project_id is None:
        _send_back(session, case, left_on)
        return member
    target, over = rows[to_project_id]
    _check_target(project, target)
    _check_dwellings(session, target, [dwelling_number])
    _enter(session, target, case, (actor, over), dwelling_number, left_on)
    return member


def is_member(session: Session, application_id: int) -> bool:
    """Whether the case is in a project now."""
    query = select(Application.project_id).where(Application.id == application_id)
    return session.scalar(query) is not None


def targets(project: Project) -> Select[Project]:
    """Projects to which a household of ``project`` may move."""
    return (
        select(Project)
        .where(
            Project.id != project.id,
            Project.township_code == project.township_code,
            Project.programme_id == project.programme_id,
            Project.kind == project.kind,
            Project.state.in_(OPEN_TO_JOIN),
        )
        .order_by(Project.id)
    )


def _check_open(project: Project) -> None:
    if project.state not in OPEN_TO_JOIN:
        raise AlreadyDone(CLOSED)


def _check_target(project: Project, target: Project) -> None:
    _check_open(target)
    mine = (project.township_code, project.programme_id, project.kind)
    if (target.township_code, target.programme_id, target.kind) != mine or target is project:
        raise Invalid("只能转入同一乡镇、同一方案、同一方式的另一个工程。", "to_project_id")


def _locked_cases(
    session: Session, project: Project, dwellings: Mapping[int, str]
) -> Sequence[Application]:
    found = session.scalars(
        candidates(project)
        .where(Application.id.in_(dwellings))
        .order_by(None)
        .order_by(Application.id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).all()
    if len(found) < len(dwellings) or not found:
        raise Invalid(
            "有的农户现在不能加入:须已批准、正等签订建房协议、由乡镇统一实施,"
            "而且没有加入别的工程。请刷新后重选。"
        )
    return found


def _check_dwellings(session: Session, project: Project, numbers: Sequence[str]) -> None:
    if any(not number for number in numbers):
        raise Invalid("请填写房号。", "dwelling_number")
    taken = set(
        session.scalars(
            select(ProjectHousehold.dwelling_number).where(
                ProjectHousehold.project_id == project.id, ProjectHousehold.left_on.is_(None)
            )
        )
    )
    twice = sorted({each for each in numbers if numbers.count(each) > 1 or each in taken})
    if twice:
        raise Invalid(f"房号 {'、'.join(twice)} 已有农户,一套房只住一户。", "dwelling_number")


def _enter(
    session: Session,
    project: Project,
    case: Application,
    by: tuple[Actor, Authority],
    dwelling_number: str,
    joined_on: dt.date,
) -> ProjectHousehold:
    actor, _ = by
    assert actor.account_id is not None
    member = ProjectHousehold(
        project_id=project.id,
        application_id=case.id,
        dwelling_number=dwelling_number,
        joined_on=joined_on,
        joined_by_id=actor.account_id,
        joined_at=clock.now(),
    )
    session.add(member)
    case.project_id = project.id
    payload = {
        "project": project.number,
        "title": project.title,
        "household": case.head_name,
        "dwelling": dwelling_number,
    }
    for subject in (project, case):
        note(session, subject, by, "project_joined", payload, happened_on=joined_on)
    session.flush()
    return member


def _member(
    session: Session, project: Project, member_id: int
) -> tuple[ProjectHousehold, Application]:
    found = session.execute(
        select(ProjectHousehold, Application)
        .join(Application, Application.id == ProjectHousehold.application_id)
        .where(ProjectHousehold.id == member_id, ProjectHousehold.project_id == project.id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("这个工程里没有这一户。")
    member, case = found
    if member.left_on is not None:
        raise AlreadyDone(f"{case.head_name}已经退出这个工程,请刷新页面。")
    return member, case


def _end(
    session: Session,
    member: ProjectHousehold,
    case: Application,
    actor: Actor,
    reason: str,
    left_on: dt.date,
) -> None:
    member.left_on, member.left_reason = left_on, reason
    member.left_by_id = actor.account_id
    # Its days are those of whoever builds it from now on.
    case.project_id = case.started_on = case.completed_on = None
    session.flush()


def _send_back(session: Session, case: Application, happened_on: dt.date) -> None:
    """Tell the case that it builds by itself; before its agreement nobody waits for that."""
    instances = engine.process_instances
    main = session.execute(
        select(instances.c.id).where(
            instances.c.application_id == case.id, instances.c.subject_kind == "application"
        )
    ).scalar_one()
    session.add(
        OutboxMessage(
            instance_id=main,
            name=PROJECT_LEFT,
            payload={},
            happened_on=happened_on,
            written_at=clock.now(),
        )
    )
