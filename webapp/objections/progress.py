"""What an objector may know of the objection: where it stands, and the answer; never of others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.notice import PublicNotice
from models.objection import (
    ANSWERED,
    CLOSED,
    DISMISSED,
    KEPT,
    PENDING_OBJECTIONS,
    REPETITION,
    UPHELD,
    LateObjectionJudgement,
    Objection,
    ObjectionAnswer,
)
from models.task import Task
from webapp import transactions
from workflows import clock, engine
from workflows.objection_codes import spoken_code
from workflows.personal_data import without_numbers

STATES = {
    UPHELD: "异议成立",
    DISMISSED: "异议不成立",
    ANSWERED: "已经答复",
    KEPT: "公示期满以后收到,已登记存档",
}
WORKING = "正在办理"
STOPPED = "这一户的申请已经停止办理,公示撤下,不再调查"
SAME_AS = "与此前收到的一件说的是同一件事,一并办理。"


@dataclass(frozen=True)
class Receipt:
    """What the receipt says; ``code`` in the form that is read aloud."""

    code: str
    number: str
    received_on: dt.date
    is_late: bool
    is_again: bool


@dataclass(frozen=True)
class Progress:
    """Where an objection stands: its step and last day while it goes on, then the answer."""

    number: str
    received_on: dt.date
    state: str
    is_again: bool
    step: str = ""
    due_on: dt.date | None = None
    answer: str = ""
    answered_on: dt.date | None = None


def receipt_for(objection_id: int) -> Receipt:
    """The receipt of an objection that a token of this server names."""
    session = transactions.reading()
    objection, number = session.execute(
        select(Objection, PublicNotice.number)
        .join(PublicNotice, PublicNotice.id == Objection.notice_id)
        .where(Objection.id == objection_id)
    ).one()
    return Receipt(
        spoken_code(objection.code),
        number,
        objection.received_on,
        objection.is_late,
        objection.finding == REPETITION,
    )


def progress_of(session: Session, digest: str) -> Progress | None:
    """What became of the objection with this digest of its code; None for none."""
    row = session.execute(
        select(Objection, PublicNotice.number)
        .join(PublicNotice, PublicNotice.id == Objection.notice_id)
        .where(Objection.code_digest == digest)
    ).one_or_none()
    if row is None:
        return None
    own, number = row
    told = own
    if own.finding == REPETITION and own.repeats_id is not None:
        told = session.get_one(Objection, own.repeats_id)
    state, step, due_on, answer, answered_on = STOPPED, "", None, "", None
    if told.state in PENDING_OBJECTIONS:
        state = WORKING
        step, due_on = _step(session, told.id)
    elif told.state in (CLOSED, KEPT):
        state = STATES[told.finding or KEPT]
        answer, answered_on = _answer(session, told)
    return Progress(
        number,
        own.received_on,
        state,
        own.finding == REPETITION,
        step,
        due_on,
        without_numbers(answer),
        answered_on,
    )


def _step(session: Session, objection_id: int) -> tuple[str, dt.date | None]:
    instances = engine.process_instances
    found = session.execute(
        select(Task.name, Task.due_on)
        .join(instances, instances.c.id == Task.instance_id)
        .where(
            instances.c.subject_kind == "objection",
            instances.c.subject_id == objection_id,
            Task.status == "open",
        )
        .order_by(Task.id.desc())
        .limit(1)
    ).one_or_none()
    return (found[0], found[1]) if found is not None else ("", None)


def _answer(session: Session, objection: Objection) -> tuple[str, dt.date | None]:
    if objection.state == KEPT:
        why = session.scalar(
            select(LateObjectionJudgement.comment)
            .where(LateObjectionJudgement.objection_id == objection.id)
            .order_by(LateObjectionJudgement.id.desc())
            .limit(1)
        )
        closed_on = clock.local(objection.closed_at).date() if objection.closed_at else None
        return why or "", closed_on
    found = session.execute(
        select(ObjectionAnswer.answer, ObjectionAnswer.happened_on)
        .where(ObjectionAnswer.objection_id == objection.id)
        .order_by(ObjectionAnswer.id.desc())
        .limit(1)
    ).one_or_none()
    return (found[0], found[1]) if found is not None else ("", None)
