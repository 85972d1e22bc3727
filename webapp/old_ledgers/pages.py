"""历年台账: what was paid before the system, by sheet, so that the duplicate gate sees it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from models.account import Account
from models.old_ledger import OldLedger, OldLedgerHousehold
from models.role import Role
from webapp import transactions
from webapp.old_ledgers.keeping import keep_ledger
from webapp.old_ledgers.rows import LedgerRow, ledger_rows
from webapp.parts import parts
from webapp.sheets.places import villages_of
from webapp.sheets.reader import read_sheet, receive_sheet
from webapp.user import user
from workflows.errors import Forbidden, Invalid

bp = Blueprint("old_ledgers", __name__)
MOST_ROWS = 12_000
MOST_COLUMNS = 80
MOST_BYTES = 8 << 20
SHOWN_FAULTS = 100
LONGEST_TITLE = 120
ONLY_GOOD = "good"


@bp.get("/old-ledgers")
def show() -> ResponseReturnValue:
    """The ledgers of the county, and the place to send one in."""
    return _page()


@bp.post("/old-ledgers")
def send() -> ResponseReturnValue:
    """Read a ledger and keep it: all of it, or what is good of it where that was chosen."""
    county, title = _county(), request.form.get("title", "").strip()
    year = request.form.get("year", "").strip()
    try:
        if not title or len(title) > LONGEST_TITLE:
            raise Invalid(f"请填写台账名称,不超过 {LONGEST_TITLE} 个字。", "title")
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            raise Invalid("请填写台账的年度,如 2016。", "year")
        data = receive_sheet(request.files.get("sheet"), MOST_BYTES)
        read = read_sheet(data, max_rows=MOST_ROWS, max_columns=MOST_COLUMNS)
        villages = villages_of(transactions.reading(), county)
        rows = ledger_rows(read.rows, villages, int(year))
    except Invalid as error:
        return _page(error=error.sentence), 422
    good = [row for row in rows if not row.faults]
    if not good or (len(good) < len(rows) and request.form.get("rows") != ONLY_GOOD):
        return _page(rows=rows), 422
    new, known = keep_ledger(
        transactions.session(),
        parts().runtime.digest_key,
        user().actor,
        county_code=county,
        title=title,
        filename=(request.files["sheet"].filename or "")[-120:],
        rows=good,
    )
    left = len(rows) - len(good)
    said = f"已收入 {new} 户" + (f",{known} 户原来就有" if known else "")
    flash(f"{said}{f',{left} 行有错没有收入' if left else ''}。")
    return redirect(url_for("old_ledgers.show"), 303)


def _page(*, error: str = "", rows: list[LedgerRow] | None = None) -> str:
    county = _county()
    transactions.abandon()
    session = transactions.session()
    counted = (
        select(func.count())
        .where(OldLedgerHousehold.ledger_id == OldLedger.id)
        .correlate(OldLedger)
        .scalar_subquery()
    )
    ledgers = session.execute(
        select(OldLedger, Account.display_name, counted)
        .join(Account, Account.id == OldLedger.imported_by_id)
        .where(OldLedger.county_code == county)
        .order_by(OldLedger.id.desc())
        .limit(SHOWN_FAULTS)
    ).all()
    faults = [fault for row in rows or () for fault in row.faults]
    return render_template(
        "old_ledgers/index.html",
        ledgers=ledgers,
        error=error,
        faults=faults[:SHOWN_FAULTS],
        more_faults=max(len(faults) - SHOWN_FAULTS, 0),
        good=sum(not row.faults for row in rows or ()),
        told=request.form,
    )


def _county() -> str:
    """The county whose office the reader handles work for. Raises Forbidden."""
    codes = [
        each.area_code for each in user().actor.authorities if each.role is Role.OFFICE_HANDLER
    ]
    if not codes:
        raise Forbidden("历年台账由危改办经办导入。")
    return codes[0]
