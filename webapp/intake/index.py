"""新申请: begin one, and the drafts of the villages whose clerk one is, with what they lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased
from werkzeug.datastructures import MultiDict

from forms.intake_draft import undone
from forms.new_application import NewApplicationForm
from models.account import Account
from models.intake_draft import IntakeDraft
from models.programme import Programme
from models.region import Region
from webapp import transactions
from webapp.keys import key_in
from webapp.user import user
from workflows import clock, rights
from workflows.errors import Forbidden
from workflows.intake_drafts import open_draft, take_up_again
from workflows.rights import Actor

bp = Blueprint("intake_index", __name__)
ROWS = 30


@dataclass(frozen=True)
class DraftRow:
    """One draft of the list."""

    draft: IntakeDraft
    village: str
    begun_by: str

    @property
    def days(self) -> int:
        """How many days ago it was begun."""
        return (clock.today() - clock.local(self.draft.created_at).date()).days

    @property
    def undone(self) -> list[str]:
        """Titles of the pages that are not complete."""
        return undone(self.draft)


@bp.get("/intake")
def show() -> ResponseReturnValue:
    """Begin an application, or go on with one."""
    return _page(_form(None))


@bp.post("/intake")
def begin() -> ResponseReturnValue:
    """Begin a draft and go to its task list."""
    form = _form(request.form)
    if not form.validate():
        return _page(form), 422
    programme_id, village_code = form.answers
    actor, session = user().actor, transactions.session()
    draft = open_draft(session, actor, programme_id=programme_id, village_code=village_code)
    return redirect(url_for("intake.show", draft_id=draft.id), 303)


@bp.post("/intake/<int:draft_id>/take-up")
def take_up(draft_id: int) -> ResponseReturnValue:
    """Go on with a draft that was set aside."""
    draft = take_up_again(transactions.session(), user().actor, draft_id)
    return redirect(url_for("intake.show", draft_id=draft.id), 303)


def _page(form: NewApplicationForm) -> str:
    session, actor = transactions.reading(), user().actor
    before, aside = key_in(request.args.get("before", "")), request.args.get("aside") == "1"
    only_mine = request.args.get("whose") == "mine"
    rows = _rows(session, actor, before=before, aside=aside, only_mine=only_mine)
    return render_template(
        "intake/index.html",
        form=form,
        rows=rows[:ROWS],
        following=rows[ROWS - 1].draft.id if len(rows) > ROWS else None,
        aside=aside,
        only_mine=only_mine,
        has_choice=len(form.village_code.choices or ()) > 2,
    )


def _rows(
    session: Session, actor: Actor, *, before: int | None, aside: bool, only_mine: bool
) -> Sequence[DraftRow]:
    """One more than a page, newest first."""
    creator = aliased(Account)
    query = (
        select(IntakeDraft, Region.name, creator.display_name)
        .join(Region, Region.code == IntakeDraft.village_code)
        .join(creator, creator.id == IntakeDraft.created_by_id)
        .where(rights.own_drafts(actor), IntakeDraft.filed_application_id.is_(None))
        .order_by(IntakeDraft.id.desc())
        .limit(ROWS + 1)
    )
    is_aside = IntakeDraft.set_aside_at.is_not(None)
    query = query.where(is_aside if aside else ~is_aside)
    if only_mine:
        query = query.where(IntakeDraft.created_by_id == actor.account_id)
    if before is not None:
        query = query.where(IntakeDraft.id < before)
    return [DraftRow(*row) for row in session.execute(query)]


def _form(formdata: MultiDict[str, str] | None) -> NewApplicationForm:
    """Programmes of the county and villages of the clerk. Raises Forbidden for others."""
    actor, reading = user().actor, transactions.reading()
    areas = {each.area_code for each in actor.authorities if each.role in rights.DRAFTERS}
    if not areas:
        raise Forbidden("只有村经办可以为农户提出申请。")
    inside = [rights.within(Region.code, area) for area in areas]
    regions = reading.scalars(select(Region).where(or_(*inside)).order_by(Region.code))
    programmes = reading.scalars(
        select(Programme)
        .where(Programme.county_code.in_({area[:6] for area in areas}))
        .order_by(Programme.year.desc(), Programme.plan)
    )
    return NewApplicationForm(
        formdata,
        programmes=programmes.all(),
        villages=[region for region in regions if len(region.code) == 12],
    )
