"""Making the sheet of a public notice from the households that wait for one (公示名单)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, contains_eager

from models.application import Application
from models.notice import (
    CANCELLED,
    LISTED,
    MADE,
    TAKEN_OFF,
    WAITING,
    NoticedHousehold,
    PublicNotice,
)
from models.task import Task
from workflows import clock, history, rights
from workflows.case_lists import MAX_ROWS, place_of
from workflows.engine import process_instances
from workflows.errors import AlreadyDone, Invalid, NotFound
from workflows.history import Entry
from workflows.notice_content import content_of, hash_of, snapshots_of
from workflows.notice_places import note_places
from workflows.numbering import next_number
from workflows.publishing import check_published
from workflows.rights import MACHINE, Actor, Authority
from workflows.runtime import Runtime
from workflows.step import Step
from workflows.steps import view_task

POST, TAKE_DOWN = "post_notice", "take_down_notice"


@dataclass(frozen=True)
class Waiting:
    """A household that waits for a sheet, with its open task and its case."""

    noticed: NoticedHousehold
    task: Task
    application: Application


def waiting(session: Session, actor: Actor, *, task_id: int | None = None) -> list[Waiting]:
    """Households that wait on the desks of ``actor``: all, or those of the sheet of one task.

    One sheet is of one level, area and programme; at most 500 are read.
    """
    query = _waiting().where(rights.own_tasks(actor), rights.not_with_others(actor))
    if task_id is not None:
        one = session.execute(_turn_of_task().where(Task.id == task_id)).scalar_one_or_none()
        if one is None:
            return []
        query = query.where(
            NoticedHousehold.level == one.level,
            NoticedHousehold.area_code == one.area_code,
            NoticedHousehold.programme_id == one.programme_id,
        )
    rows = session.execute(query.order_by(NoticedHousehold.id).limit(MAX_ROWS)).unique().all()
    return [Waiting(*row) for row in rows]


def is_waiting(session: Session, task_id: int) -> bool:
    """Whether the household behind a posting is not on a sheet yet."""
    turn = session.execute(_turn_of_task().where(Task.id == task_id)).scalar_one_or_none()
    return turn is not None and turn.state == WAITING


def make(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    task_ids: Sequence[int],
    planned_on: dt.date,
) -> PublicNotice:
    """The sheet of the households behind ``task_ids``, to be posted on ``planned_on``.

    Raises Invalid when none of them waits, when they do not belong on one sheet, or when the day
    is past; the content is frozen with its hash, and every case has it on its record.
    """
    chosen = set(task_ids)
    if not chosen:
        raise Invalid("请至少选择一户。")
    if len(chosen) > MAX_ROWS:
        raise Invalid(f"一份公示最多 {MAX_ROWS} 户,其余请另行编制。")
    if planned_on < clock.today():
        raise Invalid("张贴日期不能早于今天;公示期从实际张贴的次日起算。", "planned_on")
    rows = _locked(session, actor, chosen)
    if not rows:
        raise Invalid("所选的农户已经编入公示,或者不在您的办理范围内,请刷新后再选。")
    if len({_sheet_of(each.noticed) for each in rows}) > 1:
        raise Invalid("一份公示只能列同一级、同一地区、同一方案的农户。")
    step = view_task(session, runtime, actor, rows[0].task.id)
    return _write(step, rows, planned_on, actor)


def make_for_paper(step: Step, posted_on: dt.date) -> PublicNotice:
    """The sheet of a notice that hung on paper before it was entered, of this household alone."""
    assert step.task is not None
    row = Waiting(step.noticed, step.task, step.application)
    return _write(step, [row], posted_on, MACHINE)


def discard(session: Session, actor: Actor, notice: PublicNotice, authority: Authority) -> None:
    """Put a sheet away that was never posted; its households wait for another.

    Raises AlreadyDone when it hangs already.
    """
    rows = _members(session, notice)
    session.refresh(notice, with_for_update=True)
    check_discardable(notice)
    for each in rows:
        each.noticed.notice_id, each.noticed.position = None, None
        each.noticed.state, each.noticed.snapshot = WAITING, {}
        _note(session, each, "notice_discarded", {"number": notice.number}, actor, authority)
    notice.state, notice.open_count = CANCELLED, 0


def check_discardable(notice: PublicNotice) -> None:
    """Raise AlreadyDone for a sheet that hangs or has hung."""
    if notice.state != MADE:
        raise AlreadyDone("这份公示已经张贴,不能作废;内容有误的,会以更正公示重新公示。")


def own_sheet(session: Session, actor: Actor, number: str) -> PublicNotice:
    """A sheet that ``actor`` may read, by its number. Raises NotFound, also for a foreign one."""
    found = session.scalar(
        select(PublicNotice)
        .where(PublicNotice.number == number, rights.visible_notices(actor))
        .limit(1)
    )
    if found is None:
        raise NotFound("没有这份公示,或者不在您的辖区内。")
    return found


def open_tasks(session: Session, notice: PublicNotice, node_id: str) -> Sequence[int]:
    """Open tasks of one kind of the households on the sheet, in its order."""
    return session.scalars(
        select(Task.id)
        .join(process_instances, process_instances.c.id == Task.instance_id)
        .join(NoticedHousehold, _is_subject())
        .where(
            NoticedHousehold.notice_id == notice.id,
            Task.node_id == node_id,
            Task.status == "open",
        )
        .order_by(NoticedHousehold.position)
    ).all()


# --- making ---------------------------------------------------------------------------------------


def _write(step: Step, rows: Sequence[Waiting], planned_on: dt.date, actor: Actor) -> PublicNotice:
    rows = sorted(rows, key=lambda each: place_of(each.application))
    session, first = step.session, rows[0].noticed
    applications = [each.application for each in rows]
    snapshots = snapshots_of(step, first.level, applications)
    _check_published(rows, snapshots)
    corrected = _corrected(session, rows)
    content = content_of(
        step,
        first.level,
        first.area_code,
        applications,
        snapshots,
        planned_on,
        corrected.number if corrected is not None else None,
    )
    programme, number = next_number(
        session,
        first.programme_id,
        "GS",
        county=PublicNotice.county_code,
        number=PublicNotice.number,
    )
    notice = PublicNotice(
        county_code=programme.county_code,
        number=number,
        programme_id=programme.id,
        level=first.level,
        area_code=first.area_code,
        corrects_id=corrected.id if corrected is not None else None,
        content=content,
        content_hash=hash_of(content),
        planned_on=planned_on,
        made_by_id=actor.account_id,
        made_at=clock.now(),
        is_on_site=bool(step.parameters.get(f"notice_on_site_{first.level}")),
        household_count=len(rows),
        open_count=len(rows),
    )
    session.add(notice)
    session.flush()
    note_places(session, notice, (each.village_code for each in applications))
    for position, (each, snapshot) in enumerate(zip(rows, snapshots, strict=True), start=1):
        each.noticed.notice_id, each.noticed.position = notice.id, position
        each.noticed.snapshot, each.noticed.state = snapshot, LISTED
        payload = {
            "notice": notice.id,
            "number": number,
            "level": first.level,
            "position": position,
            "published": snapshot,
            "content_hash": notice.content_hash,
        }
        if each.application is step.application and step.task is each.task and actor is MACHINE:
            step.note("notice_made", payload)
        else:
            authority = rights.holds_post(actor, each.task)
            _note(session, each, "notice_made", payload, actor, authority)
    return notice


def _check_published(rows: Sequence[Waiting], snapshots: Sequence[dict[str, Any]]) -> None:
    """No number of a person is published, however it is hidden (F56). Raises Invalid."""
    faults = [
        f"{row.application.head_name}:{fault}"
        for row, snapshot in zip(rows, snapshots, strict=True)
        for fault in check_published(snapshot)
    ]
    if faults:
        raise Invalid("".join(faults[:5]))


def _corrected(session: Session, rows: Sequence[Waiting]) -> PublicNotice | None:
    """The sheet that this one corrects: the newest from which one of its households was taken."""
    chains = {each.noticed.first_turn_id for each in rows} - {None}
    if not chains:
        return None
    return session.scalar(
        select(PublicNotice)
        .join(NoticedHousehold, NoticedHousehold.notice_id == PublicNotice.id)
        .where(
            NoticedHousehold.state == TAKEN_OFF,
            (NoticedHousehold.first_turn_id.in_(chains)) | (NoticedHousehold.id.in_(chains)),
        )
        .order_by(PublicNotice.id.desc())
        .limit(1)
    )


def _note(
    session: Session,
    row: Waiting,
    kind: str,
    payload: dict[str, Any],
    actor: Actor,
    authority: Authority | None,
) -> None:
    """Put what was done with the sheet on the record of one of its cases."""
    marks = authority.marks if authority is not None else {}
    entry = Entry(
        kind=kind,
        actor=actor,
        payload=payload | marks,
        happened_on=clock.today(),
        actor_role=authority.role.value if authority is not None else "",
        handled_by=actor.name,
    )
    history.record(session, row.application, [entry])


def _locked(session: Session, actor: Actor, task_ids: set[int]) -> list[Waiting]:
    """The households that still wait among ``task_ids``, their cases locked first, in one order."""
    found = session.scalars(
        select(Task.application_id).where(Task.id.in_(task_ids), rights.own_tasks(actor))
    ).all()
    _lock_cases(session, found)
    rows = session.execute(
        _waiting()
        .where(Task.id.in_(task_ids), rights.own_tasks(actor))
        .execution_options(populate_existing=True)
    ).unique()
    lines = [Waiting(*row) for row in rows]
    return [each for each in lines if rights.may_do(actor, each.task) is not None]


def _lock_cases(session: Session, application_ids: Sequence[int]) -> None:
    """Lock the cases in one order, so that two who lock the same ones wait and do not deadlock."""
    session.execute(
        select(Application.id)
        .where(Application.id.in_(application_ids))
        .order_by(Application.id)
        .with_for_update()
    )


def _members(session: Session, notice: PublicNotice) -> list[Waiting]:
    ids = session.scalars(
        select(NoticedHousehold.application_id).where(NoticedHousehold.notice_id == notice.id)
    ).all()
    _lock_cases(session, ids)
    rows = session.execute(
        _turns()
        .where(NoticedHousehold.notice_id == notice.id)
        .execution_options(populate_existing=True)
    ).unique()
    return [Waiting(*row) for row in rows]


def _sheet_of(noticed: NoticedHousehold) -> tuple[Any, ...]:
    return (noticed.level, noticed.area_code, noticed.programme_id)


def _is_subject() -> Any:
    return and_(
        process_instances.c.subject_kind == "notice",
        process_instances.c.subject_id == NoticedHousehold.id,
    )


def _turns() -> Select[NoticedHousehold, Task, Application]:
    """Turns with the posting that waits for them and their cases."""
    return (
        select(NoticedHousehold, Task, Application)
        .join(process_instances, _is_subject())
        .join(
            Task,
            and_(
                Task.instance_id == process_instances.c.id,
                Task.node_id == POST,
                Task.status == "open",
            ),
        )
        .join(Application, Application.id == NoticedHousehold.application_id)
        .join(Application.programme)
        .outerjoin(Application.household)
        .options(contains_eager(Application.programme), contains_eager(Application.household))
    )


def _waiting() -> Select[NoticedHousehold, Task, Application]:
    return _turns().where(NoticedHousehold.state == WAITING)


def _turn_of_task() -> Select[NoticedHousehold]:
    return (
        select(NoticedHousehold)
        .join(process_instances, _is_subject())
        .join(Task, Task.instance_id == process_instances.c.id)
    )
