"""The rows of a sheet between being read and walking: kept, confirmed, corrected or put away."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.case_import import CaseImport, CaseImportRow
from models.role import Role
from models.task import Task
from webapp.imports.rows import SheetRow, persons_of
from webapp.imports.walk import key_of
from workflows import clock
from workflows.errors import AlreadyDone, Invalid
from workflows.known_persons import cases_of
from workflows.personal_data import digest
from workflows.rights import Actor
from workflows.system_history import record_system


def known_persons(
    session: Session, key: bytes, rows: Sequence[SheetRow], own: int | None = None
) -> None:
    """Say of each row whether somebody in it is in a case already, open or paid (F01)."""
    numbers = {
        digest(key, number): (row, name)
        for row in rows
        for name, number, _, _ in persons_of(row.cells)
        if number
    }
    for id_digest, number in cases_of(session, numbers, own=own):
        row, name = numbers[id_digest]
        row.blame("head_id", f"{name}已在申请 {number or '(未编号)'} 里,不能再次录入。")


def keep_rows(session: Session, made: CaseImport, rows: Sequence[SheetRow]) -> None:
    """Write the rows of a sheet; those with faults wait to be corrected."""
    session.execute(
        insert(CaseImportRow),
        [
            {
                "import_id": made.id,
                "position": position,
                "village_code": row.village_code,
                "head_name": row.cells.get("head", "")[:60],
                "cells": row.cells,
                "state": "refused" if row.faults else "preview",
                "message": "\n".join(str(fault) for fault in row.faults)[:1000],
            }
            for position, row in enumerate(rows, start=1)
        ],
    )


def act_on(session: Session, actor: Actor, made: CaseImport, act: str) -> str:
    """Confirm a preview or put it away; returns what to tell.

    Raises AlreadyDone when it is no preview any more, Invalid for another act.
    """
    if made.state != "preview":
        raise AlreadyDone("这份表格已经确认或作废,请刷新。")
    # No row is loaded here, and sealed columns cannot be compared with loaded ones.
    rows = (
        update(CaseImportRow)
        .where(CaseImportRow.import_id == made.id)
        .execution_options(synchronize_session=False)
    )
    if act == "discard":
        # Numbers of persons are not kept for nothing.
        session.execute(rows.values(state="removed", cells={}))
        made.state = "discarded"
        return "已作废,没有开立任何申请。"
    if act != "confirm":
        raise Invalid("没有这个选项,请刷新页面后重试。")
    good = len(
        session.execute(
            rows.where(CaseImportRow.state == "preview")
            .values(state="waiting")
            .returning(CaseImportRow.id)
        ).all()
    )
    if not good:
        raise Invalid("没有可以导入的户,请先更正。")
    made.state, made.confirmed_at = "running", clock.now()
    payload = {"import": made.id, "households": good, "comment": made.reason}
    record_system(session, actor, "cases_imported", payload, role=Role.OFFICE_HANDLER.value)
    return f"已确认,{good} 户正在导入。"


def done_keys(session: Session, row: CaseImportRow) -> set[str]:
    """The steps of the sheet that the row's case has done."""
    tasks = session.scalars(
        select(Task).where(Task.application_id == row.application_id, Task.status == "done")
    )
    return {key_of(task) for task in tasks}
