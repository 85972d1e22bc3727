"""A list of questions that a decision table asks: one input for each row, named after its key."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from forms.fields.text import visible

Kind = Literal["yes_no", "number", "text", "day"]
ANSWERS = {"yes": True, "no": False}
MAX_NUMBER = 100_000
# Longer ones are not even read.
MAX_DIGITS = 20
MAX_TEXT = 500


@dataclass(frozen=True)
class Question:
    """One row: ``key`` is its name in the answers, ``hint`` says how to answer."""

    key: str
    label: str
    kind: Kind = "yes_no"
    hint: str = ""


class ChecklistWidget:
    """Every question as a group of its own, usable without script."""

    def __call__(self, field: ChecklistField, **_kwargs: Any) -> Markup:
        """All questions, each with its own hint, error and input."""
        return Markup("").join(self._question(field, each) for each in field.questions)

    def _question(self, field: ChecklistField, question: Question) -> Markup:
        name = field.input_name(question.key)
        error = field.errors_by_key.get(question.key, "")
        around = _note("hint", name, question.hint) + _note("error", name, error)
        if question.kind == "yes_no":
            return Markup(
                '<fieldset class="f{}"><legend>{}</legend>{}'
                '<div class="choices">{}</div></fieldset>'
            ).format(" bad" if error else "", question.label, around, _choices(field, question))
        return Markup('<div class="f{}"><label for="{}">{}</label>{}{}</div>').format(
            " bad" if error else "", name, question.label, around, _typed(field, question, error)
        )


def _note(kind: str, name: str, text: str) -> Markup:
    if not text:
        return Markup("")
    return Markup('<p class="{0}" id="{1}-{0}">{2}</p>').format(kind, name, text)


def _choices(field: ChecklistField, question: Question) -> Markup:
    name, chosen = field.input_name(question.key), field.shown(question.key)
    return Markup("").join(
        Markup(
            '<label class="choice"><input type="radio" name="{}" value="{}"{}>{}</label>'
        ).format(name, value, Markup(" checked") if chosen == value else "", word)
        for value, word in (("yes", "是"), ("no", "否"))
    )


def _typed(field: ChecklistField, question: Question, error: str) -> Markup:
    name, shown = field.input_name(question.key), field.shown(question.key)
    told = [f"{name}-{kind}" for kind, text in (("error", error), ("hint", question.hint)) if text]
    described = Markup(' aria-describedby="{}"').format(" ".join(told)) if told else Markup("")
    if question.kind == "text":
        return Markup(
            '<textarea class="in" id="{0}" name="{0}" rows="2"{1}>\n{2}</textarea>'
        ).format(name, described, shown)
    kinds = {"number": 'type="text" inputmode="numeric"', "day": 'type="date"'}
    return Markup('<input class="in short" id="{0}" name="{0}" {1} value="{2}"{3}>').format(
        name, Markup(kinds[question.kind]), shown, described
    )


class ChecklistField(Field):
    """Answers to the questions offered; the data is key -> bool, int, text, ISO date, or None.

    Inputs are named ``<field>-<key>``. ``offer`` must be called before validation.
    """

    widget = ChecklistWidget()

    def __init__(
        self, label: str, validators: Sequence[Any] = (), *, hint: str = "", **kwargs: Any
    ):
        super().__init__(label, list(validators), description=hint, **kwargs)
        self.questions: tuple[Question, ...] = ()
        self.errors_by_key: dict[str, str] = {}
        self._typed: dict[str, str] | None = None
        self._known: Mapping[str, Any] = {}

    def input_name(self, key: str) -> str:
        """The name of the input that answers ``key``."""
        return f"{self.name}-{key}"

    def process(
        self, formdata: Any, data: Any = None, extra_filters: Sequence[Any] | None = None
    ) -> None:
        """Keep what was sent under this field's names; it is read when the questions are known."""
        self.process_errors = []
        self._known = data if isinstance(data, Mapping) else {}
        self.data = dict(self._known)
        prefix = f"{self.name}-"
        if isinstance(formdata, MultiDict) or formdata:
            self._typed = {
                key.removeprefix(prefix): _plain(str(formdata.getlist(key)[0]))
                for key in formdata
                if key.startswith(prefix)
            }

    def offer(self, questions: Sequence[Question]) -> None:
        """Set the questions, in their order, and read the answers."""
        self.questions = tuple(questions)
        self.data = {each.key: self._answer(each) for each in self.questions}

    def shown(self, key: str) -> str:
        """What stands in the input of ``key``: as typed, else as known."""
        if self._typed is not None:
            return self._typed.get(key, "")
        value = self._known.get(key)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None else str(value)

    def unanswered(self) -> list[str]:
        """Labels of the questions without an answer."""
        return [each.label for each in self.questions if self.data[each.key] in (None, "")]

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse answers that cannot be read, and answers to what was not asked."""
        strangers = set(self._typed or ()) - {each.key for each in self.questions}
        if strangers:
            raise StopValidation("有的项目这一步不问,请刷新页面后重试。")
        if self.errors_by_key:
            raise StopValidation("有的项目填写不对,请看各项的提示。")

    def _answer(self, question: Question) -> Any:
        if self._typed is None:
            return self._known.get(question.key)
        text = unicodedata.normalize("NFKC", self._typed.get(question.key, ""))
        if question.kind == "text":
            text = self._typed.get(question.key, "")
        try:
            return _read(question.kind, text) if text else None
        except ValueError as error:
            self.errors_by_key[question.key] = str(error)
            return None


def _plain(text: str) -> str:
    return visible(text).replace("\r\n", "\n").strip()


def _read(kind: Kind, text: str) -> bool | int | str:
    """Raises ValueError with a sentence for the reader."""
    if kind == "yes_no":
        if text not in ANSWERS:
            raise ValueError("请选择是或否。")
        return ANSWERS[text]
    if kind == "number":
        if not text.isdecimal() or len(text) > MAX_DIGITS or int(text) > MAX_NUMBER:
            raise ValueError(f"请填写整数,不超过{MAX_NUMBER}。")
        return int(text)
    if kind == "day":
        try:
            return dt.date.fromisoformat(text.replace("/", "-").replace(".", "-")).isoformat()
        except ValueError:
            raise ValueError("日期应写成 2019-06-04 这样。") from None
    if any(unicodedata.category(c) == "Cc" for c in text if c != "\n"):
        raise ValueError("内容里有不能识别的字符,请重新输入。")
    if len(text) > MAX_TEXT:
        raise ValueError(f"最多 {MAX_TEXT} 个字。")
    return text


class Answered:
    """Every question of a checklist needs an answer, unless the outcome sends the case back."""

    field_flags = {"needed": True}

    def __init__(self, sentence: str = "请逐项填写。", *, always: bool = False) -> None:
        self.sentence = sentence
        self.always = always

    def __call__(self, form: BaseForm, field: ChecklistField) -> None:
        """Raise StopValidation naming the questions left open."""
        if not self.always and getattr(form, "relaxed", False):
            return
        if missing := field.unanswered():
            raise StopValidation(f"{self.sentence}还缺:{'、'.join(missing)}。")
