"""Names of persons: comparing, refusing placeholders, initials; and numbers kept out of texts."""

from __future__ import annotations

import pytest

from workflows import personal_names
from workflows.personal_data import without_numbers


@pytest.mark.parametrize("mark", ["·", "•", ".", "・", "．"])
def test_every_interpunct_compares_as_the_same(mark: str) -> None:
    assert personal_names.compared(f"阿拉坦{mark}巴图") == personal_names.compared("阿拉坦·巴图")


def test_blanks_do_not_tell_names_apart_but_characters_do() -> None:
    assert personal_names.compared("白 音") == personal_names.compared("白音")
    assert personal_names.compared("白音") != personal_names.compared("白英")


@pytest.mark.parametrize("name", ["孟和", "阿拉坦·巴图", "尉迟恭", "𠮷田", "郭布勒·荣"])
def test_a_name_in_han_characters_is_good(name: str) -> None:
    assert personal_names.fault(name) is None


@pytest.mark.parametrize("name", ["张三", "未知", "李某", "王", "test", "孟和2", "·孟和", "孟和·"])
def test_a_placeholder_or_a_broken_name_is_not(name: str) -> None:
    assert personal_names.fault(name) is not None


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("孟和", "mh"),
        ("阿拉坦•巴图", "altbt"),
        ("单雄", "sx"),
        ("仇英", "qy"),
        ("查良", "zl"),
        ("曾国", "zg"),
        ("尉迟恭", "ycg"),
        ("单于芳", "cyf"),
        ("曾·巴图", "cbt"),
    ],
)
def test_people_search_by_initials_as_family_names_are_read(name: str, initials: str) -> None:
    assert personal_names.initials(name) == initials


def test_a_line_of_names_is_taken_apart() -> None:
    assert personal_names.split("孟和、敖其尔;苏日娜 白音") == ["孟和", "敖其尔", "苏日娜", "白音"]
    assert personal_names.split("") == []


@pytest.mark.parametrize(
    "number", ["15078319680312101X", "15078319680312101142", "6228480402564890"]
)
def test_a_long_number_in_a_text_keeps_its_last_four(number: str) -> None:
    said = without_numbers(f"号码{number}。")
    assert number not in said
    assert said.endswith(f"*{number[-4:]}。")


@pytest.mark.parametrize(
    "text", ["2019-06-04 2019-06-05", "150783100201", "13847001234", "a" + "1" * 20 + "f"]
)
def test_days_regions_and_digests_stay(text: str) -> None:
    assert without_numbers(text) == text


def test_numbers_are_found_inside_lists_and_pairs() -> None:
    number = "150783196803121011"
    found = without_numbers({"changes": {"papers": [None, [number]]}, "size": 3})
    assert number not in str(found)
    assert found["size"] == 3
