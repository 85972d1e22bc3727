"""A list goes out as an Excel sheet and comes back: what it would change is shown first."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from webapp import transactions
from webapp.lists.contents import contents_of, typed_rows
from webapp.lists.sheet import MOST_COLUMNS, MOST_ROWS, preview_of, sheet_of
from webapp.parts import parts
from webapp.readings import log_reading
from webapp.sheets.download import sheet_answer
from webapp.sheets.reader import read_rows, receive_sheet
from webapp.sheets.writer import workbook
from webapp.user import user
from workflows import case_lists
from workflows.errors import Invalid

bp = Blueprint("list_sheets", __name__)


@bp.get("/lists/<int:list_id>/sheet")
def download(list_id: int) -> ResponseReturnValue:
    """The rows that are not done, to be filled in."""
    session = transactions.session()
    case_list = case_lists.own_list(session, user().actor, list_id)
    contents = contents_of(session, parts().runtime, case_list)
    log_reading(
        "导出名单", f"{case_list.number} {case_list.step_name},{len(contents.open_rows)} 户"
    )
    name = f"{case_list.number} {case_list.title}.xlsx"
    return sheet_answer(workbook(sheet_of(contents)), name)


@bp.post("/lists/<int:list_id>/sheet")
def upload(list_id: int) -> ResponseReturnValue:
    """What a filled-in sheet would change, row by row; nothing is changed yet."""
    session = transactions.reading()
    case_list = case_lists.own_list(session, user().actor, list_id)
    case_lists.check_open(case_list)
    data = receive_sheet(request.files.get("sheet"))
    rows = read_rows(data, max_rows=MOST_ROWS, max_columns=MOST_COLUMNS)
    contents = contents_of(session, parts().runtime, case_list)
    preview = preview_of(contents, rows)
    return render_template("lists/preview.html", list=case_list, contents=contents, preview=preview)


@bp.post("/lists/<int:list_id>/sheet/rows")
def confirm(list_id: int) -> ResponseReturnValue:
    """Put the rows of a preview on the list; nothing is sent off."""
    session = transactions.session()
    case_list = case_lists.own_list(session, user().actor, list_id, lock=True)
    case_lists.check_open(case_list)
    if request.form.get("version") != str(case_list.version):
        raise Invalid("核对的时候名单又被改过,请重新上传表格再核对一次。")
    contents = contents_of(session, parts().runtime, case_list)
    faults = typed_rows(contents, MultiDict(request.form))
    if faults:
        raise Invalid(faults[0])
    case_list.version += 1
    flash("已按表格填入名单,还没有提交办理。请核对后提交。")
    return redirect(url_for("lists.show_one", list_id=list_id), 303)
