"""Objections (异议): registered by a clerk, each a process of its own (R97, G17, X8)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from models.notice import NoticedHousehold, NoticePosting, Objection, PublicNotice
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
    notice = step.session.scalar(
        select(PublicNotice)
        .join(NoticedHousehold, NoticedHousehold.notice_id == PublicNotice.id)
        .where(PublicNotice.id == notice_id, NoticedHousehold.application_id == step.application.id)
    )
    if notice is None:
        raise NotFound("这一件没有这个公示。")
    step.authority = require_role(
        step.actor, step.application, KEEPER_OF_LEVEL[Level(notice.level)]
    )
    # A suspended case's notice still hangs: what is said against it is taken down, and waits.
    if notice.state != "open" or step.application.state == "ended":
        raise Invalid("这次公示已经结束,异议请向上一级反映。")
    posted_on, filed_on = _first_posted_on(step, notice), step.application.filed_on
    if posted_on and received_on < posted_on:
        raise Invalid(f"收到日期不能早于公示张贴的日期({posted_on:%Y-%m-%d})。", "received_on")
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


def _first_posted_on(step: Step, notice: PublicNotice) -> dt.date | None:
    """The day on which the notice first hung; it may have been put up again since."""
    return step.session.scalar(
        select(func.min(NoticePosting.happened_on)).where(NoticePosting.notice_id == notice.id)
    )


def close_objection(step: Step) -> dict[str, JsonScalar]:
    """Close the answered objection and tell the notice that may wait for it."""
    objection = step.session.get(Objection, step.subject.id)
    assert objection is not None
    objection.state = "closed"
    step.note("objection_closed", {"objection": objection.id, "finding": objection.finding})
    instances = engine.process_instances
    notice_instance = step.session.scalar(
        select(instances.c.id).where(
            instances.c.subject_kind == "notice",
            instances.c.subject_id == objection.notice_id,
            instances.c.application_id == objection.application_id,
        )
    )
    if notice_instance is not None:
        send(step, notice_instance, "objection_closed", {})
    return {"finding": objection.finding}
