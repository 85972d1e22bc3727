"""Objections (异议): each is taken in, holds up what it names, is looked into (R97, G17, X8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.notice import ENDED, OPEN_TURNS, NoticedHousehold, PublicNotice
from models.objection import (
    CLOSED,
    GENERAL,
    HOUSEHOLD,
    KEPT,
    NOTICE,
    OPEN,
    PENDING_OBJECTIONS,
    REPETITION,
    UPHELD,
    Objection,
)
from models.role import Level, Role
from workflows import clock, notice_clock
from workflows.engine import Subject
from workflows.errors import Invalid, NotFound
from workflows.objection_codes import code_digest, new_code, text_digest
from workflows.objection_reach import tell_households
from workflows.steps import Step, record_act, require_role, start_process

PROCESS = "objection"
# Whoever somebody comes to takes it down, at any level.
REGISTRARS = (Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER)
# The one entry of the record that is a person's act.
FILED = "objection_filed"
# Where its process begins.
SCREEN, LATE, INQUIRY = "screen", "late", "inquiry"


@dataclass(frozen=True)
class Filed:
    """What somebody objects: to the household of the case, to the notice itself, or in general.

    ``form_digest`` is that of the form by which it came, which makes one objection only.
    """

    aims_at: str
    content: str
    came_by: str
    received_on: dt.date
    objector_name: str = ""
    contact: str = ""
    form_digest: str | None = None


def register_objection(step: Step, *, notice_id: int, filed: Filed) -> Objection:
    """Take down what somebody said to a clerk, of whatever level, about a notice of the case.

    Raises Forbidden, NotFound for a notice of another case, and Invalid when the objection is
    older than the notice.
    """
    step.authority = require_role(step.actor, step.application, *REGISTRARS)
    found = step.session.execute(
        select(PublicNotice, NoticedHousehold)
        .join(NoticedHousehold, NoticedHousehold.notice_id == PublicNotice.id)
        .where(PublicNotice.id == notice_id, NoticedHousehold.application_id == step.application.id)
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound("这一件没有这个公示。")
    notice, _ = found
    received_on, filed_on = filed.received_on, step.application.filed_on
    if notice.posted_on and received_on < notice.posted_on:
        raise Invalid(
            f"收到日期不能早于公示张贴的日期({notice.posted_on:%Y-%m-%d})。", "received_on"
        )
    if filed_on and received_on < filed_on:
        raise Invalid(f"收到日期不能早于申请日期({filed_on:%Y-%m-%d})。", "received_on")
    return take_in(step, notice, filed)


def take_in(step: Step, notice: PublicNotice, filed: Filed) -> Objection:
    """Keep an objection to ``notice`` and start looking into it; the code is that of its receipt.

    ``step`` stands on the case of the household that it names, else on that of a household of the
    sheet: a process needs a case.  One that says nothing new repeats an earlier one and holds up
    nothing; one about a case that has ended is kept on file.
    """
    session, key = step.session, step.runtime.digest_key
    code = new_code()
    objection = Objection(
        notice_id=notice.id,
        application_id=step.application.id if filed.aims_at == HOUSEHOLD else None,
        aims_at=filed.aims_at,
        blocks=False,
        is_late=False,
        handled_level=notice.level,
        came_by=filed.came_by,
        objector_name=filed.objector_name,
        contact=filed.contact,
        content=filed.content,
        code=code,
        code_digest=code_digest(key, code),
        form_digest=filed.form_digest,
        text_digest=text_digest(key, filed.content),
        received_on=filed.received_on,
        received_by_id=step.actor.account_id,
        received_at=clock.now(),
    )
    step.happened_on = filed.received_on
    earlier = _said_before(session, objection)
    if earlier is not None:
        objection.repeats_id, objection.state = earlier, CLOSED
        objection.finding, objection.closed_at = REPETITION, clock.now()
    elif step.application.state == "ended":
        objection.state, objection.is_late = KEPT, True
    session.add(objection)
    session.flush()
    kind = "objection_received" if step.actor.is_machine else FILED
    begin(step, objection, notice, kind)
    record_act(step)
    return objection


def begin(step: Step, objection: Objection, notice: PublicNotice, kind: str) -> None:
    """Put an objection on the record of the case of ``step`` and start its process there."""
    is_open = objection.state in PENDING_OBJECTIONS
    if is_open:
        objection.state = OPEN
        objection.is_late = _is_late(step, objection, notice)
        objection.blocks = not objection.is_late and objection.aims_at != GENERAL
    # Who objected stays out of the record: the household never sees it.
    told = {
        "objection": objection.id,
        "notice": notice.number,
        "level": notice.level,
        "aims_at": objection.aims_at,
        "is_late": objection.is_late,
        "state": objection.finding or objection.state,
    }
    step.note(kind, told, by_machine=kind != FILED)
    if not is_open:
        return
    route = INQUIRY
    if objection.is_late:
        route = LATE
    elif objection.aims_at == GENERAL:
        route = SCREEN
    if objection.aims_at == NOTICE and objection.blocks:
        tell_households(step, notice.id, "objection_holds_notice", told)
    subject = Subject(PROCESS, objection.id, step.application.id)
    start_process(step, PROCESS, subject, {"route": route})


def standing(session: Session, noticed: NoticedHousehold) -> str:
    """What stands against a turn on the board: ``open``, ``upheld``, ``faulty`` or ``clear``.

    ``open`` while one that blocks is unanswered, ``upheld`` when one about the household stood,
    ``faulty`` when one about this very sheet did (R97, F19).  What is said of the household counts
    for every sheet on which it has hung since its case began to wait: a correction or a repetition
    does not shake an objection off.
    """
    first = noticed.first_turn_id or noticed.id
    sheets = select(NoticedHousehold.notice_id).where(
        or_(NoticedHousehold.id == first, NoticedHousehold.first_turn_id == first)
    )
    is_of_household = and_(
        Objection.application_id == noticed.application_id, Objection.notice_id.in_(sheets)
    )
    is_of_sheet = and_(Objection.aims_at == NOTICE, Objection.notice_id == noticed.notice_id)
    rows = session.execute(
        select(Objection.aims_at, Objection.state, Objection.finding).where(
            Objection.blocks, or_(is_of_household, is_of_sheet)
        )
    ).all()
    if any(state in PENDING_OBJECTIONS for _, state, _ in rows):
        return "open"
    upheld = {aims_at for aims_at, _, finding in rows if finding == UPHELD}
    if HOUSEHOLD in upheld:
        return "upheld"
    return "faulty" if NOTICE in upheld else "clear"


def objection_of(step: Step) -> Objection:
    """The objection that the process of ``step`` is about."""
    objection = step.session.get_one(Objection, step.subject.id)
    if objection not in step.made:
        step.made.append(objection)
    return objection


def notice_of(session: Session, objection: Objection) -> PublicNotice:
    """The sheet that it is about."""
    return session.get_one(PublicNotice, objection.notice_id)


def _said_before(session: Session, objection: Objection) -> int | None:
    """An earlier objection to the same with the same words."""
    of_same = (
        Objection.application_id.is_(None)
        if objection.application_id is None
        else Objection.application_id == objection.application_id
    )
    return session.scalar(
        select(Objection.id)
        .where(
            Objection.notice_id == objection.notice_id,
            Objection.text_digest == objection.text_digest,
            Objection.aims_at == objection.aims_at,
            Objection.repeats_id.is_(None),
            of_same,
        )
        .order_by(Objection.id)
        .limit(1)
    )


def _is_late(step: Step, objection: Objection, notice: PublicNotice) -> bool:
    """Whether what it is about has left the board, or was full before it came."""
    ends_at, is_over = notice.ends_at, notice.state == ENDED
    if objection.application_id is not None:
        turn = _open_turn(step.session, objection.application_id, Level(notice.level))
        is_over, ends_at = turn is None, turn.ends_at if turn is not None else None
    return is_over or bool(ends_at and objection.received_on > notice_clock.last_day_of(ends_at))


def _open_turn(session: Session, application_id: int, level: Level) -> NoticedHousehold | None:
    return session.scalar(
        select(NoticedHousehold)
        .where(
            NoticedHousehold.application_id == application_id,
            NoticedHousehold.level == level,
            NoticedHousehold.state.in_(OPEN_TURNS),
        )
        .order_by(NoticedHousehold.id.desc())
        .limit(1)
    )
