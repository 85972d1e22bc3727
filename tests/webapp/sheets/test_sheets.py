"""Sheets that offices fill in: what is written comes back, and no crafted one hurts the server."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from webapp.sheets.reader import Cell, address, read_rows
from webapp.sheets.writer import Column, Sheet, workbook
from workflows.errors import Invalid

SHEET = Sheet(
    title="评议名单",
    lines=("填写说明",),
    columns=(
        Column("编号", hidden=True),
        Column("姓名"),
        Column("意见", choices=("同意", "不同意"), asked=True),
    ),
    rows=[("17", "王秀英", "同意"), ("18", "=1+1", "")],
)


def book_of(*rows: tuple[object, ...]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def with_sheet(content: bytes) -> bytes:
    """A workbook whose only sheet is ``content``."""
    source, target = zipfile.ZipFile(io.BytesIO(book_of(("a",)))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            copy.writestr(name, content if is_sheet else source.read(name))
    return target.getvalue()


def test_what_is_written_comes_back_cell_by_cell() -> None:
    rows = read_rows(workbook(SHEET), max_rows=10, max_columns=5)

    assert [[cell.text for cell in row] for row in rows] == [
        ["评议名单", "", ""],
        ["填写说明", "", ""],
        ["编号", "姓名", "意见"],
        ["17", "王秀英", "同意"],
        ["18", "=1+1", ""],
    ]
    assert rows[3][2] == Cell("同意", "C4")


def test_cells_are_named_as_excel_names_them() -> None:
    assert [address(0, 0), address(6, 3), address(9, 25), address(0, 26), address(0, 702)] == [
        "A1",
        "D7",
        "Z10",
        "AA1",
        "AAA1",
    ]


def test_a_number_of_which_excel_lost_digits_says_so() -> None:
    (row,) = read_rows(book_of((150783196001010019, 12, 0.5)), max_rows=1, max_columns=5)

    assert [(cell.text, cell.is_rounded) for cell in row[1:]] == [("12", False), ("0.5", False)]
    assert row[0].is_rounded


def test_a_long_list_of_choices_is_kept_on_a_hidden_sheet() -> None:
    choices = tuple(f"鉴定机构第{number}号有限责任公司" for number in range(40))
    data = workbook(Sheet("委托", (), (Column("机构", choices=choices, asked=True),), [("",)]))

    # The visible sheet is still the one that is read.
    assert read_rows(data, max_rows=5, max_columns=5)[0][0].text == "委托"


def test_more_rows_than_allowed_are_refused() -> None:
    with pytest.raises(Invalid, match="超过 2 行"):
        read_rows(book_of(("a",), ("b",), ("c",)), max_rows=2, max_columns=5)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"\xd0\xcf\x11\xe0 an old .xls"])
def test_what_is_no_workbook_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Invalid, match=r"另存为 \.xlsx"):
        read_rows(data, max_rows=5, max_columns=5)


def test_a_broken_workbook_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="读不出来"):
        read_rows(workbook(SHEET)[:2000], max_rows=5, max_columns=5)


def test_two_far_corners_that_would_fill_the_memory_only_end_the_child() -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )

    with pytest.raises(Invalid, match="读不出来"):
        read_rows(with_sheet(far), max_rows=500, max_columns=20)


def test_a_bomb_of_zeros_only_ends_the_child() -> None:
    bomb = b"<worksheet><sheetData>" + b" " * 150_000_000
    data = with_sheet(bomb)

    assert len(data) < 1_000_000
    with pytest.raises(Invalid, match="读不出来"):
        read_rows(data, max_rows=500, max_columns=20)
