"""Identity numbers out of cells, and what is said of those that Excel or a pen has spoilt (N40)."""

from __future__ import annotations

from webapp.sheets.cells import is_scientific
from webapp.sheets.reader import Cell
from workflows import identity_number

FAULTS = {
    "length": "身份证号不是 18 位",
    "characters": "身份证号里有不该有的字",
    "birth_date": "身份证号里的出生日期不存在",
    "checksum": "身份证号的末位对不上,可能写错了一位",
}
LOST_DIGITS = (
    "身份证号被 Excel 改成了数字(像 1.10105E+17),后几位已经丢失。"
    "请把这一列的格式设成“文本”,再照身份证重填"
)


def number_of(cell: Cell) -> tuple[str, str]:
    """(the number in its 18 digits, ""), or ("", what is wrong with it)."""
    if cell.is_rounded or is_scientific(cell.text):
        return "", LOST_DIGITS
    number = identity_number.in_full(cell.text)
    if fault := identity_number.fault(number):
        return "", f"{FAULTS[fault]},请对照身份证核对"
    return number, ""
