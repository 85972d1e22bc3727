"""The sheet to fill in, and the sheet of what must be put right, both as the same table."""

from __future__ import annotations

from collections.abc import Sequence

from models.intake_sheet import IntakeSheetRow
from models.programme import Programme
from webapp.intake_sheets.columns import COLUMNS, OFFERED, VILLAGE
from webapp.intake_sheets.columns import Column as Asked
from webapp.sheets.writer import Column, Sheet, workbook

BLANK_LINES = 300
LINES = (
    "一人一行:户主写在前面,与户主关系填“户主”;家里其他人接着写在下面,只填姓名、身份证号、与户主关系、民族。"
    "村、住址、房屋等只在户主那一行填写。",
    "身份证号、电话按文本填写。不清楚的可以空着,以后在申请里补。导入后生成申请草稿,签字、照片、材料齐了才能提交。",
)
ERRORS = "要更正的地方"
NAME = "批量录入"


def blank_sheet(programme: Programme, villages: Sequence[str]) -> bytes:
    """The empty sheet of a programme, with the sender's villages to choose from."""
    columns = [_column(each, villages) for each in OFFERED]
    blank = [[""] * len(columns) for _ in range(BLANK_LINES)]
    return workbook(Sheet(_title(programme), LINES, columns, blank), name=NAME)


def error_sheet(
    programme: Programme, villages: Sequence[str], rows: Sequence[IntakeSheetRow]
) -> bytes:
    """The households with faults as they were written: what is wrong is coloured, and said."""
    asked = [each for each in COLUMNS if each.offered or _is_used(each.key, rows)]
    columns = [Column(ERRORS, 40), *(_column(each, villages) for each in asked)]
    places = {each.key: place for place, each in enumerate(asked, start=1)}
    lines: list[list[str]] = []
    marked = set()
    for row in rows:
        first = len(lines)
        for line in row.lines:
            lines.append(["", *(line.get(each.key, "") for each in asked)])
        for line_number, key, sentence, _address in row.faults:
            said = lines[first + line_number]
            said[0] = f"{said[0]}{sentence}"
            marked.add((first + line_number, places[key]))
    title = f"{_title(programme)}:更正表"
    explanation = "改好着色的格子以后,把这张表原样上传。已经导入的户不在这张表里。"
    return workbook(Sheet(title, (explanation,), columns, lines, marked), name=NAME)


def _is_used(key: str, rows: Sequence[IntakeSheetRow]) -> bool:
    return any(key in line for row in rows for line in row.lines)


def _title(programme: Programme) -> str:
    return f"{programme.year}年农村危房改造农户录入表(方案{programme.plan})"


def _column(asked: Asked, villages: Sequence[str]) -> Column:
    choices = ("是", "否", "不清楚") if asked.kind == "yes_no" else asked.choices
    if asked is VILLAGE:
        choices = tuple(villages)
    # Several of them may stand in one cell: there a list to choose from would refuse that.
    if asked.kind == "choices":
        choices = ()
    hint = asked.hint or ("、".join(asked.choices) if asked.kind == "choices" else "")
    return Column(asked.label, asked.width, choices, asked=True, hint=hint)
