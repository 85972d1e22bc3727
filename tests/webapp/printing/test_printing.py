"""The printer: true size, whole pages, a text that can be found, and no hold on this machine."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask, render_template
from markupsafe import Markup

from webapp.notice_prints.printed import PrintedNotice
from webapp.papers.press import characters_of, pdf_of
from webapp.printing import CannotPrint, Printer
from webapp.printing.amounts import in_capitals
from webapp.printing.printer import PROGRAM
from webapp.printing.typeface import typeface

pytestmark = pytest.mark.skipif(
    not Printer(Path()).program or typeface() is None, reason=f"{PROGRAM} or its font is missing"
)
POINTS_PER_MM = 72 / 25.4
# In Unicode, but in no font of the house.
RARE = "\U00020001"


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Printer:
    """One printer, measured once."""
    return Printer(tmp_path_factory.mktemp("printing"))


@pytest.fixture
def sheet(app: Flask, printer: Printer):  # type: ignore[no-untyped-def]
    """A function that prints the inside of a paper and opens the PDF."""

    def printed(body: str) -> pypdfium2.PdfDocument:
        with app.test_request_context("/"):
            return pypdfium2.PdfDocument(pdf_of(Markup(body), "测试", printer))

    return printed


def text_of(document: pypdfium2.PdfDocument, page: int = 0) -> str:
    """What stands on a page, without the spaces and line ends that the reader guesses."""
    return "".join(str(document[page].get_textpage().get_text_range()).split())


def notice(households: int) -> str:
    """The village's notice of so many households, as a paper."""
    rows = [
        {"position": n + 1, "name": f"王秀{n}", "plan": "方案A", "result": "评议通过"}
        for n in range(households)
    ]
    content = {
        "title": "关于2019年农村危房改造民主评议结果的公示",
        "level": "village",
        "basis": "《实施方案》",
        "corrects": None,
        "planned_on": "2019-03-04",
        "last_day": "2019-03-11",
        "days": 5,
        "places": ["村务公开栏"],
        "objections": {"office": "惠风川村民委员会", "telephone": ""},
        "maker": "惠风川村民委员会",
        "rows": rows,
    }
    return render_template(
        "papers/public_notice.html", n=PrintedNotice("GS-2019-00001", content, "0" * 64, "")
    )


def test_a_hundred_millimetres_print_as_a_hundred(sheet) -> None:  # type: ignore[no-untyped-def]
    box = '<div style="width:100mm;height:100mm;background:#000"></div>'
    page = sheet(box)[0]
    picture = page.render(scale=4).to_pil().convert("L")
    left, top, _, bottom = picture.point(lambda tone: 255 * (tone < 64)).getbbox()
    # The page number lies below the box.
    assert bottom > top
    column = [picture.getpixel((left + 20, y)) < 64 for y in range(picture.height)]
    assert sum(column) / 4 / POINTS_PER_MM == pytest.approx(100.0, abs=0.15)
    row = [picture.getpixel((x, top + 20)) < 64 for x in range(picture.width)]
    assert sum(row) / 4 / POINTS_PER_MM == pytest.approx(100.0, abs=0.15)
    assert page.get_size() == pytest.approx((595, 842), abs=1)


def test_a_long_list_repeats_its_head_and_numbers_its_pages(app: Flask, sheet) -> None:  # type: ignore[no-untyped-def]
    with app.test_request_context("/"):
        document = sheet(notice(60))
    assert len(document) == 3
    for number in range(3):
        text = text_of(document, number)
        assert "户主姓名" in text
        assert f"第{number + 1}页/共3页" in text
    names = "".join(text_of(document, number) for number in range(3))
    assert all(f"王秀{n}" in names for n in range(60))


def test_a_long_text_goes_on_overleaf_and_loses_nothing(sheet) -> None:  # type: ignore[no-untyped-def]
    told = "".join(f"第{n}句说房屋开裂。" for n in range(240))
    document = sheet(
        f'<table><tbody><tr><th>说明</th><td class="long">{told}</td></tr></tbody></table>'
    )
    assert len(document) > 1
    text = "".join(text_of(document, n) for n in range(len(document)))
    assert all(f"第{n}句说房屋开裂" in text for n in (0, 1, 119, 239))


def test_a_paper_can_be_searched_by_everyday_characters(sheet) -> None:  # type: ignore[no-untyped-def]
    text = text_of(sheet("<p>户主 敖登高娃 金额 身份 长龙门</p>"))
    for word in ("户主", "敖登高娃", "金额", "身份", "长龙门"):
        assert word in text


def test_the_same_paper_is_the_same_file(app: Flask, printer: Printer) -> None:
    with app.test_request_context("/"):
        first, second = (pdf_of(Markup("<p>王秀英</p>"), "评议记录", printer) for _ in range(2))
    assert first == second


def test_a_rare_character_is_named_before_printing() -> None:
    assert characters_of(Markup(f"<p>王{RARE}英</p>")) == [RARE]
    assert characters_of(Markup("<p>敖登·高娃 㛃 2019</p>")) == []


def test_what_people_typed_stays_text(app: Flask, sheet) -> None:  # type: ignore[no-untyped-def]
    name = '<script>document.body.innerHTML=""</script><iframe src="file:///etc/passwd">'
    with app.test_request_context("/"):
        body = app.jinja_env.from_string("<p>{{ name|e }}</p>").render(name=name)
    text = text_of(sheet(body))
    assert "<script>" in text
    assert "root:" not in text


def test_files_of_this_machine_are_out_of_reach(sheet) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CannotPrint):
        sheet('<p>前</p><iframe src="file:///etc/hostname" width="300" height="90"></iframe>')


def test_a_hung_program_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "hangs"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    began = time.monotonic()
    with pytest.raises(CannotPrint, match="没有生成"):
        Printer(tmp_path, program=str(program), time_limit=0.3).print("<p></p>", "x")
    assert time.monotonic() - began < 5


def test_without_the_program_the_reason_is_said(tmp_path: Path) -> None:
    printer = Printer(tmp_path, program="")
    assert "没有安装打印程序" in printer.why_not
    with pytest.raises(CannotPrint, match="没有安装"):
        printer.print("<p></p>", "x")


def test_the_measure_is_taken_once(printer: Printer, tmp_path: Path) -> None:
    assert printer.zoom == Printer(printer.folder).zoom
    assert len(list(printer.folder.iterdir())) == 1


def test_money_in_capitals() -> None:
    assert in_capitals(25232) == "贰万伍仟贰佰叁拾贰元整"
    assert in_capitals(None) == ""
