"""批量录入: the sheet out, the filled-in sheet in, its preview, its progress, and its repair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.intake_draft import IntakeDraft
from models.intake_sheet import INTAKE, IntakeSheet, IntakeSheetRow
from models.programme import Programme
from models.region import Region
from models.role import CODE_LENGTH, Level
from webapp import transactions
from webapp.intake_sheets.drafting import BRINGERS
from webapp.intake_sheets.households import households_of
from webapp.intake_sheets.staging import act_on, blame_known, counts_of, keep_rows
from webapp.intake_sheets.template import blank_sheet, error_sheet
from webapp.keys import key_in
from webapp.parts import parts
from webapp.sheets.download import sheet_answer
from webapp.sheets.places import villages_of
from webapp.sheets.reader import SheetRead, read_sheet, receive_sheet
from webapp.user import user
from workflows import clock, rights
from workflows.errors import Forbidden, Invalid, NotFound

bp = Blueprint("intake_sheets", __name__)
PAGE = 50
SHEETS = 20
MOST_ROWS = 12_000
MOST_COLUMNS = 80
MOST_BYTES = 8 << 20
STATES = {
    "preview": "待确认",
    "running": "正在导入",
    "finished": "已导入",
    "discarded": "已作废",
}
VIEWS = {
    "bad": "要更正",
    "good": "可以导入",
    "waiting": "正在导入",
    "done": "已生成草稿",
    "known": "已有草稿",
    "left": "没有导入",
}
FORMULAS = "表格里有公式,只读取了公式算出的数值。"
LINKS = "表格引用了别的文件,没有打开那些文件,只读取了表里已有的数值。"


@bp.get("/intake/sheets")
def show() -> ResponseReturnValue:
    """The reader's own sheets, newest first, and the place to send one in."""
    return _index()


@bp.get("/intake/sheets/template/<int:programme_id>")
def template(programme_id: int) -> ResponseReturnValue:
    """The empty sheet of a programme."""
    session = transactions.session()
    programme = _programme(session, programme_id)
    data = blank_sheet(programme, _village_names(session))
    return sheet_answer(data, f"农户录入表-{programme.year}-{programme.plan}.xlsx")


@bp.post("/intake/sheets")
def send() -> ResponseReturnValue:
    """Read a sheet and keep it for its preview; no draft is made yet."""
    _require_bringer()
    number = request.form.get("programme", "")
    try:
        programme_id = key_in(number)
        if programme_id is None:
            raise Invalid("请选择方案。", "programme")
        data = receive_sheet(request.files.get("sheet"), MOST_BYTES)
        read = read_sheet(data, max_rows=MOST_ROWS, max_columns=MOST_COLUMNS)
        made = _keep(programme_id, read)
    except Invalid as error:
        transactions.abandon()
        return _index(error=error, chosen=number), 422
    return redirect(url_for("intake_sheets.show_one", sheet_id=made.id), 303)


def _keep(programme_id: int, read: SheetRead) -> IntakeSheet:
    # Everything is read and checked before the transaction that writes begins.
    reading, key = transactions.reading(), parts().runtime.digest_key
    programme = _programme(reading, programme_id)
    villages, own = villages_of(reading, programme.county_code), _areas()
    households, unknown = households_of(read.rows, villages, own, _only_village(own))
    blame_known(reading, key, households)
    session = transactions.session()
    made = IntakeSheet(
        kind=INTAKE,
        programme_id=programme_id,
        filename=(request.files["sheet"].filename or "")[-120:],
        told=_told(read, unknown),
        uploaded_by_id=user().id,
        uploaded_at=clock.now(),
        households=len(households),
    )
    session.add(made)
    session.flush()
    keep_rows(session, key, made, households)
    return made


def _told(read: SheetRead, unknown: tuple[str, ...]) -> str:
    told = [FORMULAS] if read.has_formulas else []
    told += [LINKS] if read.has_links else []
    if unknown:
        told.append(f"这些列没有读取:{'、'.join(unknown[:12])}。")
    return "".join(told)[:500]


@bp.get("/intake/sheets/<int:sheet_id>")
def show_one(sheet_id: int) -> ResponseReturnValue:
    """The preview with every error, the progress, or what became of each household."""
    session = transactions.session()
    sheet, programme = _sheet(session, sheet_id)
    counts = counts_of(session, sheet_id)
    page = {"sheet": sheet, "counts": counts, "views": VIEWS, "states": STATES}
    if request.headers.get("HX-Request"):
        return render_template("intake_sheets/_progress.html", **page)
    wanted = request.args.get("show", "")
    view = wanted if wanted in counts else next((each for each in VIEWS if counts.get(each)), "")
    rows, following = _rows(session, sheet_id, view)
    return render_template(
        "intake_sheets/one.html",
        programme=programme,
        rows=rows,
        own_drafts=_own_drafts(session, rows),
        view=view,
        following=following,
        **page,
    )


@bp.post("/intake/sheets/<int:sheet_id>")
def change(sheet_id: int) -> ResponseReturnValue:
    """Confirm the preview, all of it or what is good, or put it away."""
    session = transactions.session()
    sheet, _ = _sheet(session, sheet_id, lock=True)
    flash(act_on(session, sheet, request.form.get("act", "")))
    return redirect(url_for("intake_sheets.show_one", sheet_id=sheet_id), 303)


@bp.get("/intake/sheets/<int:sheet_id>/errors")
def errors(sheet_id: int) -> ResponseReturnValue:
    """The households with faults as a sheet, to be corrected and sent again."""
    session = transactions.session()
    sheet, programme = _sheet(session, sheet_id)
    rows = session.scalars(
        select(IntakeSheetRow)
        .where(IntakeSheetRow.sheet_id == sheet_id, IntakeSheetRow.state == "bad")
        .order_by(IntakeSheetRow.position)
    ).all()
    if not rows or sheet.state == "discarded":
        raise NotFound
    data = error_sheet(programme, _village_names(session), rows)
    return sheet_answer(data, f"更正表-{sheet_id}.xlsx")


def _index(*, error: Invalid | None = None, chosen: str = "") -> str:
    _require_bringer()
    session = transactions.session()
    programmes = _programmes(session)
    before = key_in(request.args.get("before", ""))
    query = (
        select(IntakeSheet)
        .where(IntakeSheet.uploaded_by_id == user().id, IntakeSheet.kind == INTAKE)
        .order_by(IntakeSheet.id.desc())
        .limit(SHEETS + 1)
    )
    if before is not None:
        query = query.where(IntakeSheet.id < before)
    sheets = session.scalars(query).all()
    return render_template(
        "intake_sheets/index.html",
        sheets=sheets[:SHEETS],
        following=sheets[SHEETS - 1].id if len(sheets) > SHEETS else None,
        programmes=programmes,
        states=STATES,
        error=error,
        chosen=chosen,
        most_rows=MOST_ROWS,
    )


def _rows(session: Session, sheet_id: int, view: str) -> tuple[list[IntakeSheetRow], int | None]:
    """One page of the households in one state, and where the next one begins."""
    first = key_in(request.args.get("after", "")) or 0
    rows = session.scalars(
        select(IntakeSheetRow)
        .where(
            IntakeSheetRow.sheet_id == sheet_id,
            IntakeSheetRow.state == view,
            IntakeSheetRow.position > first,
        )
        .order_by(IntakeSheetRow.position)
        .limit(PAGE + 1)
    ).all()
    return list(rows[:PAGE]), rows[PAGE - 1].position if len(rows) > PAGE else None


def _own_drafts(session: Session, rows: Sequence[IntakeSheetRow]) -> frozenset[int]:
    """Those drafts of ``rows`` that the reader may open; a household may have one elsewhere."""
    found = {each.draft_id for each in rows if each.draft_id is not None}
    if not found:
        return frozenset()
    query = select(IntakeDraft.id).where(IntakeDraft.id.in_(found), rights.own_drafts(user().actor))
    return frozenset(session.scalars(query))


# --- who may bring what -------------------------------------------------------------------------


def _require_bringer() -> None:
    if not user().holds(*BRINGERS):
        raise Forbidden("农户由村经办、乡镇经办批量录入。")


def _areas() -> tuple[str, ...]:
    """Areas whose households the reader may bring in."""
    return tuple({each.area_code for each in user().actor.authorities if each.role in BRINGERS})


def _only_village(areas: tuple[str, ...]) -> str:
    """The reader's village, where there is but one: it need not be written in every row."""
    is_one = len(areas) == 1 and len(areas[0]) == CODE_LENGTH[Level.VILLAGE]
    return areas[0] if is_one else ""


def _village_names(session: Session) -> list[str]:
    inside = or_(*(rights.within(Region.code, area) for area in _areas()))
    rows = session.execute(select(Region.code, Region.name).where(inside).order_by(Region.code))
    length = CODE_LENGTH[Level.VILLAGE]
    return [name for code, name in rows if len(code) == length]


def _programmes(session: Session) -> Mapping[int, Programme]:
    """Programmes of the newest year of the reader's counties."""
    counties = {area[: CODE_LENGTH[Level.COUNTY]] for area in _areas()}
    rows = session.scalars(
        select(Programme)
        .where(Programme.county_code.in_(counties))
        .order_by(Programme.year.desc(), Programme.plan)
    ).all()
    return {each.id: each for each in rows if each.year == rows[0].year}


def _programme(session: Session, programme_id: int) -> Programme:
    _require_bringer()
    found = _programmes(session).get(programme_id)
    if found is None:
        raise NotFound
    return found


def _sheet(session: Session, sheet_id: int, *, lock: bool = False) -> tuple[IntakeSheet, Programme]:
    """The reader's own sheet. Raises NotFound, also for another's."""
    _require_bringer()
    query = (
        select(IntakeSheet, Programme)
        .join(Programme, Programme.id == IntakeSheet.programme_id)
        .where(
            IntakeSheet.id == sheet_id,
            IntakeSheet.uploaded_by_id == user().id,
            IntakeSheet.kind == INTAKE,
        )
    )
    row = session.execute(query.with_for_update(of=IntakeSheet) if lock else query).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]
