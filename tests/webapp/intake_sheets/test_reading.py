"""What townships really send, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.role import Role
from tests.webapp.intake_sheets.conftest import HEAD, LI, WANG, ZHAO, Desk, book
from tests.webapp.sheets.test_sheets import with_sheet

DeskOf = Callable[..., Desk]


def test_members_stand_below_their_head(desk: Desk) -> None:
    desk.send(
        book(
            ("惠风川村", "王秀英", WANG, "户主", "13800001234", "68.5㎡", "1985年"),
            ("", "赵大山", ZHAO, "配偶"),
            ("惠风川村", "李小梅", LI, "户主"),
        )
    )
    assert [(row.head_name, row.persons, row.state) for row in desk.rows()] == [
        ("王秀英", 2, "good"),
        ("李小梅", 1, "good"),
    ]


def test_titles_two_lines_of_heads_sums_and_notes_are_no_households(desk: Desk) -> None:
    data = book(
        ("2019年农村危房改造农户花名册", "", "", "", ""),
        ("填报单位:惠风川村", "", "", "", ""),
        ("序号", "村", "家庭成员", "", ""),
        ("", "", "姓名", "身份证号码", "与户主关系"),
        ("1", "惠风川村", "王秀英", WANG, "本人"),
        ("2", "", "赵大山", ZHAO, "配偶"),
        ("3", "", "", "", ""),
        ("合 计", "", "2人", "", ""),
        ("制表人:李某某", "", "", "", ""),
        head=(),
    )
    desk.send(data)
    assert [(row.head_name, row.persons) for row in desk.rows()] == [("王秀英", 2)]
    assert desk.faults() == []


def test_numbers_are_read_however_they_were_typed(desk: Desk) -> None:
    typed = (
        f"'{WANG}",
        "１５０７８３１９５８１２１０３０１９",
        "110105 19491231 002x",
        "150783900505602",
    )
    desk.send(book(*(("惠风川村", "王秀英", each, "户主") for each in typed)))
    assert desk.faults() == []
    desk.act("all")
    desk.work()
    numbers = [draft.answers["members-0-id_number"] for draft in desk.drafts()]
    assert numbers == [[WANG], [ZHAO], ["11010519491231002X"], [LI]]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (150783196203041021, "请把这一列的格式设成“文本”"),
        ("1.10105E+17", "请把这一列的格式设成“文本”"),
        ("150783196203041022", "末位对不上"),
        ("150783196213041021", "出生日期不存在"),
        ("1507831962030410", "不是 18 位"),
        ("", "还没有填身份证号"),
    ],
)
def test_a_bad_number_is_named_with_its_cell(desk: Desk, cell: object, said: str) -> None:
    answer = desk.send(
        book(("惠风川村", "王秀英", cell, "户主"), ("惠风川村", "李小梅", LI, "户主"))
    )
    assert answer.status_code == 303
    (fault,) = desk.faults()
    assert said in fault
    assert fault.startswith("C2:" if cell else "B2:")
    page = desk.page("bad")
    assert said in page


def test_sex_and_birth_date_are_compared_with_the_number(desk: Desk) -> None:
    head = ("村", "姓名", "性别", "出生日期", "身份证号", "与户主关系")
    desk.send(
        book(
            ("惠风川村", "王秀英", "女", "1962.3.4", WANG, "户主"),
            ("", "赵大山", "女", "1958年12月11日", ZHAO, "配偶"),
            head=head,
        )
    )
    said = desk.faults()
    assert len(said) == 2
    assert said[0].startswith("C3:性别与身份证号不符:号码是男性的")
    assert said[1].startswith("D3:出生日期与身份证号不符:号码里是 1958-12-10")


def test_one_person_twice_in_a_sheet_is_named_at_both_places(desk: Desk) -> None:
    desk.send(book(("惠风川村", "王秀英", WANG, "户主"), ("惠风川村", "王英", WANG, "户主")))
    assert desk.faults() == [
        "C2:与 C3 是同一个身份证号。",
        "C3:与 C2 是同一个身份证号。",
    ]


def test_rows_of_other_villages_are_refused_one_by_one(desk: Desk) -> None:
    desk.send(
        book(
            ("惠风川村", "王秀英", WANG, "户主"),
            ("爱里村", "赵大山", ZHAO, "户主"),
            ("月亮村", "李小梅", LI, "户主"),
        )
    )
    assert [row.state for row in desk.rows()] == ["good", "bad", "bad"]
    said = desk.faults()
    assert "A3:“爱里村”不在您的办理范围内" in said[0]
    assert "A4:没有“月亮村”这个村" in said[1]


def test_a_township_brings_households_of_all_its_villages(desk_of: DeskOf) -> None:
    desk = desk_of(Role.TOWNSHIP_OFFICER)
    desk.send(book(("惠风川村", "王秀英", WANG, "户主"), ("爱里", "赵大山", ZHAO, "户主")))
    assert desk.faults() == []
    assert [row.village_code for row in desk.rows()] == ["150783100201", "150783100202"]


def test_a_clerk_of_one_village_need_not_write_it(desk: Desk, desk_of: DeskOf) -> None:
    desk.send(book(("王秀英", WANG), head=("姓名", "身份证号")))
    assert desk.faults() == []
    desk_of(Role.TOWNSHIP_OFFICER).send(book(("赵大山", ZHAO), head=("姓名", "身份证号")))
    assert desk.faults() == ["A2:还没有填村名。"]


def test_other_cells_say_what_may_stand_there(desk: Desk) -> None:
    head = (*HEAD, "户口性质", "身份类别", "长期居住在农村")
    desk.send(
        book(
            (
                "惠风川村",
                "王某",
                WANG,
                "户主",
                "打不通",
                "很大",
                "很早",
                "城里",
                "低保,富户",
                "也许",
            ),
            head=head,
        )
    )
    said = "".join(desk.faults())
    for cell in ("B2", "E2", "F2", "G2", "H2", "I2", "J2"):
        assert f"{cell}:" in said
    assert "富户" in said


def test_relations_are_asked_and_there_is_one_head(desk: Desk) -> None:
    desk.send(
        book(
            ("惠风川村", "王秀英", WANG, "户主"),
            ("", "赵大山", ZHAO, "邻居"),
            ("", "李小梅", LI, ""),
        )
    )
    said = desk.faults()
    assert said[0].startswith("D3:与户主关系只能填")
    assert said[1].startswith("B4:还没有填与户主关系")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0 old excel", ".xlsx"),
        (b"PK\x03\x04 broken", "读不出来"),
        (book(("甲", "乙"), head=("编码", "数量")), "没有找到表头"),
        (book(head=HEAD), "还没有农户"),
    ],
)
def test_what_is_no_such_sheet_is_refused_in_words(desk: Desk, data: bytes, said: str) -> None:
    answer = desk.send(data)
    assert answer.status_code == 422
    assert said in answer.text
    assert desk.rows() == []


def test_a_bomb_is_refused_in_words_and_leaves_nothing(desk: Desk) -> None:
    answer = desk.send(with_sheet(b"<worksheet><sheetData>" + b" " * 150_000_000))
    assert (answer.status_code, "读不出来" in answer.text) == (422, True)
    assert desk.rows() == []
