"""Making drafts of the households of confirmed sheets: some in each transaction, by the worker.

A row and its draft are written together, and a household has one draft whatever happens: a worker
that is killed goes on where it was, and two at once do nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy import ColumnElement, exists, literal_column, select, update
from sqlalchemy.orm import Session

from models.database import Database
from models.intake_sheet import IntakeSheet, IntakeSheetRow
from models.programme import Programme
from models.role import Role
from webapp.intake_sheets.answers import answers_of
from webapp.intake_sheets.households import SheetHousehold, check_persons
from webapp.intake_sheets.staging import SENTENCE_OF_DRAFT, drafts_of
from webapp.sheets.reader import Cell
from workflows.actors import account_view
from workflows.errors import Refused
from workflows.intake_drafts import open_draft
from workflows.rights import Actor
from workflows.runtime import Runtime

AT_ONCE = 200
BRINGERS = (Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER)
NOBODY_LEFT = "导入的人已不再有这个村的权限,没有生成草稿。"
# Written out, not bound: only so does SQLite see that the partial index serves.
IS_WAITING: ColumnElement[bool] = literal_column("intake_sheet_rows.state = 'waiting'")
# What a settled row says unless something else is said: its lines are kept by the draft.
_SETTLED: dict[str, Any] = {"draft_id": None, "message": "", "faults": [], "lines": []}
log = structlog.get_logger()


def make_drafts(database: Database, runtime: Runtime) -> int:
    """Make drafts of the first waiting households; returns how many rows were settled."""
    with database.read() as session:
        if session.scalar(select(IntakeSheetRow.id).where(IS_WAITING).limit(1)) is None:
            return 0
    with database.write() as session:
        rows = session.execute(
            select(
                IntakeSheetRow.id,
                IntakeSheetRow.sheet_id,
                IntakeSheetRow.village_code,
                IntakeSheetRow.digest,
                IntakeSheetRow.lines,
            )
            .where(IS_WAITING)
            .order_by(IntakeSheetRow.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        sheets = _sheets_of(session, {row.sheet_id for row in rows})
        actors = {number: _actor(session, sheet) for number, (sheet, _) in sheets.items()}
        drafts = drafts_of(session, [row.digest for row in rows])
        settled = []
        for row in rows:
            sheet, _ = sheets[row.sheet_id]
            settled.append({**_SETTLED, "id": row.id})
            settled[-1] |= _settle(session, sheet, actors[row.sheet_id], row, drafts)
        if settled:
            session.execute(update(IntakeSheetRow), settled)
        _finish(session, list(sheets))
        session.commit()
    log.info("drafts_made_of_sheets", rows=len(rows))
    return len(rows)


def _settle(
    session: Session, sheet: IntakeSheet, actor: Actor | None, row: Any, drafts: dict[str, int]
) -> dict[str, Any]:
    """Make a draft of one household, or not; what its row says from now on."""
    if row.digest in drafts:
        return {"state": "known", "draft_id": drafts[row.digest], "message": SENTENCE_OF_DRAFT}
    household = household_of(row.lines)
    check_persons(household)
    if household.faults:
        return {"state": "bad", "faults": household.told, "lines": row.lines}
    if actor is None or row.village_code is None:
        return {"state": "left", "message": NOBODY_LEFT}
    try:
        draft = open_draft(
            session,
            actor,
            programme_id=sheet.programme_id,
            village_code=row.village_code,
            answers=answers_of(household),
            sheet_row_digest=row.digest,
            openers=BRINGERS,
        )
    except Refused as error:
        return {"state": "left", "message": error.sentence[:300]}
    drafts[row.digest] = draft.id
    return {"state": "done", "draft_id": draft.id}


def household_of(lines: list[Mapping[str, str]]) -> SheetHousehold:
    """A household as its row keeps it."""
    return SheetHousehold([{key: Cell(text, "") for key, text in line.items()} for line in lines])


def _sheets_of(session: Session, numbers: set[int]) -> dict[int, tuple[IntakeSheet, Programme]]:
    """The sheets with their programmes, which are held so that no household asks for them again.

    Locked: of two workers with the last rows of a sheet the second must see the first's settled.
    """
    rows = session.execute(
        select(IntakeSheet, Programme)
        .join(Programme, Programme.id == IntakeSheet.programme_id)
        .where(IntakeSheet.id.in_(numbers))
        .order_by(IntakeSheet.id)
        .with_for_update(of=IntakeSheet)
    )
    return {sheet.id: (sheet, programme) for sheet, programme in rows}


def _actor(session: Session, sheet: IntakeSheet) -> Actor | None:
    view: Any = account_view(session, sheet.uploaded_by_id)
    return view.actor if view is not None else None


def _finish(session: Session, numbers: list[int]) -> None:
    waiting = exists().where(IntakeSheetRow.sheet_id == IntakeSheet.id, IS_WAITING)
    session.execute(
        update(IntakeSheet)
        .where(IntakeSheet.id.in_(numbers), IntakeSheet.state == "running", ~waiting)
        .values(state="finished")
    )
