"""The households of a sheet between being read and becoming drafts: kept, confirmed, put away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from models.intake_draft import IntakeDraft
from models.intake_sheet import IntakeSheet, IntakeSheetRow
from webapp.intake_sheets.households import SheetHousehold
from workflows import clock
from workflows.errors import AlreadyDone, Invalid
from workflows.known_persons import AT_ONCE, cases_of
from workflows.personal_data import digest

ALL, GOOD, DISCARD = "all", "good", "discard"
SENTENCE_OF_DRAFT = "户主在这个方案里已有申请草稿,不再重复生成。"


def blame_known(session: Session, key: bytes, households: Sequence[SheetHousehold]) -> None:
    """Say of each household whether somebody in it is in a case already, open or paid (F01)."""
    places = {
        digest(key, number): (household, line)
        for household in households
        for line, (_, number, _, _) in enumerate(household.persons)
        if number
    }
    for id_digest, _number in cases_of(session, places):
        household, line = places[id_digest]
        name = household.persons[line][0]
        household.blame("id_number", f"{name}已经在一件申请里,一人只能有一件", line)


def digest_of(key: bytes, programme_id: int, household: SheetHousehold) -> str:
    """What makes a household of two sheets the same: its programme and its head's number."""
    number = household.persons[0][1]
    return digest(key, f"intake-sheet:{programme_id}:{number}") if number else ""


def keep_rows(
    session: Session, key: bytes, sheet: IntakeSheet, households: Sequence[SheetHousehold]
) -> None:
    """Write the households of a sheet, some hundreds in one statement."""
    made = enumerate(households, start=1)
    rows = (_row(key, sheet, position, household) for position, household in made)
    for some in _some(rows):
        drafts = drafts_of(session, [each["digest"] for each in some])
        for row in some:
            if row["state"] == "good" and row["digest"] in drafts:
                row |= {"state": "known", "message": SENTENCE_OF_DRAFT, "lines": []}
                row["draft_id"] = drafts[row["digest"]]
        session.execute(insert(IntakeSheetRow), some)


def _row(
    key: bytes, sheet: IntakeSheet, position: int, household: SheetHousehold
) -> dict[str, Any]:
    return {
        "sheet_id": sheet.id,
        "position": position,
        "cell": household.address("name"),
        "village_code": household.village_code,
        "head_name": household.head_name[:60],
        "persons": len(household.lines),
        "digest": digest_of(key, sheet.programme_id, household),
        "lines": [{column: cell.text for column, cell in line.items()} for line in household.lines],
        "faults": household.told,
        "state": "bad" if household.faults else "good",
        "message": "",
        "draft_id": None,
    }


def _some(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def drafts_of(session: Session, digests: Sequence[str]) -> dict[str, int]:
    """The drafts that these households have already: digest -> draft."""
    rows = session.execute(
        select(IntakeDraft.sheet_row_digest, IntakeDraft.id).where(
            IntakeDraft.sheet_row_digest.in_([each for each in digests if each])
        )
    )
    return {row_digest: number for row_digest, number in rows if row_digest is not None}


def counts_of(session: Session, sheet_id: int) -> dict[str, int]:
    """How many households stand in each state."""
    rows = session.execute(
        select(IntakeSheetRow.state, func.count())
        .where(IntakeSheetRow.sheet_id == sheet_id)
        .group_by(IntakeSheetRow.state)
    )
    return dict(rows.all())


def act_on(session: Session, sheet: IntakeSheet, act: str) -> str:
    """Confirm a preview, all of it or what is good of it, or put it away; returns what to tell.

    Raises AlreadyDone when it is no preview any more, Invalid for another act, for all where some
    have faults, and where nothing is good.
    """
    if sheet.state != "preview":
        raise AlreadyDone("这份表格已经确认或作废,请刷新。")
    # No row is loaded here, and sealed columns cannot be compared with loaded ones.
    rows = (
        update(IntakeSheetRow)
        .where(IntakeSheetRow.sheet_id == sheet.id)
        .execution_options(synchronize_session=False)
    )
    if act == DISCARD:
        # Numbers of persons are not kept for nothing.
        session.execute(rows.values(lines=[], faults=[]))
        sheet.state = "discarded"
        return "已作废,没有生成申请草稿。"
    if act not in (ALL, GOOD):
        raise Invalid("没有这个选项,请刷新页面后重试。")
    counts = counts_of(session, sheet.id)
    if act == ALL and counts.get("bad"):
        raise Invalid(f"还有 {counts['bad']} 户要更正,不能全部导入。")
    if not counts.get("good"):
        raise Invalid("没有可以导入的户,请先更正。")
    session.execute(rows.where(IntakeSheetRow.state == "good").values(state="waiting"))
    sheet.state, sheet.confirmed_at = "running", clock.now()
    return f"已确认,{counts['good']} 户正在生成申请草稿。"
