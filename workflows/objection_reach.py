"""Whom an objection concerns beside the case on which its process stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from models.application import Application
from models.notice import LISTED, POSTED, NoticedHousehold
from models.objection import NOTICE, Objection
from workflows import engine, history
from workflows.history import Entry
from workflows.outbox import send
from workflows.rights import MACHINE
from workflows.step import Step


def other_households(step: Step, notice_id: int) -> Sequence[Application]:
    """The other cases that are still on the sheet, locked in the order of their numbers."""
    on_sheet = select(NoticedHousehold.application_id).where(
        NoticedHousehold.notice_id == notice_id, NoticedHousehold.state.in_((LISTED, POSTED))
    )
    return step.session.scalars(
        select(Application)
        .where(Application.id.in_(on_sheet), Application.id != step.application.id)
        .order_by(Application.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def tell_households(step: Step, notice_id: int, kind: str, payload: dict[str, Any]) -> None:
    """Put on the record of the other households of a sheet what befell the sheet itself."""
    for application in other_households(step, notice_id):
        entry = Entry(kind, MACHINE, dict(payload), step.happened_on)
        history.record(step.session, application, [entry])


def tell_notices(step: Step, objection: Objection) -> None:
    """Send ``objection_closed`` to each notice that may wait for it."""
    instances = engine.process_instances
    query = select(instances.c.id).where(
        instances.c.subject_kind == "notice", instances.c.status == "running"
    )
    if objection.aims_at == NOTICE:
        turns = select(NoticedHousehold.id).where(NoticedHousehold.notice_id == objection.notice_id)
        query = query.where(instances.c.subject_id.in_(turns))
    else:
        query = query.where(instances.c.application_id == objection.application_id)
    for instance_id in step.session.scalars(query.order_by(instances.c.id)).all():
        send(step, instance_id, "objection_closed", {})
