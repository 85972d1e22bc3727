"""Walking the rows of sheets through the real process: one step and one transaction at a time.

Where a row stands is told by its case alone, so that a worker that was killed goes on where it was
and two workers at once do nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, insert, literal_column, or_, select, update
from sqlalchemy.orm import Session

from forms.registry import TASK_FORMS
from forms.submission import InvalidForm, submit_begun
from models.application import Application
from models.case_import import CaseImport, CaseImportRow
from models.database import Database
from models.document import Document, DocumentUse
from models.outbox import OutboxMessage
from models.programme import Programme
from models.role import KEEPER_OF_LEVEL, Role
from models.task import Task
from webapp.imports.answers import answers_of
from webapp.imports.asked import NOTICE_NODES, SheetStep
from webapp.imports.rows import SheetRow
from workflows import clock, engine, steps
from workflows.actors import account_view
from workflows.applications import open_case
from workflows.errors import Forbidden, Invalid, Refused
from workflows.rights import Actor
from workflows.runtime import Runtime

BATCH = 50
LONGEST_MESSAGE = 1000
FAILED = "系统没有办成这一步,没有保存任何内容。请联系系统管理员,或从这一步起单独办理。"
LEVEL_OF_KEEPER = {keeper: level for level, keeper in KEEPER_OF_LEVEL.items()}
# Written out, not bound: only so does SQLite see that the partial index serves.
IS_WAITING: ColumnElement[bool] = literal_column("case_import_rows.state = 'waiting'")
log = structlog.get_logger()


def walk_rows(database: Database, runtime: Runtime) -> int:
    """Bring each of the first waiting rows one step forward; returns how many moved."""
    with database.read() as session:
        waiting = session.scalars(
            select(CaseImportRow.id).where(IS_WAITING).order_by(CaseImportRow.id).limit(BATCH)
        ).all()
    return sum(_walk(database, runtime, row_id) for row_id in waiting)


def _walk(database: Database, runtime: Runtime, row_id: int) -> int:
    with database.write() as session:
        row = _claim(session, row_id)
        if row is None:
            return 0
        try:
            has_moved = _one_step(session, runtime, row)
            session.commit()
            return int(has_moved)
        except InvalidForm as error:
            sentence = _in_words(error)
        except Refused as error:
            sentence = error.sentence
        except Exception:
            log.exception("import_row_failed", row_id=row_id)
            sentence = FAILED
        session.rollback()
    with database.write() as session:
        row = _claim(session, row_id)
        if row is not None:
            _finish(session, row, "refused", sentence[:LONGEST_MESSAGE])
            session.commit()
    return 1


def _claim(session: Session, row_id: int) -> CaseImportRow | None:
    return session.scalar(
        select(CaseImportRow)
        .where(CaseImportRow.id == row_id, CaseImportRow.state == "waiting")
        .with_for_update(skip_locked=True)
    )


def _one_step(session: Session, runtime: Runtime, row: CaseImportRow) -> bool:
    """Open the case, do its next step, or see that it has arrived; False while it only waits."""
    of = session.get_one(CaseImport, row.import_id)
    actor, programme = _typist(session, of), session.get_one(Programme, of.programme_id)
    statement = session.get_one(Document, of.statement_id)
    if row.application_id is None:
        assert row.village_code is not None
        step = open_case(
            session,
            runtime,
            actor,
            programme_id=programme.id,
            village_code=row.village_code,
            opener=Role.OFFICE_HANDLER,
        )
        row.application_id = step.application.id
        use = {"document_id": statement.id, "application_id": step.application.id}
        session.execute(insert(DocumentUse), [use])
        return True
    told = SheetRow(row.cells).told(programme.plan)
    tasks = session.scalars(
        select(Task).where(Task.application_id == row.application_id).order_by(Task.id)
    ).all()
    done = {key_of(task) for task in tasks if task.status == "done"}
    left = {each.key: each for each in told if each.key not in done}
    ready = [(task, left[key_of(task)]) for task in tasks if _is_ready(task, left)]
    if ready:
        # Of two that are open at once the earlier goes first: what follows comes after both.
        task, next_step = min(ready, key=lambda each: (_day(row, each[1]), each[0].id))
        _do(session, runtime, actor, row, task, next_step, of, statement)
        return True
    if _waits_for_the_machine(session, row.application_id):
        return False
    # Of departments that may answer, the first 通过 settles it: the others are not asked any more.
    cancelled = {key_of(task) for task in tasks if task.status == "cancelled"}
    if stuck := [each for each in left.values() if each.key not in cancelled]:
        raise Invalid(_why_stuck(stuck[0], tasks))
    _finish(session, row, "done", "")
    return True


def key_of(task: Task) -> str:
    """The step of the sheet that a task is: its node, for a notice with the level."""
    if task.node_id not in NOTICE_NODES:
        return task.node_id
    return f"{task.node_id}_{LEVEL_OF_KEEPER[Role(task.role)]}"


def _is_ready(task: Task, left: dict[str, SheetStep]) -> bool:
    return task.status == "open" and key_of(task) in left


def _do(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    row: CaseImportRow,
    task: Task,
    next_step: SheetStep,
    of: CaseImport,
    statement: Document,
) -> None:
    step = steps.begin(session, runtime, actor, task.id, statement=statement)
    form = TASK_FORMS[task.form_key](None, step)
    by = SheetRow(row.cells).handled_by(next_step)
    answers = answers_of(form, row.cells, day=_day(row, next_step), handled_by=by, reason=of.reason)
    submit_begun(step, answers)
    if task.node_id == "approve_case":
        _check_amount(step.application, row.cells)
    row.steps += 1
    row.last_step = task.name


def _day(row: CaseImportRow, step: SheetStep) -> dt.date:
    day = SheetRow(row.cells).day_of(step)
    assert day is not None
    return day


def _check_amount(application: Application, cells: Mapping[str, Any]) -> None:
    told, reckoned = cells.get("amount", ""), application.approved_subsidy_yuan
    if told != str(reckoned):
        raise Invalid(f"“审批”:表中的补助金额是 {told} 元,按方案核定是 {reckoned} 元,请核对。")


def _typist(session: Session, of: CaseImport) -> Actor:
    """Who sent the sheet in, with the rights of this moment."""
    view = account_view(session, of.uploaded_by_id)
    if view is None or not view.is_active or not view.holds(Role.OFFICE_HANDLER):
        raise Forbidden("导入表格的账号已停用或已不是危改办经办,请由在岗人员继续。")
    return view.actor


def _waits_for_the_machine(session: Session, application_id: int) -> bool:
    """Whether a timer is due or a message is under way: the case moves on by itself."""
    instances = engine.process_instances
    has_message = (
        select(OutboxMessage.id)
        .where(OutboxMessage.instance_id == instances.c.id, OutboxMessage.delivered_at.is_(None))
        .exists()
    )
    found = session.execute(
        select(instances.c.id)
        .where(
            instances.c.application_id == application_id,
            or_(
                has_message,
                and_(instances.c.status == "running", instances.c.due_at <= clock.now()),
            ),
        )
        .limit(1)
    ).first()
    return found is not None


def _why_stuck(wanted: SheetStep, tasks: Sequence[Task]) -> str:
    waiting = "、".join(task.name for task in tasks if task.status == "open")
    now = f"现在等待办理的是“{waiting}”" if waiting else "现在没有等待办理的步骤"
    return f"还轮不到“{wanted.title}”:{now}。请补填中间步骤的日期,或删去后面的日期。"


def _in_words(error: InvalidForm) -> str:
    """The sentences of a refused form with its questions, as its page would show them."""
    form = error.form
    said = [
        f"{form[name].label.text}:{sentence}"
        for name, sentences in form.errors.items()
        for sentence in sentences
        if isinstance(sentence, str)
    ]
    task = error.step.task
    return f"“{task.name if task else ''}”{';'.join(said)}"


def _finish(session: Session, row: CaseImportRow, state: str, message: str) -> None:
    """End the row's walk; when no row of the sheet walks any more, the sheet is finished."""
    row.state, row.message, row.done_at = state, message, clock.now()
    if state == "done":
        # The case has it all now; numbers of persons are not kept twice.
        row.cells = {}
    session.flush()
    others = select(CaseImportRow.id).where(
        CaseImportRow.import_id == row.import_id, CaseImportRow.state == "waiting"
    )
    session.execute(
        update(CaseImport)
        .where(CaseImport.id == row.import_id, ~others.exists())
        .values(state="finished")
    )
