"""What comes from a household is published only without its numbers, however they are hidden (F56).

Every hidden number is found; names, groups, days and amounts are never taken for one.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.cn import ric

from workflows.publishing import LONG_NUMBER, MOBILE_NUMBER, check_published, refused_in

# 0–9 plain, full-width, in Chinese, for cheques, in circles, as people say them, in Arabia.
SCRIPTS = ("0123456789", "0123456789", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖",
           "⓪①②③④⑤⑥⑦⑧⑨", "○幺2叁4伍6柒8⑼", "٠١٢٣٤٥٦٧٨٩", "OI23456789")  # fmt: skip
BETWEEN = ("", "", "", " ", "-", "—", ".", "·", "\n", "\u200b", " ", "*", "x", "ab", "、", "/", "(")

days = st.dates(dt.date(2000, 1, 1), dt.date(2029, 12, 31))
script = st.sampled_from(SCRIPTS)
noise = st.lists(st.sampled_from(BETWEEN), min_size=19, max_size=19)
around = st.sampled_from(("", "三组", "东屯 ", "电话:", "第3组", "(", "2019年", "2019-03-01 "))


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(dt.date(1920, 1, 1), dt.date(2019, 12, 31)))
    body = f"150783{born:%Y%m%d}{draw(st.integers(1, 999)):03}"
    return body + str(ric.calc_check_digit(f"{body}0"))


accounts = st.from_regex(r"[3-9][0-9]{14,18}", fullmatch=True)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


def hidden(number: str, digits: str, between: list[str]) -> str:
    written = [digits[int(each)] if each.isdigit() else each for each in number]
    return "".join(map("".join, zip(written, between, strict=False))).rstrip()


@given(identity_numbers() | accounts, script, noise, around, around)
def test_a_hidden_identity_number_or_account_is_found(
    number: str, digits: str, between: list[str], before: str, after: str
) -> None:
    assert refused_in(before + hidden(number, digits, between) + after) == LONG_NUMBER


@given(mobiles, script, noise, st.sampled_from(["", "三组", "电话:", "+86 ", "0", "第3组 "]))
def test_a_hidden_mobile_number_is_found(
    number: str, digits: str, between: list[str], before: str
) -> None:
    assert refused_in(before + hidden(number, digits, between)) == MOBILE_NUMBER


@given(
    identity_numbers(), st.lists(st.sampled_from(["", "号", "又", "是"]), min_size=18, max_size=18)
)
def test_words_between_do_not_hide_an_identity_number(number: str, between: list[str]) -> None:
    assert refused_in(hidden(number, SCRIPTS[0], between)) == LONG_NUMBER


@given(
    st.text("王李陆伍万三一七八九孟和巴图·", min_size=2, max_size=10)
    | st.from_regex(r"(第?[一二三四五六七八九十]{1,3}|1?[0-9])(组|屯|社|村民小组)", fullmatch=True)
    | st.tuples(days, st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y%m%d"])).map(
        lambda told: told[0].strftime(told[1])
    )
    | st.tuples(days, days).map(lambda told: f"{told[0]} — {told[1]}")
    | st.integers(0, 9_999_999).map("{:,}元".format)
    | st.floats(0, 99_999).map("{:.2f}".format)
)  # fmt: skip
@example("2019-1-31至2019-3-6").via("a period that holds eleven digits in a row that begin with 13")
def test_names_groups_days_and_amounts_are_no_numbers_of_persons(text: str) -> None:
    assert refused_in(text) is None


HOUSEHOLD = {"name": "阿拉坦·巴图", "group": "三组", "programme": "关于…150783201900012345的方案",
             "grade": "D", "method": "自建", "subsidy_yuan": 45232}  # fmt: skip


def test_a_good_household_is_published() -> None:
    assert check_published(HOUSEHOLD) == []
    assert check_published(HOUSEHOLD | {"group": ""}) == []


@pytest.mark.parametrize(
    ("own", "fault"),
    [
        ({"group": "三组 150783 1990 0307 1234"}, "组(屯)里像是身份证号或账号"),
        ({"group": "三组138-1234-5678"}, "组(屯)里像是手机号"),
        ({"name": "孟和一三八", "group": "一二三四五六七八组"}, "户主姓名和组(屯)连起来像是手机号"),
        ({"name": "<script>alert(1)</script>"}, "户主姓名里有不能用在姓名里的字符"),
        ({"group": "<b>三组"}, "组(屯)里有不能公示的符号"),
        ({"group": "三\u202e组"}, "组(屯)里有看不见的字符"),
        ({"remark": "电话13812345678"}, "remark里像是手机号"),
    ],
)
def test_the_value_at_fault_is_named_and_never_repeated(own: dict[str, str], fault: str) -> None:
    assert check_published(HOUSEHOLD | own) == [f"{fault},不能公示,请先更正。"]
