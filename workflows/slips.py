"""The slip that a household holds: of several that were printed only those of one edition open."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.role import Role
from workflows import clock, history, rights
from workflows.errors import AlreadyDone, Forbidden
from workflows.history import Entry
from workflows.rights import Actor

# Who gives slips to households.
GIVERS = (Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER)
MOST_EDITIONS = 9999


def replace_slip(session: Session, actor: Actor, application_id: int) -> Application:
    """Let every slip printed so far open nothing any more; it was reported lost.

    The caller has asked whether ``actor`` may read the case. Raises Forbidden for whoever gives no
    slips in its village.
    """
    application = session.execute(
        select(Application).where(Application.id == application_id).with_for_update()
    ).scalar_one()
    authority = rights.covers_village(actor, application.village_code, *GIVERS)
    if authority is None:
        raise Forbidden("回执由本村村经办或乡镇经办补发。")
    if application.number is None or application.slip_edition >= MOST_EDITIONS:
        raise AlreadyDone("这一件还没有回执可以补发。")
    application.slip_edition += 1
    payload = {"edition": application.slip_edition} | authority.marks
    entry = Entry("slip_replaced", actor, payload, clock.today(), authority.role.value)
    history.record(session, application, [entry])
    session.flush()
    return application


def may_replace_slip(actor: Actor, village_code: str) -> bool:
    """Whether ``actor`` gives slips to households of the village."""
    return rights.covers_village(actor, village_code, *GIVERS) is not None
