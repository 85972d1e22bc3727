"""The households of a sheet: who belongs to whom, and everything that is wrong with a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forms.fields.nations import NATIONS
from forms.fields.roster import MAX_ROWS, RELATIONS
from webapp.intake_sheets.columns import HOUSEHOLD, LABELS, NEEDED, Column
from webapp.sheets import cells as reading
from webapp.sheets import id_numbers
from webapp.sheets.reader import Cell
from webapp.sheets.table import find_table
from workflows import clock, identity_number, personal_names
from workflows.errors import Invalid
from workflows.rosters import HEAD, contradicts_sex, sex

SAME_AS_HEAD = ("本人", "户主本人", "申请人")
TELEPHONE = re.compile(r"[\d+][\d -]{6,19}")
APART = re.compile(r"[、,;/\s]+")
NO_TABLE = "没有找到表头。表格里要有“姓名”和“身份证号”两列;请下载本系统的表格填写。"
NOBODY = "表格里还没有农户。请从表头的下一行开始填写。"


@dataclass
class SheetHousehold:
    """One household: its ``lines`` (the head's first) and what is wrong: (line, key, sentence)."""

    lines: list[dict[str, Cell]]
    village_code: str | None = None
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    persons: list[tuple[str, str, str, str]] = field(default_factory=list)

    def text(self, key: str, line: int = 0) -> str:
        """A cell as people read it; blank where there is none."""
        cell = self.lines[line].get(key)
        return reading.plain(cell.text) if cell else ""

    def address(self, key: str, line: int = 0) -> str:
        """The cell of a column; where it is blank, that of the person's name."""
        row = self.lines[line]
        cell = row.get(key) or row.get("name") or next(iter(row.values()))
        return cell.address

    def blame(self, key: str, sentence: str, line: int = 0) -> None:
        """Say what is wrong with a cell."""
        self.faults.append((line, key, f"{sentence}。"))

    @property
    def told(self) -> list[tuple[int, str, str, str]]:
        """The faults with their cells."""
        return [(line, key, what, self.address(key, line)) for line, key, what in self.faults]

    @property
    def head_name(self) -> str:
        """Who the household is called after."""
        return self.text("name")


def households_of(
    cells: Sequence[Sequence[Cell]], villages: Mapping[str, str], own: Sequence[str], only: str = ""
) -> tuple[list[SheetHousehold], tuple[str, ...]]:
    """The households of a sheet, and the heads of columns that were left aside.

    ``villages`` are names -> code, ``own`` the areas whose households the sender may bring; a
    blank village is ``only``, where the sender has one.  Raises Invalid for a sheet without table.
    """
    table = find_table(cells, LABELS, NEEDED)
    if table is None:
        raise Invalid(NO_TABLE, "sheet")
    households = _grouped(table.lines)
    if not households:
        raise Invalid(NOBODY, "sheet")
    for household in households:
        _find_village(household, villages, own, only)
        check(household)
    _check_twice(households)
    return households, table.unknown


def check(household: SheetHousehold) -> None:
    """Everything that can be said of one household by itself."""
    check_persons(household)
    for column in HOUSEHOLD:
        text = household.text(column.key)
        if text and (sentence := fault_of(column, text)):
            household.blame(column.key, sentence)


def check_persons(household: SheetHousehold) -> None:
    """Who belongs to the household, and what is wrong with them."""
    if len(household.lines) > MAX_ROWS:
        household.blame("name", f"一户最多 {MAX_ROWS} 人")
    household.persons = [_person(household, line) for line in range(len(household.lines))]
    heads = sum(relation == HEAD for _, _, relation, _ in household.persons)
    if heads > 1:
        household.blame("relation", "一户只能有一个户主")


def fault_of(column: Column, text: str) -> str:
    """Why a text cannot stand in a column of the household; empty for a good one."""
    if column.kind == "choice" and text not in column.choices:
        return f"{column.label}只能填:{'、'.join(column.choices)}"
    if column.kind == "choices" and (strange := set(APART.split(text)) - {*column.choices, ""}):
        return f"没有“{'、'.join(sorted(strange))}”这种{column.label}"
    if column.kind == "yes_no" and reading.answer_of(text) is None:
        return f"{column.label}只能填“是”“否”或“不清楚”"
    if column.kind == "telephone" and not TELEPHONE.fullmatch(reading.compact(text)):
        return "电话只写数字,如 13800001234"
    if column.bounds != (0, 0):
        return _fault_of_number(column, text)
    return "" if len(text) <= column.longest else f"{column.label}最多 {column.longest} 个字"


def _fault_of_number(column: Column, text: str) -> str:
    least, most = column.bounds
    if column.kind == "year":
        found = reading.year_of(text)
        most = clock.today().year
    elif column.kind == "area":
        area = reading.number_of(text)
        return "" if area is not None and least <= area <= most else f"{column.label}应是数字"
    else:
        found = reading.whole_of(text)
    if found is None:
        return f"{column.label}应是整数"
    return "" if least <= found <= most else f"{column.label}应在 {least} 到 {most} 之间"


def _grouped(lines: Sequence[dict[str, Cell]]) -> list[SheetHousehold]:
    """Members stand below their head, with nothing of the household written again."""
    households: list[SheetHousehold] = []
    for line in lines:
        relation = line.get("relation")
        says_head = relation is not None and reading.compact(relation.text) in (
            HEAD,
            *SAME_AS_HEAD,
        )
        is_member = relation is not None and not says_head
        if not households or says_head or not (is_member or _continues(line)):
            households.append(SheetHousehold([line]))
        else:
            households[-1].lines.append(line)
    return households


def _continues(line: Mapping[str, Cell]) -> bool:
    """Without a relation: a person below, when nothing is told of a place or a house."""
    return not any(column.key in line for column in HOUSEHOLD)


def _person(household: SheetHousehold, line: int) -> tuple[str, str, str, str]:
    """(name, number, relation, nation) as they are stored; says what is wrong with them."""
    name = household.text("name", line)
    relation = household.text("relation", line)
    if line == 0 and (not relation or relation in SAME_AS_HEAD):
        relation = HEAD
    if not name:
        household.blame("name", "还没有填姓名", line)
    elif sentence := personal_names.fault(name):
        household.blame("name", sentence, line)
    if line and not relation:
        household.blame("relation", "还没有填与户主关系", line)
    elif relation not in RELATIONS:
        household.blame("relation", f"与户主关系只能填:{'、'.join(RELATIONS)}", line)
    elif line == 0 and relation != HEAD:
        household.blame("relation", "这一户的第一行应是户主", line)
    nation = household.text("nation", line)
    if nation and nation.removesuffix("族") not in NATIONS:
        household.blame("nation", "没有这个民族,请写全称,如汉族、达斡尔族", line)
    elif nation in NATIONS:
        nation = f"{nation}族"
    return name, _number(household, line), relation, nation


def _number(household: SheetHousehold, line: int) -> str:
    cell = household.lines[line].get("id_number")
    if cell is None:
        household.blame("id_number", "还没有填身份证号", line)
        return ""
    number, sentence = id_numbers.number_of(cell)
    if sentence:
        household.blame("id_number", sentence, line)
        return ""
    _compare(household, line, number)
    return number


def _compare(household: SheetHousehold, line: int, number: str) -> None:
    """Sex and birth date where the sheet has them: they must be what the number says (N39)."""
    if contradicts_sex(household.text("relation", line), number):
        household.blame("relation", f"与身份证号不符:号码是{sex(number)}性的,请核对", line)
    told_sex = household.text("sex", line)
    if told_sex in ("男", "女") and told_sex != sex(number):
        household.blame("sex", f"性别与身份证号不符:号码是{sex(number)}性的", line)
    born = identity_number.birth_date(number)
    assert born is not None
    if born > clock.today():
        household.blame("id_number", "出生日期晚于今天,请对照身份证核对", line)
    told = household.text("born_on", line)
    day = reading.day_of(told) if told else None
    if day is not None and day != born:
        household.blame("born_on", f"出生日期与身份证号不符:号码里是 {born:%Y-%m-%d}", line)


def _find_village(
    household: SheetHousehold, villages: Mapping[str, str], own: Sequence[str], only: str
) -> None:
    name = reading.compact(household.text("village"))
    code = villages.get(name) or villages.get(f"{name}村") if name else only or None
    if code is None and not name:
        household.blame("village", "还没有填村名")
    elif code is None:
        household.blame("village", f"没有“{name[:30]}”这个村,或有几个同名的村;请写上乡镇名")
    elif not code.startswith(tuple(own)):
        household.blame("village", f"“{name[:30]}”不在您的办理范围内,这一户请由当地录入")
    else:
        household.village_code = code


def _check_twice(households: Sequence[SheetHousehold]) -> None:
    """Nobody is in two households of a sheet, or twice in one."""
    first: dict[str, tuple[SheetHousehold, int]] = {}
    for household in households:
        for line, (_, number, _, _) in enumerate(household.persons):
            if not number:
                continue
            other, at = first.setdefault(number, (household, line))
            if other is household and at == line:
                continue
            where, here = other.address("id_number", at), household.address("id_number", line)
            household.blame("id_number", f"与 {where} 是同一个身份证号", line)
            if other is not household:
                other.blame("id_number", f"与 {here} 是同一个身份证号", at)
