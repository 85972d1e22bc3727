"""Lists (名单, A.21): making one from open tasks, sending it off, and what becomes of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, insert, select, update
from sqlalchemy.orm import Session

from models.application import Application
from models.case_list import (
    DISCARDED,
    DONE,
    DRAFT,
    FINISHED,
    OPEN,
    REFUSED,
    RUNNING,
    TAKEN_BACK,
    WAITING,
    CaseList,
    CaseListRow,
)
from models.household import Household
from models.task import Task
from workflows import clock, rights
from workflows.errors import AlreadyDone, Invalid, NotFound
from workflows.numbering import next_number
from workflows.rights import Actor
from workflows.runtime import Runtime

MAX_ROWS = 500
NUMERALS = "零一二三四五六七八九"
BUSY = "这份名单正在办理,办完以后才能修改。"


@dataclass(frozen=True)
class Made:
    """A new list, and in words what of the choice is not on it."""

    case_list: CaseList
    left_out: list[str]


def make_list(session: Session, runtime: Runtime, actor: Actor, task_ids: Sequence[int]) -> Made:
    """A draft of the open tasks among ``task_ids``: those of the first one's step and desk.

    Raises Invalid when none of them can be done by ``actor``.
    """
    found = _tasks(session, actor, task_ids[:MAX_ROWS])
    fitting = [each for each in found if each.Task.status == "open"]
    if not fitting:
        raise Invalid("所选的都已经不在待办里了,请刷新待办后重新选择。")
    first = fitting[0]
    rows = [each for each in fitting if _desk(each) == _desk(first)]
    case_list = _new_list(session, actor, first)
    outcomes = runtime.library.current.outcomes(first.Task.process_id, first.Task.node_id)
    usual = next((each.id for each in outcomes if not each.needs_reason), outcomes[0].id)
    rows.sort(
        key=lambda each: (*_place(each.village_code, each.group_name, each.head_name), each.Task.id)
    )
    case_list.row_count = len(rows)
    session.execute(
        insert(CaseListRow),
        [
            {
                "list_id": case_list.id,
                "position": position,
                "application_id": each.Task.application_id,
                "task_id": each.Task.id,
                "outcome": usual,
                "answers": {},
                "state": OPEN,
            }
            for position, each in enumerate(rows, start=1)
        ],
    )
    return Made(case_list, _left_out(task_ids, found, fitting, rows))


def _tasks(session: Session, actor: Actor, task_ids: Sequence[int]) -> list[Any]:
    """(Task, programme_id, village_code, head_name, group_name), in the order of the choice."""
    lines = session.execute(
        select(
            Task,
            Application.programme_id,
            Application.village_code,
            Application.head_name,
            Household.group_name,
        )
        .join(Application, Application.id == Task.application_id)
        .outerjoin(Household, Household.id == Application.household_id)
        .where(Task.id.in_(task_ids), rights.own_tasks(actor))
    )
    order = {number: position for position, number in enumerate(task_ids)}
    may = [each for each in lines if rights.may_do(actor, each.Task) is not None]
    return sorted(may, key=lambda each: order[each.Task.id])


def _desk(line: Any) -> tuple[Any, ...]:
    task = line.Task
    return (
        task.process_id,
        task.node_id,
        task.role,
        task.area_code,
        task.organisation_id,
        line.programme_id,
    )


def place_of(application: Application) -> tuple[Any, ...]:
    """Village, then group by its number (二组 before 三组 before 十一组), then name."""
    household = application.household
    return _place(
        application.village_code, household.group_name if household else "", application.head_name
    )


def _place(village_code: str, group_name: str | None, head_name: str) -> tuple[Any, ...]:
    group = group_name or ""
    tens, _, ones = group.partition("十")
    number = 10 * (NUMERALS.find(tens[:1]) if tens else 1) if "十" in group else 0
    number += max(NUMERALS.find((ones if "十" in group else group)[:1]), 0)
    return (village_code, number, group, head_name)


def _new_list(session: Session, actor: Actor, line: Any) -> CaseList:
    task = line.Task
    programme, number = next_number(
        session, line.programme_id, "MD", county=CaseList.county_code, number=CaseList.number
    )
    assert actor.account_id is not None
    case_list = CaseList(
        county_code=programme.county_code,
        number=number,
        programme_id=programme.id,
        process_id=task.process_id,
        node_id=task.node_id,
        step_name=task.name,
        form_key=task.form_key,
        role=task.role,
        area_code=task.area_code,
        organisation_id=task.organisation_id,
        title=f"{task.name}名单",
        answers={},
        scan_ids=[],
        made_by_id=actor.account_id,
        made_at=clock.now(),
    )
    session.add(case_list)
    session.flush()
    return case_list


def _left_out(
    task_ids: Sequence[int], found: Sequence[Any], fitting: Sequence[Any], rows: Sequence[Any]
) -> list[str]:
    sentences = []
    if len(task_ids) > MAX_ROWS:
        sentences.append(f"一份名单最多 {MAX_ROWS} 户,其余请另建名单。")
    if foreign := len(set(task_ids[:MAX_ROWS])) - len(found):
        sentences.append(f"{foreign} 件不在您的办理范围内,没有列入。")
    if done := [each.head_name or "新申请" for each in found if each not in fitting]:
        sentences.append(f"{'、'.join(done[:5])}等 {len(done)} 件已不需要办理,没有列入。")
    others = Counter(each.Task.name for each in fitting if each not in rows)
    for name, count in others.items():
        sentences.append(f"“{name}”{count} 件属于别的步骤、岗位或方案,请另建名单。")
    return sentences


# --- the list -------------------------------------------------------------------------------------


def own_list(session: Session, actor: Actor, list_id: int, *, lock: bool = False) -> CaseList:
    """A list of the actor's desk. Raises NotFound, also for one of another desk."""
    query = select(CaseList).where(
        CaseList.id == list_id, CaseList.state != DISCARDED, rights.own_lists(actor)
    )
    if lock:
        query = query.with_for_update(of=CaseList).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound("没有这份名单,或者不在您的办理范围内。")
    return found


def draft_with(session: Session, actor: Actor, task_id: int) -> CaseList | None:
    """The draft of the actor's desk on which a task stands already."""
    return session.scalar(
        select(CaseList)
        .join(CaseListRow, CaseListRow.list_id == CaseList.id)
        .where(CaseListRow.task_id == task_id, CaseList.state == DRAFT, rights.own_lists(actor))
        .order_by(CaseList.id.desc())
        .limit(1)
    )


def check_open(case_list: CaseList) -> None:
    """Raise AlreadyDone unless rows of the list can still be answered."""
    if case_list.state == RUNNING:
        raise AlreadyDone(BUSY)
    if case_list.state == FINISHED and not case_list.refused_count:
        raise AlreadyDone("这份名单已经全部办结,不能再改。")


def send_off(session: Session, actor: Actor, case_list: CaseList) -> None:
    """Hand every row that is not done to the worker, in the name of ``actor``."""
    check_open(case_list)
    moved = update(CaseListRow).where(
        CaseListRow.list_id == case_list.id, CaseListRow.state.in_((OPEN, REFUSED))
    )
    session.execute(moved.values(state=WAITING, message="", attempts=0))
    case_list.state, case_list.refused_count = RUNNING, 0
    case_list.version += 1
    case_list.submitted_by_id, case_list.submitted_at = actor.account_id, clock.now()
    case_list.finished_at = None


def discard(case_list: CaseList) -> None:
    """Put a draft away; its number is not used again. Raises AlreadyDone for one sent off."""
    if case_list.state != DRAFT:
        raise AlreadyDone("名单已经提交办理,不能作废。")
    case_list.state = DISCARDED


# --- its rows -------------------------------------------------------------------------------------


def waiting_rows(session: Session, limit: int) -> Sequence[int]:
    """Rows that wait for a worker, oldest first."""
    return session.scalars(
        select(CaseListRow.id)
        .where(CaseListRow.state == WAITING)
        .order_by(CaseListRow.id)
        .limit(limit)
    ).all()


def claim(session: Session, row_id: int) -> tuple[CaseListRow, CaseList] | None:
    """The row and its list, locked for this worker; None when another has it or has done it."""
    found = session.execute(
        select(CaseListRow, CaseList)
        .join(CaseList, CaseList.id == CaseListRow.list_id)
        .where(CaseListRow.id == row_id, CaseListRow.state == WAITING)
        .with_for_update(of=CaseListRow, skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return None if found is None else (found[0], found[1])


def mark_done(session: Session, row: CaseListRow) -> None:
    """Count a row whose case has moved on, in the transaction that moved it."""
    row.state, row.done_at = DONE, clock.now()
    # The step's own record has the answers now; a second copy would only be a second secret.
    row.answers = {}
    session.flush()
    _count(session, row.list_id, done=1)


def mark_refused(session: Session, row: CaseListRow, sentence: str) -> None:
    """Keep why a row could not be done."""
    row.state, row.message = REFUSED, sentence
    session.flush()
    _count(session, row.list_id, refused=1)


def mark_taken_back(session: Session, task_id: int) -> None:
    """取回: the row by which the step was done, if it was, counts no longer on its list."""
    row = session.scalar(
        select(CaseListRow).where(CaseListRow.task_id == task_id, CaseListRow.state == DONE)
    )
    if row is not None:
        row.state = TAKEN_BACK
        session.flush()
        _count(session, row.list_id, done=-1, taken_back=1)


def _count(
    session: Session, list_id: int, *, done: int = 0, refused: int = 0, taken_back: int = 0
) -> None:
    """Raise the counts by SQL: two workers count on the same list. The last row ends it."""
    dones, refusals = CaseList.done_count + done, CaseList.refused_count + refused
    backs = CaseList.taken_back_count + taken_back
    is_last = dones + refusals + backs >= CaseList.row_count
    # A row that is taken back from a list that has ended does not end it anew.
    ends = and_(is_last, CaseList.finished_at.is_(None))
    session.execute(
        update(CaseList)
        .where(CaseList.id == list_id)
        .values(
            done_count=dones,
            refused_count=refusals,
            taken_back_count=backs,
            state=case((is_last, FINISHED), else_=CaseList.state),
            finished_at=case((ends, clock.now()), else_=CaseList.finished_at),
        )
        .execution_options(synchronize_session=False)
    )
