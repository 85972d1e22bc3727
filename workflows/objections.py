"""Objections (异议): registered by a clerk, each a process of its own (R97, G17, X8)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.notice import LISTED, POSTED, NoticedHousehold, Objection, PublicNotice
from models.role import KEEPER_OF_LEVEL, Level
from workflows import clock, engine
from workflows.engine import JsonScalar, Subject
from workflows.errors import Invalid, NotFound
from workflows.outbox import send
from workflows.steps import Step, record_act, require_role, start_process


def register_objection(
    step: Step,
    *,
    notice_id: int,
    objector_name: str,
    contact: str,
    content: str,
    received_on: dt.date,
) -> Objection:
    """Register an objection against an open notice of the case and start its inquiry.

    Raises NotFound for a notice of another case, Invalid when the notice is closed already
    or the objection is older than the notice.
    """
    found = step.session.execute(
        select(PublicNotice, NoticedHousehold)
        .join(NoticedHousehold, NoticedHousehold.notice_id == PublicNotice.id)
        .where(PublicNotice.id == notice_id, NoticedHousehold.application_id == step.application.id)
    ).first()
    if found is None:
        raise NotFound("这一件没有这个公示。")
    notice, noticed = found
    step.authority = require_role(
        step.actor, step.application, KEEPER_OF_LEVEL[Level(notice.level)]
    )
    # A suspended case's notice still hangs: what is said against it is taken down, and waits.
    if noticed.state not in (LISTED, POSTED) or step.application.state == "ended":
        raise Invalid("这次公示已经结束,异议请向上一级反映。")
    filed_on = step.application.filed_on
    if noticed.posted_on and received_on < noticed.posted_on:
        raise Invalid(
            f"收到日期不能早于公示张贴的日期({noticed.posted_on:%Y-%m-%d})。", "received_on"
        )
    if filed_on and received_on < filed_on:
        raise Invalid(f"收到日期不能早于申请日期({filed_on:%Y-%m-%d})。", "received_on")
    assert step.actor.account_id is not None
    objection = Objection(
        notice_id=notice.id,
        application_id=step.application.id,
        objector_name=objector_name,
        contact=contact,
        content=content,
        received_on=received_on,
        received_by_id=step.actor.account_id,
        received_at=clock.now(),
    )
    step.session.add(objection)
    step.session.flush()
    step.happened_on = received_on
    # Who objected stays out of the case's record: the household never sees it.
    step.note(
        "objection_filed",
        {"objection": objection.id, "notice": notice.id, "level": notice.level},
        by_machine=False,
    )
    subject = Subject("objection", objection.id, step.application.id)
    start_process(step, "objection", subject, {})
    record_act(step)
    return objection


def standing(session: Session, noticed: NoticedHousehold) -> str:
    """What objections come to for a household: ``open`` while one is unanswered, ``upheld`` when
    one stood, else ``clear`` (R97, F19).

    Those count that were raised on any sheet on which this household has hung since its case began
    to wait: a correction or a repetition does not shake one off.
    """
    first = noticed.first_turn_id or noticed.id
    sheets = select(NoticedHousehold.notice_id).where(
        (NoticedHousehold.id == first) | (NoticedHousehold.first_turn_id == first)
    )
    rows = session.execute(
        select(Objection.state, Objection.finding).where(
            Objection.application_id == noticed.application_id, Objection.notice_id.in_(sheets)
        )
    ).all()
    if any(state == "open" for state, _ in rows):
        return "open"
    return "upheld" if any(finding == "upheld" for _, finding in rows) else "clear"


def close_objection(step: Step) -> dict[str, JsonScalar]:
    """Close the answered objection and tell the notice that may wait for it."""
    objection = step.session.get(Objection, step.subject.id)
    assert objection is not None
    objection.state = "closed"
    step.note("objection_closed", {"objection": objection.id, "finding": objection.finding})
    instances = engine.process_instances
    waiting = step.session.scalars(
        select(instances.c.id).where(
            instances.c.application_id == objection.application_id,
            instances.c.subject_kind == "notice",
            instances.c.status == "running",
        )
    ).all()
    for instance_id in waiting:
        send(step, instance_id, "objection_closed", {})
    return {"finding": objection.finding}
