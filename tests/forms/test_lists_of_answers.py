"""Questions made of several inputs or lines: how people write them, and how they are kept."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import Answered, ChecklistField, PeopleField, Question

QUESTIONS = (
    Question("sound", "结构安全"),
    Question("wall", "墙厚", "number", "不少于 370"),
    Question("built", "主体完工日期", "day"),
    Question("said", "约定", "text"),
)


class Team(Form):  # type: ignore[misc, unused-ignore]
    members = PeopleField("成员")


class Checks(Form):  # type: ignore[misc, unused-ignore]
    relaxed = False
    items = ChecklistField("项目", [Answered()])


def team(text: str) -> Team:
    form = Team(MultiDict({"members": text}))
    form.validate()
    return form


def checks(**answers: str) -> Checks:
    form = Checks(MultiDict({f"items-{name}": answer for name, answer in answers.items()}))
    form.items.offer(QUESTIONS)
    return form


COMPLETE = {"sound": "yes", "wall": "370", "built": "2019-07-20", "said": "原址翻建"}


@pytest.mark.parametrize("line", ["宝音 住建局", "宝音,住建局", "宝音、住建局", " 宝音 住建局 "])
def test_a_person_is_a_name_and_a_unit_however_they_are_parted(line: str) -> None:
    assert team(line).members.data == [{"name": "宝音", "unit": "住建局"}]


def test_empty_lines_are_nobody() -> None:
    assert [each["name"] for each in team("宝音\r\n\r\n陈卫东\n").members.data] == [
        "宝音",
        "陈卫东",
    ]


@pytest.mark.parametrize(
    "text", ["宝音\n宝音", "宝" * 41, "\n".join(f"宝音{n}" for n in range(21))]
)
def test_nobody_stands_twice_and_nothing_is_too_long(text: str) -> None:
    assert team(text).members.errors


def test_what_was_typed_is_shown_again() -> None:
    assert "宝音 住建局" in str(team("宝音 住建局\n").members())


def test_answers_are_kept_by_their_kind() -> None:
    form = checks(**COMPLETE)
    assert form.validate()
    assert form.items.data == {
        "sound": True, "wall": 370, "built": "2019-07-20", "said": "原址翻建"
    }  # fmt: skip


def test_full_width_digits_and_points_are_read() -> None:
    form = checks(**COMPLETE | {"wall": "370", "built": "2019.07.20"})
    assert form.items.data["wall"] == 370
    assert form.items.data["built"] == "2019-07-20"


@pytest.mark.parametrize(
    ("name", "answer"),
    [("sound", "maybe"), ("wall", "-370"), ("wall", "37.5"), ("built", "2019-02-30"),
     ("said", "字" * 501)],
)  # fmt: skip
def test_an_answer_that_cannot_be_read_is_told_beside_its_question(name: str, answer: str) -> None:
    form = checks(**COMPLETE | {name: answer})
    assert not form.validate()
    assert set(form.items.errors_by_key) == {name}
    assert form.items.errors_by_key[name] in str(form.items())


def test_a_question_left_open_is_named() -> None:
    form = checks(**COMPLETE | {"wall": ""})
    assert not form.validate()
    assert "墙厚" in form.items.errors[0]


def test_questions_may_stay_open_when_the_case_goes_back() -> None:
    form = checks(sound="no")
    form.relaxed = True
    assert form.validate()
    assert form.items.data["sound"] is False
    assert form.items.data["wall"] is None


def test_an_answer_to_what_was_not_asked_is_refused() -> None:
    assert not checks(**COMPLETE, other="yes").validate()


def test_known_answers_are_shown_and_markup_is_escaped() -> None:
    form = Checks(None, data={"items": {"sound": True, "said": '"><b>'}})
    form.items.offer(QUESTIONS)
    page = str(form.items())
    assert 'value="yes" checked' in page
    assert "<b>" not in page
