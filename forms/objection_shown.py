"""What the steps of an objection show of it, and how households and objections are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.fields import ShownField
from models.notice import NoticedHousehold, PublicNotice
from models.objection import (
    CALL,
    GENERAL,
    HOUSEHOLD,
    LETTER,
    NOTICE,
    SITE,
    VISIT,
    Objection,
    ObjectionPicture,
)
from workflows.notice_clock import LEVEL_NAMES
from workflows.objections import objection_of
from workflows.steps import Step

AIMS = {HOUSEHOLD: "这一户", NOTICE: "公示本身", GENERAL: "其他"}
WAYS = {SITE: "公示网页", VISIT: "上门反映", CALL: "电话", LETTER: "来信"}
NAMELESS = "未留姓名"
LONGEST_LABEL = 24


def show_objection(step: Step, field: ShownField) -> Objection:
    """Show what was objected, to which notice, and how it came; returns the objection."""
    objection = objection_of(step)
    notice = step.session.get_one(PublicNotice, objection.notice_id)
    field.show("公示", f"{notice.number}({LEVEL_NAMES[notice.level]}级)")
    field.show("针对", AIMS[objection.aims_at])
    field.show("内容", objection.content)
    came_by = f"{WAYS[objection.came_by]},{objection.received_on}"
    field.show("收到", came_by + (",公示期满以后" if objection.is_late else ""))
    field.show("提出人", objection.objector_name or NAMELESS)
    if objection.contact:
        field.show("联系方式", objection.contact)
    if objection.came_by == SITE:
        field.show_later(lambda: _show_pictures(step.session, field, objection.id))
    return objection


def _show_pictures(session: Session, field: ShownField, objection_id: int) -> None:
    query = select(ObjectionPicture.id).where(ObjectionPicture.objection_id == objection_id)
    field.pictures = list(session.scalars(query.order_by(ObjectionPicture.id)))


def households_on(session: Session, notice: PublicNotice) -> list[tuple[str, str]]:
    """(number of the case, its line on the sheet) of every household of a sheet."""
    turns = session.execute(
        select(NoticedHousehold.position, NoticedHousehold.application_id)
        .where(NoticedHousehold.notice_id == notice.id)
        .order_by(NoticedHousehold.position)
    )
    case_of = {position: str(application_id) for position, application_id in turns}
    return [
        (case_of[row["position"]], line_of(row))
        for row in notice.content["rows"]
        if row["position"] in case_of
    ]


def line_of(row: Mapping[str, Any]) -> str:
    """A row of a sheet in one line: ``3 王秀英(二组)``."""
    where = "".join(str(row.get(part) or "") for part in ("village", "group"))
    return f"{row['position']} {row['name']}" + (f"({where})" if where else "")


def earlier_on(session: Session, objection: Objection) -> list[tuple[str, str]]:
    """(number, beginning) of the objections to the same sheet that came before."""
    rows: Sequence[Objection] = session.scalars(
        select(Objection)
        .where(
            Objection.notice_id == objection.notice_id,
            Objection.id < objection.id,
            Objection.repeats_id.is_(None),
        )
        .order_by(Objection.id)
    ).all()
    return [(str(each.id), f"{each.received_on} {each.content[:LONGEST_LABEL]}") for each in rows]
