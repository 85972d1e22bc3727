"""What the machine does with an objection on its way: moved, kept, held for, raised, closed."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.application import Application
from models.database import Database
from models.notice import OPEN_TURNS, NoticedHousehold
from models.objection import (
    CLOSED,
    DISMISSED,
    KEPT,
    NOTICE,
    RECEIVED,
    Objection,
)
from models.role import Level
from workflows import clock
from workflows.engine import JsonScalar
from workflows.errors import AlreadyDone
from workflows.objection_holds import hold, release
from workflows.objection_reach import tell_households, tell_notices
from workflows.objections import begin, notice_of, objection_of
from workflows.rights import MACHINE
from workflows.runtime import Runtime
from workflows.steps import Step, locked_step, record_act

BUSY = "这一户正有人在办理,请过一会儿再提交。"
REFERRED = "objection_referred"
BATCH = 20


def refer_objection(step: Step) -> None:
    """Move an objection to the case of the household that it turned out to name."""
    objection = objection_of(step)
    assert objection.application_id is not None
    notice = notice_of(step.session, objection)
    if objection.application_id == step.application.id:
        # What it is and what it does now are written at one go.
        with step.session.no_autoflush:
            begin(step, objection, notice, REFERRED)
        return
    other = _locked_other(step, objection.application_id)
    if other.application.state == "ended":
        objection.state, objection.is_late, objection.closed_at = KEPT, True, clock.now()
    begin(other, objection, notice, REFERRED)
    record_act(other)


def keep_objection(step: Step) -> None:
    """The township leaves a late objection on file."""
    objection = objection_of(step)
    objection.state, objection.closed_at = KEPT, clock.now()
    step.note("objection_kept", {"objection": objection.id})


def hold_for_objection(step: Step) -> None:
    """Stop what a late objection is about at its next gate, until it is answered."""
    hold(step, objection_of(step))


def raise_objection(step: Step) -> None:
    """Nobody in the village is free to look into it: the township does."""
    objection = objection_of(step)
    objection.handled_level = Level.TOWNSHIP
    step.note("objection_raised", {"objection": objection.id})


def close_objection(step: Step) -> dict[str, JsonScalar]:
    """Close the objection and tell every notice that may wait for it."""
    objection = objection_of(step)
    objection.state, objection.closed_at = CLOSED, clock.now()
    told = {"objection": objection.id, "finding": objection.finding}
    step.note("objection_closed", told)
    if objection.blocks:
        if objection.aims_at == NOTICE:
            tell_households(step, objection.notice_id, "objection_closed", told)
        tell_notices(step, objection)
    elif objection.is_late and objection.finding == DISMISSED:
        release(step, objection)
    return {"finding": objection.finding}


def find_cases(database: Database, runtime: Runtime) -> int:
    """Give objections whose case has ended to another household of their sheet; returns how many.

    An objection to the notice itself outlives the case on which its process stood.
    """
    with database.read() as session:
        waiting = session.scalars(
            select(Objection.id)
            .where(Objection.state == RECEIVED)
            .order_by(Objection.id)
            .limit(BATCH)
        ).all()
    return sum(_find_case(database, runtime, objection_id) for objection_id in waiting)


def find_case(session: Session, runtime: Runtime, objection_id: int) -> bool:
    """Start the process of one that waits on another case of its sheet, if it still waits.

    Where every household of the sheet has gone it is kept on file.
    """
    is_open = and_(NoticedHousehold.state.in_(OPEN_TURNS), Application.state != "ended")
    rows = session.execute(
        select(Application.id, is_open)
        .join(NoticedHousehold, NoticedHousehold.application_id == Application.id)
        .join(Objection, Objection.notice_id == NoticedHousehold.notice_id)
        .where(Objection.id == objection_id)
        .order_by(Application.id)
    ).all()
    open_numbers = [number for number, goes_on in rows if goes_on]
    application_id = (open_numbers or [rows[0][0]])[0]
    step = locked_step(session, runtime, MACHINE, application_id)
    objection = session.get_one(Objection, objection_id, populate_existing=True)
    if objection.state != RECEIVED:
        return False
    if not open_numbers:
        objection.state, objection.is_late, objection.closed_at = KEPT, True, clock.now()
    begin(step, objection, notice_of(session, objection), REFERRED)
    record_act(step)
    return True


def _find_case(database: Database, runtime: Runtime, objection_id: int) -> int:
    with database.write() as session:
        is_found = find_case(session, runtime, objection_id)
        session.commit()
    return int(is_found)


def _locked_other(step: Step, application_id: int) -> Step:
    """Another case beside the one that is locked: nobody waits for it, or two might for each other.

    Raises AlreadyDone while somebody else has it.
    """
    one = select(Application.id).where(Application.id == application_id)
    try:
        step.session.scalar(one.with_for_update(nowait=True))
    except OperationalError as error:
        raise AlreadyDone(BUSY) from error
    other = locked_step(step.session, step.runtime, MACHINE, application_id)
    other.happened_on = step.happened_on
    return other
