"""Finding cases by name, pinyin initials, village, case or identity number, within one's rights."""

from __future__ import annotations

import re
import sys
import unicodedata

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select, and_, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.application import Application
from models.household import Person
from models.programme import Programme
from models.region import Region
from webapp import transactions
from webapp.done_query import CaseRow
from webapp.keys import key_in
from webapp.parts import parts
from webapp.readers import case_reader
from workflows import rights
from workflows.identity_number import in_full
from workflows.personal_data import digest
from workflows.personal_names import INTERPUNCTS, misread
from workflows.rights import Actor

bp = Blueprint("search", __name__)
PAGE = 20
# A name that more households than this share must be typed more fully.
MOST_HOUSEHOLDS = 2_000
ID_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")
# An identity number, an account or a telephone number, also mistyped or cut short.
LIKE_A_PERSONS = re.compile(r"[0-9]{8}")
NUMBER = re.compile(r"[0-9]{6}-[0-9A-Za-z-]{1,30}")
PLACES = 5
SHORT_NUMBER = re.compile(r"(?P<plan>[A-Za-z]?)-?(?P<place>[0-9]{1,5})")
INITIALS = re.compile(r"[A-Za-z]{1,20}")
# Not the backslash, which PostgreSQL reads in its own way.
ESCAPE = "/"
STATES = {"": "全部", "open": "办理中", "suspended": "已中止", "ended": "已结束"}


@bp.get("/cases")
def show() -> ResponseReturnValue:
    """Cases that I may read, newest first; one exact hit opens at once."""
    actor = case_reader()
    wanted = _typed(request.args.get("q", ""))
    if _is_personal(wanted):
        # Typed into the address by hand: it is neither searched for nor repeated.
        return redirect(url_for("search.show"))
    state = request.args.get("state", "")
    before = key_in(request.args.get("before", ""))
    rows = find(
        transactions.session(),
        actor,
        parts().runtime.digest_key,
        wanted,
        state=state if state in STATES else "",
        before=before or 0,
    )
    if wanted and not before and len(rows) == 1 and _is_number(wanted):
        return redirect(url_for("cases.show", application_id=rows[0].application.id))
    return _page(rows, wanted=wanted, searched=bool(wanted), state=state)


@bp.post("/cases/find")
def find_one() -> ResponseReturnValue:
    """The search box: sent in the body, so that an identity number is in no address and no log."""
    actor = case_reader()
    wanted, state = _typed(request.form.get("q", "")), request.form.get("state", "")
    if not _is_personal(wanted):
        kept = state if state in STATES else ""
        return redirect(url_for("search.show", q=wanted or None, state=kept or None), 303)
    rows = find(
        transactions.reading(), actor, parts().runtime.digest_key, wanted, state="", before=0
    )
    if len(rows) == 1:
        return redirect(url_for("cases.show", application_id=rows[0].application.id), 303)
    return _page(rows, wanted="", searched=True, state="")


def _page(rows: list[CaseRow], *, wanted: str, searched: bool, state: str) -> str:
    page = rows[:PAGE]
    return render_template(
        "search.html",
        rows=page,
        following=page[-1].application.id if len(rows) > PAGE else None,
        wanted=wanted,
        searched=searched,
        state=state,
        states=STATES,
    )


def _typed(text: str) -> str:
    """As it is looked for: half-width, without what nobody sees."""
    half = unicodedata.normalize("NFKC", text)
    return "".join(c for c in half if unicodedata.category(c) != "Cf").strip()[:60]


def _is_number(wanted: str) -> bool:
    return bool(NUMBER.fullmatch(wanted) or SHORT_NUMBER.fullmatch(wanted))


def _is_personal(wanted: str) -> bool:
    return LIKE_A_PERSONS.search("".join(wanted.split())) is not None


def find(
    session: Session, actor: Actor, digest_key: bytes, wanted: str, *, state: str, before: int
) -> list[CaseRow]:
    """At most one row more than a page."""
    conditions: list[ColumnElement[bool]] = [rights.visible_applications(actor, in_order=True)]
    if wanted:
        conditions.append(matching(wanted, digest_key, session.get_bind().dialect.name))
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


def matching(wanted: str, digest_key: bytes, dialect: str) -> ColumnElement[bool]:
    """The clause that fits what was typed; a person is any member of the household."""
    wanted = "".join(wanted.split())
    number = in_full(wanted)
    if ID_NUMBER.fullmatch(number):
        return _member(Person.id_number_digest == digest(digest_key, number))
    if NUMBER.fullmatch(wanted):
        return Application.number == wanted.upper()
    if found := SHORT_NUMBER.fullmatch(wanted):
        return _ends_with_number(found["plan"].upper(), found["place"])
    if INITIALS.fullmatch(wanted):
        return _member(_is_read(wanted.lower()))
    # Each by its own index; with OR between them every case would be read.
    return Application.id.in_(
        union_all(
            select(Application.id).where(_member(_is_called(wanted, dialect))),
            select(Application.id).where(Application.village_code.in_(_villages_called(wanted))),
        )
    )


def _is_called(name: str, dialect: str) -> ColumnElement[bool]:
    """Persons whose name begins so, with whatever interpunct; the index serves up to the first."""
    called = Person.name.like(_with_any_mark(name), escape=ESCAPE)
    stem = re.split(f"[{re.escape(INTERPUNCTS)}]", name)[0]
    if not stem:
        return called
    at_least, below = ("~>=~", "~<~") if dialect == "postgresql" else (">=", "<")
    return and_(
        Person.name.op(at_least, is_comparison=True)(stem),
        Person.name.op(below, is_comparison=True)(stem + chr(sys.maxunicode)),
        called,
    )


def _ends_with_number(plan: str, place: str) -> ColumnElement[bool]:
    """A-52, or 52: the end of a case number, as people say it, under any programme."""
    numbers = select(Programme.code.concat(f"-{place.zfill(PLACES)}"))
    if plan:
        numbers = numbers.where(Programme.plan == plan)
    return Application.number.in_(numbers)


def _is_read(letters: str) -> ColumnElement[bool]:
    """Names with these initials, also where a family name is read otherwise than is usual."""
    others = [
        and_(_begins_with(Person.pinyin_initials, kept), Person.name.startswith(characters))
        for kept, characters in misread(letters)
    ]
    return or_(_begins_with(Person.pinyin_initials, letters), *others)


def _villages_called(name: str) -> Select[str]:
    """The villages of that name, or of the township of that name."""
    village, township = aliased(Region), aliased(Region)
    return (
        select(village.code)
        .join(township, township.code == village.parent_code)
        .where(
            or_(
                village.name.startswith(name, autoescape=True),
                township.name.startswith(name, autoescape=True),
            )
        )
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


def _with_any_mark(name: str) -> str:
    """A pattern of LIKE: the beginning of a name, with whatever interpunct it is kept (N39)."""
    plain = re.sub(rf"([%_{ESCAPE}])", rf"{ESCAPE}\1", name)
    return re.sub(f"[{re.escape(INTERPUNCTS)}]", "_", plain) + "%"
