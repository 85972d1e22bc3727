"""A question answered 是, 否 or 不清楚 is drawn with its answer."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import YesNoField


class Question(Form):
    """One such question."""

    answer = YesNoField("长期居住在农村", unknown=True)


def chosen(form: Question) -> list[str]:
    """The values drawn as chosen."""
    return [str(each.data) for each in form.answer if "checked" in str(each)]


@pytest.mark.parametrize("typed", ["yes", "no", "unknown"])
def test_what_was_chosen_comes_back_chosen(typed: str) -> None:
    assert chosen(Question(MultiDict({"answer": typed}))) == [typed]


@pytest.mark.parametrize(("stored", "drawn"), [(True, "yes"), (False, "no")])
def test_what_is_known_is_shown_as_chosen(stored: bool, drawn: str) -> None:
    assert chosen(Question(data={"answer": stored})) == [drawn]


@pytest.mark.parametrize("typed", [{}, {"answer": ""}, {"answer": "maybe"}])
def test_nothing_is_chosen_before_somebody_chooses(typed: dict[str, str]) -> None:
    assert chosen(Question(MultiDict({"other": "1", **typed}))) == []
