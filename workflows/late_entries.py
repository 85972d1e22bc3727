"""补录: steps entered after they happened, which the renovation office confirms by list (A.22).

What is confirmed stays marked for ever; what is not keeps the county from approving and paying.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from models.account import Account
from models.application import Application
from models.late_entry import LateEntryQuestion
from models.role import Role
from models.task import Task
from workflows import clock, history, rights
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.history import Entry
from workflows.rights import Actor

CONFIRMERS = (Role.OFFICE_HANDLER, Role.OFFICE_APPROVER)
MOST_AT_ONCE = 500
LONGEST_OPINION, LONGEST_QUESTION, LONGEST_ANSWER = 500, 500, 1000
# Written out, not bound: only so does SQLite see that the partial index serves.
IS_UNCONFIRMED: ColumnElement[bool] = literal_column(
    "tasks.late_reason <> '' AND tasks.late_confirmed_at IS NULL"
)
OWN = "您自己录入的补录须由他人确认"


@dataclass
class Confirmed:
    """What one act confirmed, and a sentence for each entry that it could not."""

    count: int = 0
    refused: list[str] = field(default_factory=list)


def unconfirmed(actor: Actor) -> ColumnElement[bool]:
    """Late entries that wait for the office of ``actor``."""
    return IS_UNCONFIRMED & rights.tasks_in_area(actor, *CONFIRMERS)


def is_asked_back() -> ColumnElement[bool]:
    """Whether a question about the task waits for its answer."""
    return (
        select(LateEntryQuestion.id)
        .where(LateEntryQuestion.task_id == Task.id, LateEntryQuestion.answered_at.is_(None))
        .exists()
    )


def confirm(session: Session, actor: Actor, task_ids: Sequence[int], opinion: str) -> Confirmed:
    """Confirm late entries of the actor's county in one act; each case gets one line on its record.

    Raises Forbidden, and Invalid for no entry, too many, or an opinion too long.
    """
    require_confirmer(actor)
    if not task_ids:
        raise Invalid("请先勾选要确认的补录。", "ids")
    if len(task_ids) > MOST_AT_ONCE:
        raise Invalid(f"一次最多确认 {MOST_AT_ONCE} 条,请分批确认。", "ids")
    if len(opinion) > LONGEST_OPINION:
        raise Invalid(f"确认意见最多 {LONGEST_OPINION} 个字。", "opinion")
    said = Confirmed()
    asked_back = _asked_back(session, task_ids)
    cases: dict[Application, list[Task]] = {}
    for task, application in _locked(session, actor, task_ids):
        if sentence := _why_not(task, application, actor, task.id in asked_back):
            said.refused.append(f"{application.head_name} · {task.name}:{sentence}。")
        else:
            cases.setdefault(application, []).append(task)
    for application, tasks in cases.items():
        _confirm_of_case(session, actor, application, tasks, opinion)
        said.count += len(tasks)
    session.flush()
    return said


def ask_back(session: Session, actor: Actor, task_id: int, question: str) -> None:
    """Ask the one who entered a step. Raises NotFound, Forbidden, AlreadyDone and Invalid."""
    require_confirmer(actor)
    task, application = _one(session, actor, task_id)
    is_asked = bool(_asked_back(session, [task_id]))
    if sentence := _why_not(task, application, actor, is_asked):
        raise AlreadyDone(f"{sentence}。")
    _check_text(question, "question", "请写明要问什么。", LONGEST_QUESTION)
    assert task.done_by_id is not None
    session.add(
        LateEntryQuestion(
            task_id=task.id,
            asked_of_id=task.done_by_id,
            asked_by_id=actor.account_id,
            asked_at=clock.now(),
            question=question,
        )
    )
    _record(session, application, actor, "late_entry_questioned", [task], question)
    session.flush()


def entry_of(session: Session, actor: Actor, task_id: int) -> tuple[Task, Application, str]:
    """A late entry of the actor's county that waits, its case, and who typed it.

    Raises NotFound.
    """
    row = session.execute(
        select(Task, Application, Account.display_name)
        .join(Application, Application.id == Task.application_id)
        .join(Account, Account.id == Task.done_by_id)
        .where(Task.id == task_id, unconfirmed(actor))
    ).one_or_none()
    if row is None:
        raise NotFound("没有这条补录,或者不在您的办理范围内。")
    task, application, typed_by = row
    return task, application, typed_by


def answer(session: Session, actor: Actor, question_id: int, text: str) -> Task:
    """Answer a question that was put to ``actor``; the step waits for the office again.

    Raises NotFound, AlreadyDone and Invalid.
    """
    question = session.scalar(
        select(LateEntryQuestion)
        .where(
            LateEntryQuestion.id == question_id, LateEntryQuestion.asked_of_id == actor.account_id
        )
        .with_for_update()
    )
    if question is None:
        raise NotFound("没有这条补录询问,或者不是问您的。")
    if question.answered_at is not None:
        raise AlreadyDone("这条询问已经答复。", by_same_person=True)
    _check_text(text, "answer", "请写明答复。", LONGEST_ANSWER)
    question.answer, question.answered_at = text, clock.now()
    task = session.get_one(Task, question.task_id)
    application = session.execute(
        select(Application).where(Application.id == task.application_id).with_for_update()
    ).scalar_one()
    _record(session, application, actor, "late_entry_answered", [task], text)
    session.flush()
    return task


def is_own(task: Task, application: Application, actor: Actor) -> bool:
    """Whether ``actor``, or whom the actor stands in for, has entered the step."""
    authority = rights.covers_village(actor, application.village_code, *CONFIRMERS)
    persons = rights.persons_behind(actor, authority)
    return task.done_by_id in persons or (task.done_for_id or task.done_by_id) in persons


def require_confirmer(actor: Actor) -> None:
    """Raise Forbidden for anybody but the renovation office."""
    if not actor.holds(*CONFIRMERS):
        raise Forbidden("补录由危改办确认。")


def _locked(
    session: Session, actor: Actor, task_ids: Sequence[int]
) -> list[tuple[Task, Application]]:
    """The late entries among ``task_ids`` in the actor's county, case first, both locked."""
    rows = session.execute(
        select(Task, Application)
        .join(Application, Application.id == Task.application_id)
        .where(
            Task.id.in_(task_ids),
            Task.late_reason != "",
            rights.tasks_in_area(actor, *CONFIRMERS),
        )
        .order_by(Application.id, Task.id)
        .with_for_update(of=(Application, Task))
        .execution_options(populate_existing=True)
    )
    return [(task, application) for task, application in rows]


def _one(session: Session, actor: Actor, task_id: int) -> tuple[Task, Application]:
    found = _locked(session, actor, [task_id])
    if not found:
        raise NotFound("没有这条补录,或者不在您的办理范围内。")
    return found[0]


def _why_not(task: Task, application: Application, actor: Actor, is_asked: bool) -> str:
    if task.late_confirmed_at is not None:
        return "这条补录已经确认"
    if is_own(task, application, actor):
        return OWN
    return "已退问录入人,等答复后再确认" if is_asked else ""


def _asked_back(session: Session, task_ids: Sequence[int]) -> set[int]:
    return set(
        session.scalars(
            select(LateEntryQuestion.task_id).where(
                LateEntryQuestion.task_id.in_(task_ids), LateEntryQuestion.answered_at.is_(None)
            )
        )
    )


def _confirm_of_case(
    session: Session, actor: Actor, application: Application, tasks: list[Task], opinion: str
) -> None:
    for task in tasks:
        task.late_confirmed_at, task.late_confirmed_by_id = clock.now(), actor.account_id
    _record(session, application, actor, "late_entry_confirmed", tasks, opinion)


def _record(
    session: Session,
    application: Application,
    actor: Actor,
    kind: str,
    tasks: list[Task],
    comment: str,
) -> None:
    village = application.village_code
    authority = rights.covers_village(actor, village, *CONFIRMERS)
    authority = authority or rights.covers_village(actor, village, *Role)
    payload = {
        "steps": [[task.id, task.name] for task in tasks],
        "comment": comment,
        **(authority.marks if authority else {}),
    }
    role = authority.role.value if authority else ""
    entry = Entry(kind, actor, payload, clock.today(), role, handled_by=actor.name)
    history.record(session, application, [entry])


def _check_text(text: str, name: str, empty: str, longest: int) -> None:
    if not text:
        raise Invalid(empty, name)
    if len(text) > longest:
        raise Invalid(f"最多 {longest} 个字,现在有 {len(text)} 个字。", name)
