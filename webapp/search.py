"""Finding cases by name, pinyin initials, case number or identity number, within one's rights."""

from __future__ import annotations

import re
import unicodedata

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.application import Application
from models.household import Person
from models.programme import Programme
from models.region import Region
from webapp import transactions
from webapp.done_query import CaseRow
from webapp.parts import parts
from webapp.readers import case_reader
from workflows import rights
from workflows.personal_data import digest
from workflows.rights import Actor

bp = Blueprint("search", __name__)
PAGE = 20
# A name that more households than this share must be typed more fully.
MOST_HOUSEHOLDS = 2_000
ID_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")
# An identity number, an account or a telephone number, also mistyped or cut short.
LIKE_A_PERSONS = re.compile(r"[0-9]{8}")
NUMBER = re.compile(r"[0-9]{6}-[0-9A-Za-z-]{1,30}")
INITIALS = re.compile(r"[A-Za-z]{1,20}")
STATES = {"": "全部", "open": "办理中", "ended": "已结束"}


@bp.get("/cases")
def show() -> ResponseReturnValue:
    """Cases that I may read, newest first; one exact hit opens at once."""
    actor = case_reader()
    wanted = request.args.get("q", "").strip()[:60]
    state = request.args.get("state", "")
    before = request.args.get("before", "")
    session = transactions.session()
    rows = find(
        session,
        actor,
        parts().runtime.digest_key,
        wanted,
        state=state if state in STATES else "",
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else 0,
    )
    if NUMBER.fullmatch(wanted) and len(rows) == 1:
        return redirect(url_for("cases.show", application_id=rows[0].application.id))
    page = rows[:PAGE]
    return render_template(
        "search.html",
        rows=page,
        following=page[-1].application.id if len(rows) > PAGE else None,
        wanted=wanted,
        searched=wanted,
        state=state,
        states=STATES,
    )


@bp.post("/cases/find")
def find_one() -> ResponseReturnValue:
    """The search box: sent in the body, so that an identity number is in no address and no log."""
    actor = case_reader()
    wanted = unicodedata.normalize("NFKC", request.form.get("q", "")).strip()[:60]
    if not LIKE_A_PERSONS.search("".join(wanted.split())):
        return redirect(url_for("search.show", q=wanted or None), 303)
    rows = find(
        transactions.reading(), actor, parts().runtime.digest_key, wanted, state="", before=0
    )
    if len(rows) == 1:
        return redirect(url_for("cases.show", application_id=rows[0].application.id), 303)
    return render_template(
        "search.html",
        rows=rows[:PAGE],
        following=None,
        wanted="",
        searched=True,
        state="",
        states=STATES,
    )


def find(
    session: Session, actor: Actor, digest_key: bytes, wanted: str, *, state: str, before: int
) -> list[CaseRow]:
    """At most one row more than a page."""
    conditions: list[ColumnElement[bool]] = [rights.visible_applications(actor, in_order=True)]
    if wanted:
        conditions.append(matching(wanted, digest_key))
    if state:
        conditions.append(Application.state == state)
    if before:
        conditions.append(Application.id < before)
    lines = session.execute(
        select(Application, Programme, Region.name)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Region, Region.code == Application.village_code)
        .where(*conditions)
        .order_by(Application.id.desc())
        .limit(PAGE + 1)
    )
    return [CaseRow(*line) for line in lines]


def matching(wanted: str, digest_key: bytes) -> ColumnElement[bool]:
    """The clause that fits what was typed; a person is any member of the household."""
    wanted = "".join(wanted.split())
    if ID_NUMBER.fullmatch(wanted):
        return _member(Person.id_number_digest == digest(digest_key, wanted))
    if NUMBER.fullmatch(wanted):
        return Application.number == wanted.upper()
    if INITIALS.fullmatch(wanted):
        return _member(_begins_with(Person.pinyin_initials, wanted.lower()))
    name = _same_dots(wanted)
    return or_(
        Application.head_name.startswith(name, autoescape=True),
        _member(Person.name.startswith(name, autoescape=True)),
    )


def _member(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Cases of the households in which somebody meets ``condition``, the newest of them."""
    found = (
        select(Person.household_id)
        .where(Person.left_on.is_(None), condition)
        .order_by(Person.id.desc())
        .limit(MOST_HOUSEHOLDS)
    )
    return Application.household_id.in_(found)


def _begins_with(column: InstrumentedAttribute[str], letters: str) -> ColumnElement[bool]:
    """As a range, which an index serves; letters sort alike under every collation."""
    stem = letters.rstrip("z")
    if not stem:
        return column >= letters
    return and_(column >= letters, column < stem[:-1] + chr(ord(stem[-1]) + 1))


def _same_dots(name: str) -> str:
    """The interpunct of minority names, however it was typed (N39)."""
    return re.sub("[•.・‧∙]", "·", name)
