"""常用意见: everybody's own, and the official ones of the county's office."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from forms.registry import TASK_FORMS
from models.phrase import Phrase
from models.role import Role
from webapp import transactions
from webapp.parts import parts
from webapp.user import user
from workflows import clock
from workflows.errors import Forbidden, Invalid, NotFound
from workflows.rights import Actor
from workflows.system_history import record_system

bp = Blueprint("phrases", __name__, url_prefix="/phrases")
EDITORS = (Role.ADMINISTRATOR, Role.OFFICE_HANDLER, Role.OFFICE_APPROVER)
LONGEST = 200
# More than anybody reads while choosing.
MOST = 60


def phrases_for(session: Session, actor: Actor, form_key: str) -> Sequence[Phrase]:
    """What may be chosen at a step: one's own first, then the county's; of the form and of all."""
    fits = or_(Phrase.form_key == "", Phrase.form_key == form_key)
    return session.scalars(
        select(Phrase)
        .where(fits, or_(_own(actor), _official(actor)))
        .order_by(case((Phrase.account_id.is_(None), 1), else_=0), Phrase.id)
        .limit(MOST)
    ).all()


@bp.get("")
def show() -> ResponseReturnValue:
    """The own ones, to be changed here, and the official ones."""
    return _page({}, {})


@bp.post("")
def add() -> ResponseReturnValue:
    """Write a new one: one's own, or an official one for whoever keeps those."""
    view, typed = user(), request.form
    is_official = typed.get("kind") == "official"
    county = _county_of_editor(view.actor)
    if is_official and county is None:
        raise Forbidden("官方常用意见由系统管理员或危改办维护。")
    errors = _errors(typed.get("text", ""), typed.get("form_key", ""))
    if errors:
        return _page(errors, typed), 422
    assert view.actor.account_id is not None
    session = transactions.session()
    if _count(session, view.actor, is_official=is_official) >= MOST:
        raise Invalid(f"最多保存{MOST}条,请先删除不用的。")
    session.add(
        Phrase(
            account_id=None if is_official else view.id,
            county_code=county if is_official else None,
            form_key=typed.get("form_key", ""),
            text=typed["text"].strip(),
            written_by_id=view.id,
            written_at=clock.now(),
        )
    )
    if is_official:
        _record(session, view.actor, "phrase_written", {"after": typed["text"].strip()})
    flash("已保存,办理时可以直接选用。")
    return redirect(url_for("phrases.show"), 303)


@bp.post("/<int:phrase_id>")
def change(phrase_id: int) -> ResponseReturnValue:
    """Change or delete one that is one's own, or official in one's care."""
    session = transactions.session()
    actor = user().actor
    kept = [Phrase.account_id == actor.account_id]
    if county := _county_of_editor(actor):
        kept.append(Phrase.county_code == county)
    phrase = session.scalar(select(Phrase).where(Phrase.id == phrase_id, or_(*kept)))
    if phrase is None:
        raise NotFound
    act, before, is_official = request.form.get("act", ""), phrase.text, phrase.account_id is None
    if act == "delete":
        session.delete(phrase)
        if is_official:
            _record(session, actor, "phrase_deleted", {"before": before})
        flash("已删除。")
    elif act == "save":
        text = request.form.get("text", "")
        if errors := _errors(text, phrase.form_key):
            raise Invalid(errors["text"], "text")
        phrase.text = text.strip()
        if is_official:
            _record(session, actor, "phrase_changed", {"before": before, "after": phrase.text})
        flash("已修改。")
    else:
        raise Invalid("请选择保存或删除。")
    return redirect(url_for("phrases.show"), 303)


def _record(session: Session, actor: Actor, kind: str, payload: dict[str, str]) -> None:
    """What the county offers to everybody is on record; what is one's own is not."""
    role = next(each.role for each in actor.authorities if each.role in EDITORS)
    record_system(session, actor, kind, payload, role=role.value)


def _own(actor: Actor) -> ColumnElement[bool]:
    return Phrase.account_id == actor.account_id


def _official(actor: Actor) -> ColumnElement[bool]:
    return Phrase.county_code.in_({each.area_code[:6] for each in actor.authorities})


def _county_of_editor(actor: Actor) -> str | None:
    return next((each.area_code[:6] for each in actor.authorities if each.role in EDITORS), None)


def _count(session: Session, actor: Actor, *, is_official: bool) -> int:
    kept = _official(actor) if is_official else _own(actor)
    return len(session.scalars(select(Phrase.id).where(kept).limit(MOST)).all())


def _errors(text: str, form_key: str) -> dict[str, str]:
    if not 1 <= len(text.strip()) <= LONGEST:
        return {"text": f"请填写意见,最多{LONGEST}个字。"}
    if form_key and form_key not in TASK_FORMS:
        return {"form_key": "请从给出的步骤里选择。"}
    return {}


def _page(errors: dict[str, str], typed: object) -> str:
    session, actor = transactions.session(), user().actor
    rows = session.scalars(
        select(Phrase).where(or_(_own(actor), _official(actor))).order_by(Phrase.id).limit(2 * MOST)
    ).all()
    names = _names_of_forms()
    return render_template(
        "phrases.html",
        own=[(row, names.get(row.form_key, "")) for row in rows if row.account_id is not None],
        official=[(row, names.get(row.form_key, "")) for row in rows if row.account_id is None],
        may_edit_official=_county_of_editor(actor) is not None,
        forms=sorted(names.items(), key=lambda each: each[1]),
        errors=errors,
        typed=typed,
    )


def _names_of_forms() -> dict[str, str]:
    """Form key -> the step as drawn; of several steps with one form the first."""
    names: dict[str, str] = {}
    for task in parts().runtime.library.current.user_tasks():
        names.setdefault(task.form_key, task.name)
    return names
