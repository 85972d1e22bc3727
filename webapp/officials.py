"""公职人员、村组干部名单: kept by the county's office, so that their households are looked at."""

from __future__ import annotations

import datetime as dt
import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select, tuple_

from models.official import Official
from models.region import Region
from models.role import Role
from webapp import transactions
from webapp.keys import key_in
from webapp.parts import parts
from webapp.sheets.places import villages_of
from webapp.user import user
from workflows import identity_number, personal_names
from workflows.errors import Forbidden, Invalid
from workflows.officials import Named, leave_office, put_on_list

bp = Blueprint("officials", __name__)
PAGE = 50
MOST_LINES, LONGEST = 2000, 200_000
LONGEST_POST = 60
# Whatever stands between two cells that were copied, and what people type there.
_BETWEEN = re.compile(r"[\s,,、;;]+")
_NUMBER = re.compile(r"[\d*]{14,17}[\dXx*]")


@bp.get("/officials")
def show() -> ResponseReturnValue:
    """The list of the county by name, and the place to add to it."""
    return _page()


@bp.post("/officials")
def add() -> ResponseReturnValue:
    """Put everybody on the list who was typed, one a line; all of them or nobody."""
    county, typed = _county(), request.form.get("lines", "")[:LONGEST]
    named, faults = _read(typed, villages_of(transactions.reading(), county))
    if faults:
        return _page(typed=typed, faults=faults), 422
    session, key = transactions.session(), parts().runtime.digest_key
    new = put_on_list(session, key, user().actor, county, named)
    known = len(named) - new
    flash(f"已登记 {new} 人{f',{known} 人原来就有' if known else ''}。没办完的申请会重新核对一遍。")
    return redirect(url_for("officials.show"), 303)


@bp.post("/officials/<int:official_id>/left")
def leave(official_id: int) -> ResponseReturnValue:
    """Note the last day in office; the entry stays."""
    county = _county()
    try:
        left_on = dt.date.fromisoformat(request.form.get("left_on", ""))
    except ValueError:
        raise Invalid("离任日期应写成 2019-06-04 这样。", "left_on") from None
    session = transactions.session()
    official = leave_office(session, user().actor, county, official_id, left_on)
    flash(f"已登记 {official.name} 离任。")
    return redirect(url_for("officials.show"), 303)


def _read(typed: str, villages: dict[str, str]) -> tuple[list[Named], list[str]]:
    """Who was typed, and what is wrong with which line."""
    lines = [(number, line.strip()) for number, line in enumerate(typed.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line]
    if not lines:
        return [], ["还没有填写。每人一行:姓名 村 职务 身份证号。"]
    if len(lines) > MOST_LINES:
        return [], [f"一次最多 {MOST_LINES} 行,请分几次登记。"]
    named, faults = [], []
    for number, line in lines:
        try:
            named.append(_named(line, villages))
        except Invalid as error:
            faults.append(f"第 {number} 行:{error.sentence}")
    return named, faults


def _named(line: str, villages: dict[str, str]) -> Named:
    """One line: the name first, the rest in any order."""
    name, *rest = [cell for cell in _BETWEEN.split(line) if cell] or [""]
    if fault := personal_names.fault(name):
        raise Invalid(f"{fault}。")
    numbers = [each for each in rest if _NUMBER.fullmatch(each)]
    number = identity_number.in_full(numbers[0]) if numbers else ""
    if len(numbers) > 1 or (number and identity_number.fault(number) is not None):
        raise Invalid("身份证号不对,请核对。")
    places = [each for each in rest if each in villages]
    if not (number or places):
        raise Invalid("没有身份证号的,要写本县的村名(重名的村写上乡镇名)。")
    post = " ".join(each for each in rest if each not in (*numbers, *places[:1]))
    if not 1 <= len(post) <= LONGEST_POST:
        raise Invalid("请写职务,如“村主任”“乡镇干部”。")
    return Named(name, post, villages[places[0]] if places else None, number)


def _page(*, typed: str = "", faults: list[str] | None = None) -> str:
    county = _county()
    transactions.abandon()
    wanted = personal_names.compared(request.args.get("q", ""))[:40]
    query = (
        select(Official, Region.name)
        .outerjoin(Region, Region.code == Official.village_code)
        .where(Official.county_code == county)
        .order_by(Official.compared_name, Official.id)
        .limit(PAGE + 1)
    )
    if wanted:
        query = query.where(Official.compared_name.startswith(wanted, autoescape=True))
    name, mark, number = request.args.get("after", "").partition("~")
    if mark and (last_id := key_in(number)) is not None:
        query = query.where(
            tuple_(Official.compared_name, Official.id) > tuple_(name[:60], last_id)
        )
    rows = transactions.session().execute(query).all()
    last = rows[PAGE - 1][0] if len(rows) > PAGE else None
    return render_template(
        "officials.html",
        rows=rows[:PAGE],
        following=f"{last.compared_name}~{last.id}" if last is not None else "",
        wanted=wanted,
        typed=typed,
        faults=(faults or [])[:PAGE],
        more_faults=max(len(faults or ()) - PAGE, 0),
    )


def _county() -> str:
    """The county whose office the reader handles work for. Raises Forbidden."""
    for each in user().actor.authorities:
        if each.role is Role.OFFICE_HANDLER:
            return each.area_code
    raise Forbidden("公职人员和村组干部名单由危改办经办登记。")
