"""The head of a case page: who, where it stands, whose desk it is on, and its stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased, contains_eager

from models.account import Account
from models.application import Application
from models.household import House, Household, Person, is_head_of
from models.notice import OPEN_TURNS, NoticedHousehold
from models.organisation import Organisation
from models.project import Project
from models.region import Region
from models.role import LABELS, ROLE_LEVEL, Level, Role
from models.task import Task
from webapp.cases.stages import Stage, stages_of
from webapp.wording import Badge, deadline_badge, until
from workflows import engine, rights, working_days
from workflows.engine import DefinitionSet
from workflows.errors import NotFound
from workflows.parameters import near_days
from workflows.rights import Actor
from workflows.runtime import MAIN_PROCESS, Runtime
from workflows.taking_back import seems_possible

# What a case that has not ended is called.
RUNNING = {"open": "办理中", "suspended": "已中止"}


@dataclass
class CaseFrame:
    """What every tab of a case page shows around its own content."""

    actor: Actor
    application: Application
    house: House | None
    head: Person | None
    village: str
    township: str
    county: str
    tasks: Sequence[Task]
    names: Mapping[int, str]
    processes: Sequence[Any]
    definitions: DefinitionSet
    notices: Sequence[NoticedHousehold]
    calendar: Mapping[dt.date, bool]
    near_days: int
    runtime: Runtime
    project: Project | None = None

    @property
    def id(self) -> int:
        """The number of the case in addresses."""
        return self.application.id

    @property
    def title(self) -> str:
        """王秀英 一家 3 口; before the first form is in, only that it is new."""
        application = self.application
        if not application.head_name:
            return "新申请"
        size = application.household_size
        return f"{application.head_name} 一家 {size} 口" if size else application.head_name

    @cached_property
    def open_tasks(self) -> list[Task]:
        """What waits for somebody, soonest due first."""
        waiting = [task for task in self.tasks if task.status == "open"]
        return sorted(waiting, key=lambda task: (task.due_on or dt.date.max, task.id))

    @cached_property
    def my_tasks(self) -> list[Task]:
        """What waits for the reader."""
        return [task for task in self.open_tasks if rights.may_do(self.actor, task)]

    @property
    def late_entries(self) -> list[Task]:
        """Steps that were entered after they happened (补录)."""
        return [task for task in self.tasks if task.late_reason]

    @property
    def typed_tasks(self) -> list[Task]:
        """What the reader may type for the village, on its signed paper (代录)."""
        return [
            task
            for task in self.open_tasks
            if task not in self.my_tasks and rights.may_type(self.actor, task)
        ]

    @property
    def taken_back_tasks(self) -> list[Task]:
        """What the reader has done and may take back as far as one can see from here (取回)."""
        kept = {row.id: row.undo_task for row in self.processes}
        return [
            task
            for task in self.tasks
            if seems_possible(self.actor, self.application, task, kept.get(task.instance_id))
        ]

    @property
    def stages(self) -> list[Stage]:
        """The way through the top level."""
        return stages_of(
            self.application, self.definitions, self.runtime.stage_of_process, self.tasks
        )

    @property
    def state_label(self) -> str:
        """办理中, or how it ended in the words of the drawing."""
        application = self.application
        if application.state in RUNNING:
            return RUNNING[application.state]
        try:
            return self.definitions.node(MAIN_PROCESS, application.result or "").name
        except KeyError:
            return "已结束"

    @property
    def desks(self) -> list[tuple[str, str]]:
        """(whose desk, which step) for all that waits."""
        return [(self.desk_of(task), task.name) for task in self.open_tasks]

    @property
    def waiting_for(self) -> str:
        """What a case without an open task waits for."""
        if self.is_suspended:
            return "已中止,恢复以后接着办"
        for notice in self.notices:
            if notice.ends_at is not None:
                return f"公示中,{until(notice.ends_at)}期满"
        is_open = self.application.state == "open"
        if self.project is not None and is_open and self.application.accepted_on is None:
            return f"随工程“{self.project.title}”建设,等工程竣工验收"
        return "等待系统办理" if is_open else ""

    @property
    def is_suspended(self) -> bool:
        """Whether the case stands still."""
        return self.application.state == "suspended"

    @property
    def may_read_project(self) -> bool:
        """Whether the page of its 工程 is open to the reader."""
        village = self.application.village_code
        return rights.covers_village(self.actor, village[:9], *rights.PROJECT_READERS) is not None

    @property
    def badge(self) -> Badge | None:
        """The nearest deadline."""
        tasks = self.open_tasks
        return deadline_badge(tasks[0].due_on, self.calendar, self.near_days) if tasks else None

    def desk_of(self, task: Task) -> str:
        """您, or the role and its place."""
        if task in self.my_tasks:
            return "您"
        return self.post_of(Role(task.role))

    def post_of(self, role: Role) -> str:
        """惠风川村经办, 蘑菇气镇领导, 危改办经办: the place takes the place of the level's word."""
        place = self.place_of(role)
        label = LABELS[role]
        return f"{place}{label.removeprefix('乡镇').removeprefix('村')}" if place else label

    def place_of(self, role: Role) -> str:
        """The place where ``role`` works on this case; the county goes without saying."""
        places = {Level.VILLAGE: self.village, Level.TOWNSHIP: self.township}
        return places.get(ROLE_LEVEL.get(role, Level.COUNTY), "")

    def badge_of(self, task: Task) -> Badge | None:
        """What is left for one task."""
        return deadline_badge(task.due_on, self.calendar, self.near_days)

    @property
    def main_instance_id(self) -> int:
        """The case's own process instance."""
        return int(next(row.id for row in self.processes if row.subject_kind == "application"))


def load_frame(session: Session, runtime: Runtime, actor: Actor, application_id: int) -> CaseFrame:
    """Read the head of a case in six statements. Raises NotFound, also for a foreign case."""
    village, township, county = aliased(Region), aliased(Region), aliased(Region)
    line = session.execute(
        select(Application, House, Person, Project, village.name, township.name, county.name)
        .join(Application.programme)
        .outerjoin(Application.household)
        .outerjoin(House, House.household_id == Household.id)
        .outerjoin(Person, is_head_of(Household.id))
        .outerjoin(Project, Project.id == Application.project_id)
        .join(village, village.code == Application.village_code)
        .join(township, township.code == village.parent_code)
        .join(county, county.code == township.parent_code)
        .options(contains_eager(Application.programme), contains_eager(Application.household))
        .where(Application.id == application_id, rights.visible_applications(actor))
        .limit(1)
    ).one_or_none()
    if line is None:
        raise NotFound
    application, house, head, project, *places = line
    done_by, done_for, assigned_to = aliased(Account), aliased(Account), aliased(Account)
    tasks = session.execute(
        select(Task, done_by.display_name, done_for.display_name, assigned_to.display_name)
        .outerjoin(done_by, done_by.id == Task.done_by_id)
        .outerjoin(done_for, done_for.id == Task.done_for_id)
        .outerjoin(assigned_to, assigned_to.id == Task.assigned_to_id)
        .where(Task.application_id == application_id)
        .order_by(Task.id)
    ).all()
    processes = session.execute(_PROCESSES, {"b_application": application_id}).all()
    main = next(row for row in processes if row.subject_kind == "application")
    return CaseFrame(
        actor=actor,
        application=application,
        house=house,
        head=head,
        village=places[0],
        township=places[1],
        county=places[2],
        tasks=[row[0] for row in tasks],
        names=_names(tasks),
        processes=processes,
        definitions=runtime.library.get(session, main.definition_hash),
        notices=_open_notices(session, application_id),
        calendar=working_days.exceptions(session),
        near_days=near_days(session, [application.programme]),
        runtime=runtime,
        project=project,
    )


def _names(rows: Sequence[Any]) -> dict[int, str]:
    """Everybody who did a task, or for whom it was done, or who has it in hand."""
    return {
        number: name
        for task, *names in rows
        for number, name in zip(
            (task.done_by_id, task.done_for_id, task.assigned_to_id), names, strict=True
        )
        if number
    }


def agency_name(session: Session, application: Application) -> str:
    """The assessment agency of the case; empty before it is commissioned."""
    if application.agency_id is None:
        return ""
    return session.get_one(Organisation, application.agency_id).name


def _open_notices(session: Session, application_id: int) -> Sequence[NoticedHousehold]:
    return session.scalars(
        select(NoticedHousehold)
        .where(
            NoticedHousehold.application_id == application_id,
            NoticedHousehold.state.in_(OPEN_TURNS),
        )
        .order_by(NoticedHousehold.id)
    ).all()


_instances = engine.process_instances
_PROCESSES = (
    select(
        _instances.c.id,
        _instances.c.process_id,
        _instances.c.subject_kind,
        _instances.c.subject_id,
        _instances.c.definition_hash,
        _instances.c.status,
        _instances.c.result,
        _instances.c.started_at,
        _instances.c.ended_at,
        _instances.c.undo_task,
    )
    .where(_instances.c.application_id == bindparam("b_application"))
    .order_by(_instances.c.id)
)
