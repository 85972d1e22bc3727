"""Reading a sheet of cases in mid-course: every row checked by itself, errors with their cells."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forms.application import IDENTITIES
from forms.card import digits
from forms.fields.roster import MAX_ROWS, RELATIONS
from webapp.imports.asked import Asked, SheetStep
from webapp.imports.columns import HOUSEHOLD, VERIFICATIONS, columns_of, steps_of
from webapp.sheets.faults import Fault
from webapp.sheets.reader import Cell
from workflows import clock, identity_number, personal_names
from workflows.duties import DECIDING_ROLES, PAIRS
from workflows.errors import Invalid

MOST_ROWS = 500
MOST_COLUMNS = 150
_DAY = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:T[\d:.]+)?(?:\s+(.+))?")
_APART = re.compile(r"[;;\n]+")
NUMBERS = ("head_id", "card_number")


@dataclass
class SheetRow:
    """One household of a sheet: column key -> text, and what is wrong with it."""

    cells: dict[str, str]
    addresses: Mapping[str, str] = field(default_factory=dict)
    village_code: str | None = None
    faults: list[Fault] = field(default_factory=list)

    def blame(self, key: str, sentence: str) -> None:
        """Say what is wrong with a cell."""
        self.faults.append(Fault(key, sentence, self.addresses.get(key, "")))

    def day_of(self, step: SheetStep) -> dt.date | None:
        """The event date of a step, None where it is not told."""
        return day_and_name(self.cells.get(step.day_key, ""))[0]

    def handled_by(self, step: SheetStep) -> str:
        """Who handled the step in life."""
        name = day_and_name(self.cells.get(step.day_key, ""))[1]
        known = self.cells.get(step.handled_by, "")
        return name or (personal_names.split(known) or [""])[0]

    def told(self, plan: str) -> list[SheetStep]:
        """The steps of which the row tells the day, in the order of the line."""
        return [step for step in steps_of(plan) if self.cells.get(step.day_key)]


def rows_of(
    cells: Sequence[Sequence[Cell]], plan: str, villages: Mapping[str, str]
) -> list[SheetRow]:
    """The households of a sheet; ``villages`` are names and codes -> code.

    Raises Invalid for a sheet that is not this one, and for one without a household.
    """
    columns = columns_of(plan)
    head = next((n for n, row in enumerate(cells) if _is_head(row, columns)), None)
    if head is None:
        raise Invalid("这不是本方案的在办件表格。请下载表格填写后上传。", "sheet")
    places = {cell.text: position for position, cell in enumerate(cells[head])}
    rows = [
        _row(line, columns, places, villages)
        for line in cells[head + 1 :]
        if any(cell.text for cell in line)
    ]
    if not rows:
        raise Invalid("表格里还没有农户。请从表头的下一行开始,一户一行。", "sheet")
    if len(rows) > MOST_ROWS:
        raise Invalid(f"一次最多导入 {MOST_ROWS} 户,请分开上传。", "sheet")
    for row in rows:
        check(row, plan)
    _check_twice(rows)
    return rows


def row_of(told: Mapping[str, str], plan: str, villages: Mapping[str, str]) -> SheetRow:
    """One household as it is corrected on a page."""
    cells = {each.key: told.get(each.key, "").strip() for each in columns_of(plan)}
    row = SheetRow(_normalised(cells))
    _find_village(row, villages)
    check(row, plan)
    return row


def day_and_name(text: str) -> tuple[dt.date | None, str]:
    """The day in a cell and the name behind it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for mark in "年月/.":
        plain = plain.replace(mark, "-")
    found = _DAY.fullmatch(plain.replace("日", " ").strip())
    if found is None:
        return None, ""
    try:
        year, month, day = (int(part) for part in found[1].split("-"))
        return dt.date(year, month, day), (found[2] or "").strip()
    except ValueError:
        return None, ""


def persons_of(cells: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """(name, number, relation, nation) of everybody, the head first; a short entry has blanks."""
    persons = [
        (cells.get("head", ""), cells.get("head_id", ""), "户主", cells.get("head_nation", ""))
    ]
    for text in _APART.split(cells.get("members", "")):
        parts = text.split()
        if parts:
            name, relation, number, nation = (*parts, "", "", "")[:4]
            persons.append((name, identity_number.normalised(number), relation, nation))
    return persons


# --- one row


def check(row: SheetRow, plan: str) -> None:
    """Everything that can be said of a row before its case is opened."""
    for column in HOUSEHOLD:
        _check_cell(row, column)
    _check_persons(row)
    told = row.told(plan)
    if not told or told[0].key != "file_application":
        row.blame("day_file_application", "至少要填申请日期。")
    for step in told:
        _check_step(row, step)
    _check_line(row, plan, told)
    _check_names(row, told)


def _check_cell(row: SheetRow, column: Asked) -> None:
    text = row.cells.get(column.key, "")
    if not text:
        if column.needed(row.cells):
            row.blame(column.key, f"请填写{column.label}。")
    elif column.choices and text not in column.choices:
        row.blame(column.key, f"{column.label}只能填:{'、'.join(column.choices)}。")
    elif column.is_day and day_and_name(text)[0] is None:
        row.blame(column.key, f"{column.label}应写成 2019-01-12。")
    elif column.names and len(personal_names.each_once(text)) < column.names:
        row.blame(column.key, f"{column.label}至少 {column.names} 个人,用顿号隔开。")


def _check_persons(row: SheetRow) -> None:
    unknown = set(re.split(r"[、,,\s]+", row.cells.get("identities", ""))) - {*IDENTITIES, ""}
    if unknown:
        row.blame("identities", f"没有这种身份类别:{'、'.join(sorted(unknown))}。")
    seen: set[str] = set()
    persons = persons_of(row.cells)
    if len(persons) > MAX_ROWS:
        row.blame("members", f"一户最多 {MAX_ROWS} 人。")
    for place, (name, number, relation, _nation) in enumerate(persons):
        key = "members" if place else "head_id"
        if identity_number.fault(number) is not None:
            row.blame(key, f"{name}的身份证号不对,请核对 18 位。")
        elif number in seen:
            row.blame(key, f"{name}的身份证号与家里另一人相同。")
        elif place and relation not in RELATIONS:
            row.blame(key, f"{name}与户主的关系应是:{'、'.join(RELATIONS[1:])}。")
        seen.add(number)


def _check_step(row: SheetRow, step: SheetStep) -> None:
    day, _ = day_and_name(row.cells[step.day_key])
    if day is None:
        row.blame(step.day_key, f"{step.title}日期应写成 2019-01-12,或“2019-01-12 王岚”。")
    elif day > clock.today():
        row.blame(step.day_key, f"{step.title}日期不能晚于今天。")
    for column in step.fields:
        _check_cell(row, column)
    if not step.applies(row.cells):
        row.blame(step.day_key, f"这一户没有“{step.title}”这一步,请清空。")
    elif not row.handled_by(step):
        row.blame(step.day_key, f"请写明{step.title}的办理人,例如“2019-01-12 王岚”。")


def _check_line(row: SheetRow, plan: str, told: Sequence[SheetStep]) -> None:
    """No step of the line may be left out before the last, and the days are in order (F54)."""
    if not told:
        return
    keys = [step.key for step in steps_of(plan)]
    last = max(keys.index(step.key) for step in told)
    earlier: tuple[dt.date, SheetStep] | None = None
    for step in steps_of(plan)[: last + 1]:
        if not step.on_the_way or not step.applies(row.cells):
            continue
        day = row.day_of(step)
        if not row.cells.get(step.day_key):
            row.blame(step.day_key, f"后面的步骤填了日期,请补填{step.title}日期。")
        elif day is not None and earlier is not None and day < earlier[0]:
            sentence = f"{step.title}({day})不能早于{earlier[1].title}({earlier[0]})。"
            row.blame(step.day_key, sentence)
        if day is not None:
            earlier = (day, step)
    is_past = last > keys.index(VERIFICATIONS[0]) + len(VERIFICATIONS) - 1 and plan == "B"
    if is_past and not any(row.cells.get(f"day_{key}") for key in VERIFICATIONS):
        row.blame("day_verify_civil_affairs", "请填写身份审核的部门和日期。")


def _check_names(row: SheetRow, told: Sequence[SheetStep]) -> None:
    """Duty rules on those who handled the steps in life, as far as their names are known (F14)."""
    names = {step: personal_names.compared(row.handled_by(step)) for step in told}
    for pair in PAIRS:
        before = {names[step] for step in told if step.node_id in pair.first}
        sentence = pair.sentence.replace("您", "此人")
        for step in told:
            if step.node_id in pair.second and names[step] in before:
                row.blame(step.day_key, f"{step.title}的办理人:{sentence}")
    roles: dict[str, SheetStep] = {}
    for step in told:
        if step.role in DECIDING_ROLES:
            other = roles.setdefault(names[step], step)
            if other.role is not step.role:
                row.blame(
                    step.day_key,
                    f"{row.handled_by(step)}已办理{other.title},同一件不能由一人担任两个审核职责。",
                )


# --- the sheet


def _is_head(row: Sequence[Cell], columns: Sequence[Asked]) -> bool:
    labels = {cell.text for cell in row}
    return all(column.label in labels for column in columns)


def _row(
    line: Sequence[Cell],
    columns: Sequence[Asked],
    places: Mapping[str, int],
    villages: Mapping[str, str],
) -> SheetRow:
    found = {
        column.key: line[places[column.label]]
        for column in columns
        if places[column.label] < len(line)
    }
    row = SheetRow(
        _normalised({key: cell.text for key, cell in found.items()}),
        {key: cell.address for key, cell in found.items()},
    )
    for key in NUMBERS:
        if key in found and found[key].is_rounded:
            row.blame(key, "这个号码被 Excel 改成了数字,后几位已丢失;请把单元格设为文本后重填。")
    _find_village(row, villages)
    return row


def _normalised(cells: dict[str, str]) -> dict[str, str]:
    told = {key: text for key, text in cells.items() if text}
    if "head_id" in told:
        told["head_id"] = identity_number.normalised(told["head_id"])
    if "card_number" in told:
        told["card_number"] = digits(told["card_number"])
    return told


def _find_village(row: SheetRow, villages: Mapping[str, str]) -> None:
    name = "".join(row.cells.get("village", "").split())
    row.village_code = villages.get(name)
    if name and row.village_code is None:
        row.blame("village", f"本县没有“{name[:30]}”这个村,或有几个同名的村;请写上乡镇名或代码。")


def _check_twice(rows: Sequence[SheetRow]) -> None:
    first: dict[str, SheetRow] = {}
    for row in rows:
        for _, number, _, _ in persons_of(row.cells) if "head_id" in row.cells else ():
            other = first.setdefault(number, row) if number else row
            if other is not row:
                where = other.addresses.get("head_id", "")
                row.blame("head_id", f"这一户与 {where} 那一户有同一个人,一户只能写一行。")
                break
