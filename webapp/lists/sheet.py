"""A list as an Excel sheet, and what an office's filled-in sheet says, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.list_number import number_of
from forms.list_rows import row_form
from models.case_list import DONE, TAKEN_BACK
from webapp.lists.contents import LONGEST_CELL, LONGEST_COMMENT, Contents, Line
from webapp.sheets.reader import Cell
from webapp.sheets.writer import Column, Sheet
from workflows.case_lists import MAX_ROWS
from workflows.errors import Invalid
from workflows.personal_data import mask_id_number

# Title, three lines, heads, and room for what offices write below the table.
MOST_ROWS = MAX_ROWS + 20
MOST_COLUMNS = 40
KEY, NUMBER, HEAD, PLACE = "行号", "申请编号", "户主", "村、组"
IDENTITY, ID_NUMBER, OUTCOME, COMMENT = "身份", "身份证号", "结果", "原因或意见"
FIXED = (KEY, NUMBER, HEAD, PLACE, IDENTITY, ID_NUMBER)
LIST_LINE = "名单编号:"


@dataclass
class Answered:
    """What one row of a sheet would change; ``faults`` keep it from being taken."""

    who: str
    line: Line | None = None
    outcome: str = ""
    comment: str = ""
    answers: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


@dataclass
class Preview:
    """A sheet held against its list: rows in the order of the sheet, and what concerns it whole."""

    rows: list[Answered]
    warnings: list[str]

    @property
    def taken(self) -> list[Answered]:
        """Rows whose answers can be put on the list."""
        return [each for each in self.rows if not each.faults]


def sheet_of(contents: Contents) -> Sheet:
    """The rows that are not done, as a table to fill in."""
    case_list = contents.case_list
    labels = tuple(contents.label_of(each.id) for each in contents.outcomes)
    columns = [
        Column(KEY, hidden=True),
        Column(NUMBER, 22),
        Column(HEAD, 12),
        Column(PLACE, 18),
        Column(IDENTITY, 14),
        Column(ID_NUMBER, 20),
    ]
    lines = [line for line in contents.lines if line.is_answerable]
    for name, label in contents.columns:
        choices = _choices(contents.lines[0].cells[name])
        columns.append(Column(label, max(8, 2 * len(label) + 2), tuple(choices), asked=True))
    columns.append(Column(OUTCOME, 14, labels, asked=True))
    columns.append(Column(COMMENT, 30, asked=True, hint="退回、不同意、不通过的,写明原因。"))
    return Sheet(
        title=case_list.title,
        lines=(
            f"{LIST_LINE}{case_list.number}    第 {case_list.version} 版    "
            f"文号:{number_of(case_list) or '—'}",
            f"步骤:{case_list.step_name}    岗位:{contents.desk}    "
            f"方案:{contents.programme.year} 方案{contents.programme.plan}",
            "白色的格由您填写;灰色的格不要改。填好后在名单页面上传,先核对,再确认。",
        ),
        columns=columns,
        rows=[_row(contents, line) for line in lines],
    )


def _row(contents: Contents, line: Line) -> list[str]:
    application = line.application
    answered = [
        _shown(line, name) if name in line.asked else "不用答" for name, _ in contents.columns
    ]
    return [
        str(line.row.id),
        application.number or "",
        application.head_name,
        line.place,
        "、".join(application.identities or []),
        line.id_number,
        *answered,
        contents.label_of(line.row.outcome),
        line.row.comment,
    ]


def _choices(cell: Any) -> dict[str, str]:
    """Word in the sheet -> what the page sends; empty where anything may be written."""
    if cell.type in ("YesNoField", "ChoiceField"):
        return {str(each.label): str(each.value) for each in cell.iter_choices()}
    if cell.type == "ChecksField":
        return {"是": str(next(iter(cell.choices))[0])}
    return {}


def _shown(line: Line, name: str) -> str:
    """The row's answer in the words of the sheet."""
    values = line.row.answers.get(name, [])
    words = {value: word for word, value in _choices(line.cells[name]).items()}
    return "、".join(words.get(each, each) for each in values)


def preview_of(contents: Contents, rows: Sequence[Sequence[Cell]]) -> Preview:
    """Hold a filled-in sheet against its list. Raises Invalid for a sheet of something else."""
    head = next(
        (place for place, row in enumerate(rows) if {KEY, NUMBER, OUTCOME} <= _texts(row)), None
    )
    if head is None:
        raise Invalid("这不是从本系统下载的名单表格:没有找到表头。", "sheet")
    places = {cell.text: place for place, cell in enumerate(rows[head]) if cell.text}
    reading = _Reading(contents, places)
    answered = [reading.answered(row) for row in rows[head + 1 :] if any(c.text for c in row[1:])]
    warnings = _warnings(contents, rows[:head])
    given = {id(each.line) for each in answered if each.line is not None}
    missing = [each for each in contents.lines if each.is_answerable and id(each) not in given]
    if missing:
        names = "、".join(each.application.head_name for each in missing[:5])
        more = " 等" if len(missing) > 5 else ""
        warnings.append(f"表里没有 {names}{more} {len(missing)} 户,他们不变。")
    return Preview(answered, warnings)


def _texts(row: Sequence[Cell]) -> set[str]:
    return {cell.text for cell in row}


def _warnings(contents: Contents, above: Sequence[Sequence[Cell]]) -> list[str]:
    case_list = contents.case_list
    line = next((c.text for row in above for c in row if c.text.startswith(LIST_LINE)), "")
    number, _, rest = line.removeprefix(LIST_LINE).strip().partition(" ")
    if number != case_list.number:
        said = number or "没有编号"
        return [f"这张表是从别的名单({said})下载的,已按申请编号对应,请逐户核对。"]
    if f"第 {case_list.version} 版" not in rest:
        return ["这张表下载以后,名单又改过;下面写明每一户会怎样变。"]
    return []


class _Reading:
    """Rows of one sheet, one after the other."""

    def __init__(self, contents: Contents, places: dict[str, int]) -> None:
        self.contents, self.places = contents, places
        self.by_number = {line.application.number: line for line in contents.lines}
        self.outcomes = {contents.label_of(each.id): each for each in contents.outcomes}
        self.seen: dict[int, str] = {}

    def cell(self, row: Sequence[Cell], label: str) -> Cell:
        place = self.places.get(label)
        return row[place] if place is not None and place < len(row) else Cell("", "")

    def answered(self, row: Sequence[Cell]) -> Answered:
        number, name = self.cell(row, NUMBER), self.cell(row, HEAD)
        answer = Answered(who=f"{name.text or '(没有姓名)'} {number.text}".strip())
        line = self.by_number.get(number.text)
        if line is None:
            answer.faults.append(
                f"{number.address}:{number.text or '空的编号'}不在这份名单里;"
                "别的村、乡镇的户,由那里办理。"
            )
            return answer
        if line.row.id in self.seen:
            first = self.seen[line.row.id]
            answer.faults.append(f"{number.address}:这一户在表里出现了两次,前一次在{first}。")
            return answer
        self.seen[line.row.id] = number.address
        answer.line = line
        self._check_fixed(row, line, answer)
        self._check_state(number, line, answer)
        if not answer.faults:
            self._read(row, line, answer)
        return answer

    def _check_fixed(self, row: Sequence[Cell], line: Line, answer: Answered) -> None:
        name, identity = self.cell(row, HEAD), self.cell(row, ID_NUMBER)
        if name.text != line.application.head_name:
            answer.faults.append(
                f"{name.address}:户主姓名与登记的“{line.application.head_name}”不一致。"
            )
        if identity.text not in (line.id_number, "") and (
            mask_id_number(identity.text) != line.id_number
        ):
            answer.faults.append(
                f"{identity.address}:身份证号与登记的不一致。表里不能改证号;"
                "确实登记错了的,请在这一件里办理更正。"
            )

    def _check_state(self, number: Cell, line: Line, answer: Answered) -> None:
        if line.row.state == DONE:
            answer.faults.append(f"{number.address}:这一户已按本名单办成,不会再办一次。")
        elif line.row.state == TAKEN_BACK:
            answer.faults.append(f"{number.address}:这一户已取回,请单独办理或另建名单。")
        elif line.task.status == "done":
            answer.faults.append(f"{number.address}:这一户的这一步已经有人办结,不再取用。")
        elif line.task.status != "open":
            answer.faults.append(f"{number.address}:这一户的这一步已不需要办理,不再取用。")

    def _read(self, row: Sequence[Cell], line: Line, answer: Answered) -> None:
        outcome, comment = self.cell(row, OUTCOME), self.cell(row, COMMENT)
        chosen = self.outcomes.get(outcome.text)
        if chosen is None:
            words = "、".join(self.outcomes)
            answer.faults.append(f"{outcome.address}:结果应是{words}中的一个。")
        elif chosen.needs_reason and not comment.text:
            answer.faults.append(f"{comment.address}:“{outcome.text}”要写明原因。")
        if len(comment.text) > LONGEST_COMMENT:
            answer.faults.append(f"{comment.address}:最多 {LONGEST_COMMENT} 个字。")
        answer.outcome, answer.comment = chosen.id if chosen else "", comment.text
        for name, label in self.contents.columns:
            if name in line.asked:
                self._read_cell(self.cell(row, label), name, line, answer)
        if not answer.faults:
            self._tell_changes(line, answer)

    def _read_cell(self, cell: Cell, name: str, line: Line, answer: Answered) -> None:
        if not cell.text:
            return
        choices = _choices(line.cells[name])
        if cell.is_rounded:
            answer.faults.append(f"{cell.address}:这个数太长,Excel 已改动末几位;请先设成文本再填。")
        elif choices and cell.text not in choices:
            answer.faults.append(f"{cell.address}:应是{'、'.join(choices)}中的一个。")
        elif len(cell.text) > LONGEST_CELL:
            answer.faults.append(f"{cell.address}:最多 {LONGEST_CELL} 个字。")
        elif fault := _fault(line, name, choices.get(cell.text, cell.text)):
            answer.faults.append(f"{cell.address}:{fault}")
        else:
            answer.answers[name] = [choices.get(cell.text, cell.text)]

    def _tell_changes(self, line: Line, answer: Answered) -> None:
        row = line.row
        label = self.contents.label_of
        if row.outcome != answer.outcome:
            answer.changes.append(f"结果:{label(row.outcome)} → {label(answer.outcome)}")
        if row.comment != answer.comment:
            answer.changes.append(f"原因:{answer.comment or '清空'}")
        for name, words in self.contents.columns:
            if name in line.asked and row.answers.get(name) != answer.answers.get(name):
                told = "、".join(answer.answers.get(name, [])) or "清空"
                shown = {v: w for w, v in _choices(line.cells[name]).items()}.get(told, told)
                answer.changes.append(f"{words}:{shown}")


def _fault(line: Line, name: str, value: str) -> str:
    """What the question itself says to ``value``; empty when it can be read."""
    form: Any = row_form(line.task.form_key)(MultiDict({name: value}))
    form[name].validate(form)
    return str(form[name].errors[0]) if form[name].errors else ""
