"""Two lists of the demo county: one half filled in, one done but for a row that was refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.list_number import NUMBER, register_number
from forms.list_rows import complete_row
from models.application import Application
from models.case_list import CaseList, CaseListRow
from models.programme import Programme
from models.role import Role
from models.task import Task
from webapp.demo.county import COUNTY_CODE
from webapp.demo.driver import Driver
from workflows import case_lists, clock, worker

VERIFY, APPROVE = "verify_poverty", "approve_case"
# The files of the 扶贫办 on an ordinary household, and on one that is to be moved elsewhere (R36).
ORDINARY = {
    "in_relocation_plan": ["no"],
    "stable_out_of_poverty": ["no"],
    "whole_household_no_house": ["yes"],
    "marked_in_archive": ["yes"],
}
TO_BE_MOVED = ORDINARY | {"in_relocation_plan": ["yes"]}


def seed_lists(driver: Driver) -> None:
    """Make them of what is open; at each step of theirs somebody still waits afterwards."""
    _verify(driver)
    _draft_approval(driver)


def _verify(driver: Driver) -> None:
    with driver.database.write() as session:
        tasks = _open_tasks(session, VERIFY)
        if len(tasks) < 3:
            return
        actor = driver.holder(Role.POVERTY_ALLEVIATION_OFFICE, COUNTY_CODE)
        made = case_lists.make_list(session, driver.runtime, actor, tasks[:2]).case_list
        made.title = "7月建档立卡身份审核名单"
        made.answers = {
            "handled_by": [actor.name],
            "happened_on": [clock.today().isoformat()],
            "document_number": ["扎扶办函〔2019〕27号"],
            "document_date": [(clock.today() - timedelta(days=2)).isoformat()],
        }
        for row, answers in zip(_rows(session, made), (ORDINARY, TO_BE_MOVED), strict=True):
            row.answers = answers
        register_number(session, actor, made)
        case_lists.send_off(session, actor, made)
        session.commit()
    worker.run_until_idle(driver.database, driver.runtime, complete_row=complete_row)


def _draft_approval(driver: Driver) -> None:
    with driver.database.write() as session:
        tasks = _open_tasks(session, APPROVE)
        if not tasks:
            return
        actor = driver.holder(Role.OFFICE_APPROVER, COUNTY_CODE)
        made = case_lists.make_list(session, driver.runtime, actor, tasks).case_list
        made.title = "2019年第四批改造对象审批名单"
        made.answers = {NUMBER: ["扎危改办〔2019〕18号"]}
        session.commit()


def _open_tasks(session: Session, node: str) -> Sequence[int]:
    """Open tasks of plan A at ``node``."""
    return session.scalars(
        select(Task.id)
        .join(Application, Application.id == Task.application_id)
        .join(Programme, Programme.id == Application.programme_id)
        .where(Task.node_id == node, Task.status == "open", Programme.plan == "A")
        .order_by(Task.id)
    ).all()


def _rows(session: Session, made: CaseList) -> Sequence[CaseListRow]:
    return session.scalars(
        select(CaseListRow).where(CaseListRow.list_id == made.id).order_by(CaseListRow.position)
    ).all()
