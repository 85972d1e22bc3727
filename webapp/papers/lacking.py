"""待补纸质: the finished steps of somebody's desks whose signed paper has not come back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, literal_column, select, union
from sqlalchemy.orm import Session

from models.application import Application
from models.programme import Programme
from models.region import Region
from models.role import ROLE_LEVEL
from models.task import Task
from webapp.keys import key_in
from workflows import clock, rights
from workflows.paper_scans import kinds_given
from workflows.papers import Paper, lacking_papers, needed_papers
from workflows.parameters import parameters_of
from workflows.rights import Actor

PAGE = 20
# Written out, not bound: only so does SQLite see that the partial index serves.
IS_LACKING: ColumnElement[bool] = literal_column("tasks.lacks_paper")


@dataclass(frozen=True)
class LackingRow:
    """One finished step with the papers that are still to come."""

    task: Task
    application: Application
    village: str
    papers: list[Paper]


def lacking_tasks(actor: Actor, limit: int, after: int = 0) -> Select[int]:
    """Ids of at most ``limit`` such tasks, oldest first; each desk is an arm along the index."""
    arms = [
        select(Task.id)
        .where(IS_LACKING, Task.id > after, _of_desk(actor, authority))
        .order_by(Task.id)
        .limit(limit)
        .subquery()
        for authority in dict.fromkeys(actor.authorities)
        if authority.role in ROLE_LEVEL and authority.role not in rights.READ_ONLY
    ]
    if not arms:
        return select(Task.id).where(literal_column("1 = 0"))
    merged = union(*(select(arm.c.id) for arm in arms)).subquery()
    return select(merged.c.id).order_by(merged.c.id).limit(limit)


def lacking_page(session: Session, actor: Actor, after: str) -> tuple[list[LackingRow], str]:
    """One page, and the address of the next; empty on the last one."""
    last = key_in(after) or 0
    chosen = list(session.scalars(lacking_tasks(actor, PAGE + 1, last)))
    lines = session.execute(
        select(Task, Application, Programme, Region.name)
        .join(Application, Application.id == Task.application_id)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Region, Region.code == Application.village_code)
        .where(Task.id.in_(chosen[:PAGE]))
        .order_by(Task.id)
    ).all()
    given = kinds_given(session, chosen[:PAGE])
    rows = []
    for task, application, programme, village in lines:
        parameters = parameters_of(session, programme, clock.today())
        papers = lacking_papers(parameters, task.node_id, task.outcome, given[task.id])
        # Where the programme has changed since, any of the step's papers settles it.
        papers = papers or needed_papers(parameters, task.node_id, task.outcome)
        rows.append(LackingRow(task, application, village, papers))
    return rows, str(chosen[PAGE - 1]) if len(chosen) > PAGE else ""


def _of_desk(actor: Actor, authority: rights.Authority) -> ColumnElement[bool]:
    return rights.own_tasks(dataclasses.replace(actor, authorities=(authority,)))
