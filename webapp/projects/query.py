"""Projects as they are listed, and one with all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.application import Application
from models.document import Document
from models.history import HistoryEntry
from models.programme import Programme
from models.project import (
    STATES,
    Project,
    ProjectAcceptance,
    ProjectHousehold,
    ProjectInspection,
)
from models.region import Region
from models.task import Task
from workflows import history, rights
from workflows.rights import Actor

PAGE = 20
NEWEST = 50
TONES = {"accepted": "ok", "checked": "ok", "finished": "soon"}


@dataclass(frozen=True)
class ProjectFilters:
    """What the address asks for; empty means all."""

    township: str = ""
    programme: str = ""
    state: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out."""
        return not (self.township or self.programme or self.state)

    def address(self) -> dict[str, str | None]:
        """As parameters of an address."""
        return {
            "township": self.township or None,
            "programme": self.programme or None,
            "state": self.state or None,
        }


@dataclass(frozen=True)
class ProjectRow:
    """A project as it is listed; ``households`` are those in it now."""

    project: Project
    programme: Programme
    township: str
    households: int

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return STATES[self.project.state]

    @property
    def tone(self) -> str:
        """The tone of that word."""
        return TONES.get(self.project.state, "plain")


@dataclass
class MemberRow:
    """A household of a project and where its case stands."""

    member: ProjectHousehold
    application: Application
    village: str
    steps: list[str] = field(default_factory=list)

    @property
    def standing(self) -> str:
        """The open steps of the case, or what it waits for."""
        if self.application.state == "suspended":
            return "已中止"
        if self.application.state == "ended":
            return "已结束"
        return "、".join(self.steps) or "随工程建设"


@dataclass
class ProjectContents:
    """One project with everything that its page shows."""

    row: ProjectRow
    site: str
    members: Sequence[MemberRow]
    former: Sequence[MemberRow]
    inspections: Sequence[ProjectInspection]
    acceptances: Sequence[ProjectAcceptance]
    documents: Sequence[Document]
    entries: Sequence[HistoryEntry]


def projects_page(
    session: Session, actor: Actor, filters: ProjectFilters, before: int
) -> list[ProjectRow]:
    """At most one row more than a page, newest first."""
    query = _rows().where(rights.visible_projects(actor))
    if filters.township:
        query = query.where(Project.township_code == filters.township)
    if filters.programme:
        query = query.where(Project.programme_id == int(filters.programme))
    if filters.state:
        query = query.where(Project.state == filters.state)
    if before:
        query = query.where(Project.id < before)
    lines = session.execute(query.order_by(Project.id.desc()).limit(PAGE + 1))
    return [ProjectRow(*line) for line in lines]


def contents_of(session: Session, project: Project) -> ProjectContents:
    """What belongs to ``project``; the caller has asked for the right to read it."""
    row = ProjectRow(*session.execute(_rows().where(Project.id == project.id)).one())
    members = _members(session, project)
    _add_steps(session, members)
    site = session.get(Region, project.site_village_code) if project.site_village_code else None
    return ProjectContents(
        row=row,
        site=site.name if site is not None else "",
        members=[each for each in members if each.member.left_on is None],
        former=[each for each in members if each.member.left_on is not None],
        inspections=_of(session, ProjectInspection, project),
        acceptances=_of(session, ProjectAcceptance, project),
        documents=_of(session, Document, project),
        entries=session.scalars(
            history.entries_of(project).order_by(HistoryEntry.seq.desc()).limit(NEWEST)
        ).all(),
    )


def _rows() -> Any:
    households = (
        select(func.count())
        .where(ProjectHousehold.project_id == Project.id, ProjectHousehold.left_on.is_(None))
        .correlate(Project)
        .scalar_subquery()
    )
    return (
        select(Project, Programme, Region.name, households)
        .join(Programme, Programme.id == Project.programme_id)
        .join(Region, Region.code == Project.township_code)
    )


def _members(session: Session, project: Project) -> list[MemberRow]:
    lines = session.execute(
        select(ProjectHousehold, Application, Region.name)
        .join(Application, Application.id == ProjectHousehold.application_id)
        .join(Region, Region.code == Application.village_code)
        .where(ProjectHousehold.project_id == project.id)
        .order_by(ProjectHousehold.dwelling_number, ProjectHousehold.id)
    )
    return [MemberRow(*line) for line in lines]


def _add_steps(session: Session, members: Sequence[MemberRow]) -> None:
    by_case = {each.application.id: each for each in members}
    tasks = session.execute(
        select(Task.application_id, Task.name)
        .where(Task.application_id.in_(by_case), Task.status == "open")
        .order_by(Task.id)
    )
    for number, name in tasks:
        by_case[number].steps.append(name)


def _of(session: Session, table: Any, project: Project) -> Sequence[Any]:
    query = select(table).where(table.project_id == project.id).order_by(table.id)
    return session.scalars(query).all()
