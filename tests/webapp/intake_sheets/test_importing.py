"""From the preview to drafts: all or the good ones, once, whatever happens in between."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update

from models.account import Grant
from models.application import Application
from models.database import Database
from models.intake_draft import IntakeDraft
from models.intake_sheet import IntakeSheet
from models.role import Role
from tests import cast
from tests.cast import Cast
from tests.webapp.intake_sheets.conftest import HEAD, LI, WANG, ZHAO, Desk, book
from tests.webapp.open_cases import add_case
from webapp.intake_sheets import drafting
from webapp.sheets.reader import read_rows
from workflows.runtime import Runtime

DeskOf = Callable[..., Desk]
GOOD = ("惠风川村", "王秀英", WANG, "户主", "１３８００００１２３４", "68.5㎡", "1985年")
MEMBER = ("", "赵大山", ZHAO, "配偶")
BAD = ("惠风川村", "李小梅", LI[:-1] + "9", "户主")


def test_confirmed_rows_become_drafts_and_no_case(desk: Desk, db: Database) -> None:
    desk.send(book(GOOD, MEMBER))
    assert desk.drafts() == []
    assert "正在生成" in desk.browser.get(desk.act("all").headers["Location"]).text
    desk.work()
    (draft,) = desk.drafts()
    assert (draft.origin, draft.head_name, draft.village_code) == (
        "sheet",
        "王秀英",
        cast.VILLAGE,
    )
    assert draft.answers["members-1-name"] == ["赵大山"]
    assert draft.answers["members-1-relation"] == ["配偶"]
    assert draft.answers["telephone"] == ["13800001234"]
    assert draft.answers["area_m2"] == ["68.5"]
    assert draft.answers["built_year"] == ["1985"]
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Application)) == 0
        assert session.scalars(select(IntakeSheet.state)).one() == "finished"
    assert "导入结束" in desk.page()
    assert desk.rows()[0].lines == []


def test_the_clerk_chooses_all_or_only_the_good_ones(desk: Desk) -> None:
    desk.send(book(GOOD, BAD))
    answer = desk.act("all")
    assert answer.status_code == 422
    assert "还有 1 户要更正" in answer.text
    assert desk.work() == 0
    assert desk.act("good").status_code == 303
    desk.work()
    assert [draft.head_name for draft in desk.drafts()] == ["王秀英"]
    assert desk.act("good").status_code == 409


def test_a_sheet_that_is_put_away_keeps_no_numbers(desk: Desk) -> None:
    desk.send(book(GOOD, BAD))
    assert desk.act("discard").status_code == 303
    assert desk.work() == 0
    assert desk.drafts() == []
    assert [row.lines for row in desk.rows()] == [[], []]
    assert desk.browser.get(f"{desk.path}/errors").status_code == 404


def test_the_same_sheet_twice_makes_nothing_new(desk: Desk) -> None:
    data = book(GOOD, MEMBER)
    desk.send(data)
    desk.act("all")
    desk.work()
    desk.send(data)
    assert "已有申请草稿" in desk.page()
    assert desk.act("all").status_code == 422
    assert len(desk.drafts()) == 1


def test_two_sheets_with_the_same_household_make_one_draft(desk: Desk) -> None:
    desk.send(book(GOOD))
    first = desk.path
    desk.send(book(GOOD))
    for path in (first, desk.path):
        desk.browser.post(path, {"act": "all"})
    desk.work()
    assert len(desk.drafts()) == 1
    assert [row.state for row in desk.rows()] == ["done", "known"]
    assert f"/intake/{desk.drafts()[0].id}" in desk.page()


def test_a_draft_elsewhere_is_left_to_the_county_and_not_shown(desk: Desk) -> None:
    desk.send(book(GOOD))
    desk.act("all")
    desk.work()
    with desk.db.write() as session:
        session.execute(update(IntakeDraft).values(village_code=cast.NEIGHBOUR_VILLAGE))
        session.commit()
    desk.send(book(GOOD))
    assert "请报县危改办核对" in desk.page()
    assert f"/intake/{desk.drafts()[0].id}" not in desk.page()


def test_the_error_sheet_is_corrected_and_sent_again(desk: Desk) -> None:
    desk.send(book(GOOD, BAD, ("", "赵大山", ZHAO, "配偶")))
    desk.act("good")
    sheet = desk.browser.get(f"{desk.path}/errors")
    assert sheet.status_code == 200
    rows = [
        [cell.text for cell in row] for row in read_rows(sheet.data, max_rows=50, max_columns=40)
    ]
    head = next(row for row in rows if "身份证号" in row)
    lines = rows[rows.index(head) + 1 :]
    assert [line[head.index("姓名")] for line in lines] == ["李小梅", "赵大山"]
    assert "末位对不上" in lines[0][0]
    lines[0][head.index("身份证号")] = LI
    desk.send(book(*lines, head=head))
    assert desk.faults() == [] or all("李小梅" not in each for each in desk.faults())
    assert desk.act("all").status_code == 303
    desk.work()
    assert [draft.head_name for draft in desk.drafts()] == ["王秀英", "李小梅"]


def test_a_worker_that_is_killed_goes_on_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.send(book(GOOD, ("惠风川村", "李小梅", LI, "户主"), ("惠风川村", "赵大山", ZHAO, "户主")))
    desk.act("all")
    monkeypatch.setattr(drafting, "AT_ONCE", 2)
    assert drafting.make_drafts(desk.db, desk.runtime) == 2

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(drafting, "_finish", killed)
        with pytest.raises(KeyboardInterrupt):
            drafting.make_drafts(desk.db, desk.runtime)
    assert len(desk.drafts()) == 2
    assert "还有 1 户" in desk.page()
    desk.work()
    assert len(desk.drafts()) == 3


def test_somebody_of_a_running_case_is_named(
    desk: Desk, db: Database, people: Cast, runtime: Runtime
) -> None:
    with db.write() as session:
        add_case(session, people, runtime, number="150783-2019-A-00001")
        session.commit()
    desk.send(book(GOOD))
    assert desk.faults() == ["C2:王秀英已经在一件申请里,一人只能有一件。"]


def test_who_has_lost_the_village_makes_no_draft(desk: Desk, people: Cast) -> None:
    desk.send(book(GOOD))
    desk.act("all")
    with desk.db.write() as session:
        session.execute(
            update(Grant)
            .where(Grant.account_id == people.account_id(Role.VILLAGE_CLERK))
            .values(area_code=cast.NEIGHBOUR_VILLAGE)
        )
        session.commit()
    desk.work()
    assert desk.drafts() == []
    assert desk.rows()[0].state == "left"
    assert "村经办" in desk.rows()[0].message


def test_a_sheet_is_its_senders_alone(desk: Desk, desk_of: DeskOf) -> None:
    desk.send(book(GOOD))
    for role, status in ((Role.TOWNSHIP_OFFICER, 404), (Role.OFFICE_HANDLER, 403)):
        other = desk_of(role)
        assert other.browser.get(desk.path).status_code == status
        assert other.browser.post(desk.path, {"act": "all"}).status_code == status
        assert other.browser.get(f"{desk.path}/errors").status_code == status


def test_formulas_and_links_are_read_as_values_and_said(desk: Desk) -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, GOOD)
        page.write_formula(1, 1, "=[别的.xlsx]Sheet1!$A$1", None, "王秀英")
    with zipfile.ZipFile(target, "a") as parts:
        parts.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    desk.send(target.getvalue())
    assert "只读取了公式算出的数值" in desk.page()
    assert "没有打开那些文件" in desk.page()
    assert desk.rows()[0].head_name == "王秀英"


def test_the_template_comes_back_as_it_was_filled_in(desk: Desk) -> None:
    sheet = desk.browser.get(f"/intake/sheets/template/{desk.programme}")
    rows = read_rows(sheet.data, max_rows=500, max_columns=40)
    head = [cell.text for cell in next(row for row in rows if any(c.text == "姓名" for c in row))]
    told = {"村": "惠风川村", "姓名": "王秀英", "身份证号": WANG, "与户主关系": "户主"}
    desk.send(book([told.get(label, "") for label in head], head=head))
    assert desk.faults() == []
    assert len(desk.rows()) == 1
