"""在办件导入: the sheet out, the filled-in sheet in, its preview, its progress, and its repair."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.account import Account
from models.case_import import CaseImport, CaseImportRow
from models.document import IMPORT_STATEMENT
from models.programme import Programme
from models.role import Role
from webapp import transactions
from webapp.files.uploads import add_row, receive
from webapp.imports.asked import Asked
from webapp.imports.columns import HOUSEHOLD, columns_of, steps_of
from webapp.imports.rows import MOST_COLUMNS, MOST_ROWS, SheetRow, row_of, rows_of
from webapp.imports.staging import act_on, done_keys, keep_rows, known_persons
from webapp.keys import key_in
from webapp.parts import parts
from webapp.sheets.download import sheet_answer
from webapp.sheets.places import villages_of
from webapp.sheets.reader import read_rows, receive_sheet
from webapp.sheets.writer import Column, Sheet, workbook
from webapp.user import user
from workflows import clock
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound

bp = Blueprint("imports", __name__)
PAGE = 20
LONGEST_REASON = 1000
# Title and explanations stand above the heads of the columns.
LINES_ABOVE = 10
LINES = (
    "一户一行,只填已经办结的步骤,填到哪一步,导入后就停在下一步。日期写成 2019-01-12;"
    "办理人与前面填写的不同时,在日期后空一格写姓名。",
    "身份证号、账号按文本填写。导入的每一步都注明“补录”“代录”,由危改办确认;纸质材料以后在各步骤补传。",
)
STATES = {
    "preview": "待确认",
    "running": "正在导入",
    "finished": "已导入",
    "discarded": "已作废",
}


@bp.get("/imports")
def show() -> ResponseReturnValue:
    """The sheets of the county, newest first, and the place to send one in."""
    return _index()


@bp.get("/imports/template/<int:programme_id>")
def template(programme_id: int) -> ResponseReturnValue:
    """The empty sheet of a programme."""
    programme = _programme(programme_id)
    columns = [
        Column(each.label, each.width, each.choices, asked=True, hint=each.hint)
        for each in columns_of(programme.plan)
    ]
    title = f"{programme.year}年方案{programme.plan} 在办件导入表"
    blank = [[""] * len(columns) for _ in range(MOST_ROWS)]
    data = workbook(Sheet(title, LINES, columns, blank), name="在办件")
    return sheet_answer(data, f"在办件导入表-{programme.year}-{programme.plan}.xlsx")


@bp.post("/imports")
def send() -> ResponseReturnValue:
    """Read a sheet and keep it for its preview; nothing of any case is done yet."""
    reason, number = request.form.get("reason", "").strip(), request.form.get("programme", "")
    _require_office()
    try:
        programme_id = key_in(number)
        if programme_id is None:
            raise Invalid("请选择方案。", "programme")
        if not reason or len(reason) > LONGEST_REASON:
            raise Invalid(f"请写明补录原因,不超过 {LONGEST_REASON} 个字。", "reason")
        data = receive_sheet(request.files.get("sheet"))
        cells = read_rows(data, max_rows=MOST_ROWS + LINES_ABOVE, max_columns=MOST_COLUMNS)
        upload = receive(request.files.get("statement"), parts().storage)
        session = transactions.session()
        programme = _programme(programme_id)
        rows = rows_of(cells, programme.plan, villages_of(session, programme.county_code))
        known_persons(session, parts().runtime.digest_key, rows)
    except Invalid as error:
        transactions.abandon()
        return _index(error=error, reason=reason, chosen=number), 422
    sheet_name = (request.files["sheet"].filename or "")[-120:]
    statement = add_row(session, user().actor, IMPORT_STATEMENT, upload)
    made = CaseImport(
        programme_id=programme.id,
        filename=sheet_name,
        reason=reason,
        statement_id=statement.id,
        uploaded_by_id=user().id,
        uploaded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    keep_rows(session, made, rows)
    return redirect(url_for("imports.show_one", import_id=made.id), 303)


@bp.get("/imports/<int:import_id>")
def show_one(import_id: int) -> ResponseReturnValue:
    """The preview with every error, the progress, or what became of each household."""
    session = transactions.session()
    made, programme = _import(session, import_id)
    rows = session.scalars(
        select(CaseImportRow)
        .where(CaseImportRow.import_id == import_id)
        .order_by(CaseImportRow.position)
    ).all()
    names = {each.day_key: each.title for each in steps_of(programme.plan)}
    last = {
        row.id: [title for key, title in names.items() if row.cells.get(key)][-1:] for row in rows
    }
    page = {"made": made, "rows": rows, "states": STATES, "last": last}
    if request.headers.get("HX-Request"):
        return render_template("imports/_progress.html", **page)
    return render_template("imports/one.html", programme=programme, **page)


@bp.post("/imports/<int:import_id>")
def change(import_id: int) -> ResponseReturnValue:
    """Confirm the preview, or put it away."""
    session = transactions.session()
    made, _ = _import(session, import_id, lock=True)
    flash(act_on(session, user().actor, made, request.form.get("act", "")))
    return redirect(url_for("imports.show_one", import_id=import_id), 303)


@bp.route("/imports/<int:import_id>/rows/<int:row_id>", methods=["GET", "POST"])
def row(import_id: int, row_id: int) -> ResponseReturnValue:
    """One household that was refused: what is not done yet can be corrected, or left to others."""
    session = transactions.session()
    # Locked: whether the sheet still waits decides what becomes of the row.
    made, programme = _import(session, import_id, lock=request.method == "POST")
    found = session.scalar(
        select(CaseImportRow)
        .where(CaseImportRow.id == row_id, CaseImportRow.import_id == import_id)
        .with_for_update()
    )
    if found is None:
        raise NotFound
    if found.state != "refused" or made.state == "discarded":
        raise AlreadyDone("这一户不需要更正,请刷新后再看。")
    done = done_keys(session, found)
    told = SheetRow(dict(found.cells))
    if request.method == "POST":
        if request.form.get("act") == "leave":
            return _leave(found)
        told = _corrected(session, found, programme, done)
        known_persons(session, parts().runtime.digest_key, [told], found.application_id)
        if not told.faults:
            found.cells, found.message = told.cells, ""
            found.village_code, found.head_name = told.village_code, told.cells["head"]
            found.state = "preview" if made.state == "preview" else "waiting"
            made.state = "preview" if made.state == "preview" else "running"
            flash(f"已更正 {found.head_name} 一户。")
            return redirect(url_for("imports.show_one", import_id=import_id), 303)
    groups = _groups(programme, done)
    last = max(
        (n for n, (_, columns) in enumerate(groups) if any(told.cells.get(c.key) for c in columns)),
        default=0,
    )
    page = render_template(
        "imports/row.html",
        made=made,
        row=found,
        cells=told.cells,
        faults={fault.key: fault.sentence for fault in told.faults},
        groups=groups[: last + 2],
        later=groups[last + 2 :],
    )
    if told.faults:
        transactions.abandon()
    return page, 422 if told.faults else 200


def _corrected(
    session: Session, found: CaseImportRow, programme: Programme, done: set[str]
) -> SheetRow:
    open_keys = {column.key for _, columns in _groups(programme, done) for column in columns}
    typed = {key: request.form.get(key, "")[:1000] for key in open_keys}
    villages = villages_of(session, programme.county_code)
    return row_of({**found.cells, **typed}, programme.plan, villages)


def _leave(found: CaseImportRow) -> ResponseReturnValue:
    """What is done stays done; the rest is done step by step by those whose steps they are."""
    found.state = "left" if found.application_id is not None else "removed"
    found.cells, found.done_at = {}, clock.now()
    said = "以后由各岗位逐步办理" if found.application_id is not None else "已移出,没有开立申请"
    flash(f"{found.head_name}:{said}。")
    return redirect(url_for("imports.show_one", import_id=found.import_id), 303)


def _groups(programme: Programme, done: set[str]) -> list[tuple[str, list[Asked]]]:
    """Columns that can still be corrected, by step."""
    groups: list[tuple[str, list[Asked]]] = []
    if "file_application" not in done:
        groups.append(("这一户", list(HOUSEHOLD)))
    else:
        groups.append(("办理人", [each for each in HOUSEHOLD if each.key.endswith("_by")]))
    groups += [
        (step.title, [step.day, *step.fields])
        for step in steps_of(programme.plan)
        if step.key not in done
    ]
    return groups


def _index(*, error: Invalid | None = None, reason: str = "", chosen: str = "") -> str:
    _require_office()
    session = transactions.session()
    programmes = _programmes(session)
    before = key_in(request.args.get("before", ""))
    counted = (
        select(func.count())
        .where(CaseImportRow.import_id == CaseImport.id)
        .correlate(CaseImport)
        .scalar_subquery()
    )
    query = (
        select(CaseImport, Programme, Account.display_name, counted)
        .join(Programme, Programme.id == CaseImport.programme_id)
        .join(Account, Account.id == CaseImport.uploaded_by_id)
        .where(CaseImport.programme_id.in_(programmes))
        .order_by(CaseImport.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(CaseImport.id < before)
    rows = session.execute(query).all()
    return render_template(
        "imports/index.html",
        rows=rows[:PAGE],
        following=rows[PAGE - 1][0].id if len(rows) > PAGE else None,
        programmes=list(programmes.values()),
        states=STATES,
        error=error,
        reason=reason,
        chosen=chosen,
    )


def _require_office() -> None:
    if not user().holds(Role.OFFICE_HANDLER):
        raise Forbidden("在办件由危改办经办导入。")


def _programmes(session: Session) -> Mapping[int, Programme]:
    """Programmes of the counties where the reader handles the office's work, newest first."""
    counties = {
        each.area_code for each in user().actor.authorities if each.role is Role.OFFICE_HANDLER
    }
    rows = session.scalars(
        select(Programme)
        .where(Programme.county_code.in_(counties))
        .order_by(Programme.year.desc(), Programme.plan)
    )
    return {each.id: each for each in rows}


def _programme(programme_id: int) -> Programme:
    _require_office()
    found = _programmes(transactions.session()).get(programme_id)
    if found is None:
        raise NotFound
    return found


def _import(
    session: Session, import_id: int, *, lock: bool = False
) -> tuple[CaseImport, Programme]:
    _require_office()
    programmes = _programmes(session)
    query = select(CaseImport).where(
        CaseImport.id == import_id, CaseImport.programme_id.in_(programmes)
    )
    made = session.scalar(query.with_for_update() if lock else query)
    if made is None:
        raise NotFound
    return made, programmes[made.programme_id]
