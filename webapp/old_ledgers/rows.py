"""The paid households of an old ledger: read from a sheet, each fault with its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webapp.sheets import cells as reading
from webapp.sheets import id_numbers
from webapp.sheets.faults import Fault
from webapp.sheets.reader import Cell
from webapp.sheets.table import find_table, head_of
from workflows import clock
from workflows.errors import Invalid

HEADS = {
    "name": ("户主姓名", "姓名", "户主", "农户姓名", "补助对象"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "身份证", "户主身份证号"),
    "village": ("村", "所在村", "村名", "行政村", "村委会", "嘎查村", "嘎查"),
    "group": ("组", "村民小组", "小组", "自然屯", "屯"),
    "address": ("住址", "家庭住址", "详细地址", "地址"),
    "year": ("年度", "改造年度", "补助年度", "年份"),
    "programme": ("项目", "项目名称", "补助项目", "资金名称"),
    "paid_on": ("发放日期", "拨付日期", "打卡日期", "发放时间"),
    "paid_yuan": ("补助金额", "发放金额", "金额", "补助资金", "金额元"),
    "house_code": ("房屋编码", "农房编码"),
}
LABELS = {head_of(head): key for key, heads in HEADS.items() for head in heads}
NEEDED = ("name", "id_number")
EARLIEST_YEAR = 2000
# What the column holds on every database.
LARGEST_YUAN = 2**31 - 1
NO_TABLE = "没有找到表头。台账里要有“姓名”和“身份证号”两列。"
NOBODY = "台账里没有农户。"


@dataclass
class LedgerRow:
    """One line of a ledger: ``number`` is "" where the ledger has none."""

    cells: Mapping[str, Cell]
    village_code: str = ""
    number: str = ""
    year: int = 0
    faults: list[Fault] = field(default_factory=list)

    def text(self, key: str) -> str:
        """A cell as people read it."""
        cell = self.cells.get(key)
        return reading.plain(cell.text) if cell else ""

    @property
    def position(self) -> int:
        """Its row in the sheet, counted from 1."""
        found = re.search(r"\d+$", next(iter(self.cells.values())).address)
        return int(found[0]) if found else 0

    def blame(self, key: str, sentence: str) -> None:
        """Say what is wrong with a cell."""
        cell = self.cells.get(key) or next(iter(self.cells.values()))
        self.faults.append(Fault(key, f"{sentence}。", cell.address))


def ledger_rows(
    cells: Sequence[Sequence[Cell]], villages: Mapping[str, str], year: int
) -> list[LedgerRow]:
    """The households of a ledger; ``year`` is that of rows which tell none. Raises Invalid."""
    table = find_table(cells, LABELS, NEEDED)
    if table is None:
        raise Invalid(NO_TABLE, "sheet")
    rows = [LedgerRow(line) for line in table.lines]
    if not rows:
        raise Invalid(NOBODY, "sheet")
    for row in rows:
        _check(row, villages, year)
    return rows


def _check(row: LedgerRow, villages: Mapping[str, str], year: int) -> None:
    if not row.text("name"):
        row.blame("name", "还没有填姓名")
    # Old ledgers lack numbers; a number that is there must be a good one.
    if (cell := row.cells.get("id_number")) is not None:
        row.number, sentence = id_numbers.number_of(cell)
        if sentence:
            row.blame("id_number", sentence)
    name = reading.compact(row.text("village"))
    row.village_code = villages.get(name) or villages.get(f"{name}村") or ""
    if not name:
        row.blame("village", "还没有填村名")
    elif not row.village_code:
        row.blame("village", f"没有“{name[:30]}”这个村,或有几个同名的村;请写上乡镇名")
    told = row.text("year")
    row.year = (reading.year_of(told) or 0) if told else year
    if not EARLIEST_YEAR <= row.year <= clock.today().year:
        row.blame("year", f"年度应在 {EARLIEST_YEAR} 到 {clock.today().year} 之间")
    if (text := row.text("paid_on")) and reading.day_of(text) is None:
        row.blame("paid_on", "发放日期应写成 2016-11-30")
    if text := row.text("paid_yuan"):
        amount = reading.number_of(text)
        if amount is None:
            row.blame("paid_yuan", "补助金额应是数字")
        elif not 0 <= amount <= LARGEST_YUAN:
            row.blame("paid_yuan", "补助金额不能是负数,也不会这样大")
