"""The kinds of question that forms ask, each with its limits and its words."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import (
    Field,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, NumberInput, TextInput

from models.document import Document


class Needed:
    """The answer is needed: always, or (default) unless the chosen outcome sends the case back."""

    field_flags = {"needed": True}

    def __init__(self, sentence: str = "请填写此项。", *, always: bool = False) -> None:
        self.sentence = sentence
        self.always = always

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation when the answer is missing and needed."""
        empty = field.data is None or field.data == "" or field.data == []
        if field.errors:
            raise StopValidation()
        if not empty:
            return
        if not self.always and getattr(form, "relaxed", False):
            return
        raise StopValidation(self.sentence)


class TextField(StringField):
    """One line of text, trimmed, with a limit; control characters are refused."""

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        max_length: int = 120,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, [*validators, _limit(max_length)], description=hint, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Trim; an absent answer is the empty string."""
        self.data = str(valuelist[0]).strip() if valuelist else ""

    def pre_validate(self, form: Form) -> None:
        """Refuse characters that no keyboard writes."""
        if self.data and any(unicodedata.category(c) == "Cc" for c in self.data):
            raise StopValidation("内容里有不能识别的字符,请重新输入。")


class LongTextField(TextAreaField):
    """Several lines of text with a limit."""

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        max_length: int = 2000,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, [*validators, _limit(max_length)], description=hint, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Trim and use one kind of line end."""
        self.data = str(valuelist[0]).replace("\r\n", "\n").strip() if valuelist else ""

    def pre_validate(self, form: Form) -> None:
        """Refuse characters that no keyboard writes."""
        if self.data and any(unicodedata.category(c) == "Cc" for c in self.data if c != "\n"):
            raise StopValidation("内容里有不能识别的字符,请重新输入。")


class DayField(Field):
    """A day; reads 2019-06-04, 2019/6/4, 2019.6.4, 2019年6月4日 and full-width digits."""

    widget = TextInput(input_type="date")

    def __init__(
        self, label: str, validators: Sequence[Any] = (), *, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kwargs)
        self.typed = ""

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return self.typed
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day in any of the ways people write it."""
        self.data = None
        self.typed = text = (
            unicodedata.normalize("NFKC", str(valuelist[0])).strip() if (valuelist) else ""
        )
        if not text:
            return
        for mark in "年月/.":
            text = text.replace(mark, "-")
        try:
            year, month, day = (int(part) for part in text.rstrip("日").split("-"))
            self.data = dt.date(year, month, day)
        except ValueError as error:
            raise ValueError("日期应写成 2019-06-04 这样。") from error
        if not 1900 <= year <= 2200:
            self.data = None
            raise ValueError("日期的年份不对。")


class NumberField(Field):
    """A number between two bounds; whole unless ``places`` is given, then a Decimal."""

    widget = NumberInput()

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        minimum: int,
        maximum: int,
        places: int = 0,
        unit: str = "",
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kwargs)
        self.minimum, self.maximum = minimum, maximum
        self.places, self.unit = places, unit
        self.typed = ""
        self.render_kw = {
            "inputmode": "decimal" if places else "numeric",
            "step": "any" if places else "1",
        }

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return self.typed
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; spaces, commas, ㎡ and full-width digits are tolerated."""
        self.data = None
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        text = unicodedata.normalize("NFKC", self.typed)
        for mark in (",", " ", "m2", "元", "mm"):
            text = text.replace(mark, "")
        if not text:
            return
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise ValueError("请填写数字。") from error
        if not number.is_finite():
            raise ValueError("请填写数字。")
        if not self.minimum <= number <= self.maximum:
            raise ValueError(f"应在 {self.minimum} 到 {self.maximum}{self.unit} 之间。")
        if number != round(number, self.places):
            raise ValueError(f"最多 {self.places} 位小数。" if self.places else "请填写整数。")
        self.data = number if self.places else int(number)


class YesNoField(RadioField):
    """是 or 否, and nothing chosen until somebody chooses; ``unknown`` adds 不清楚 (None)."""

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        unknown: bool = False,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        choices = [("yes", "是"), ("no", "否")] + ([("unknown", "不清楚")] if unknown else [])
        super().__init__(
            label,
            list(validators),
            choices=choices,
            coerce=lambda value: value,
            description=hint,
            validate_choice=False,
            **kwargs,
        )
        self.answered = False

    def process_data(self, value: Any) -> None:
        """A stored True or False shows as 是 or 否."""
        self.data = value if isinstance(value, bool) else None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Turn the choice into True, False or None (不清楚)."""
        self.data = None
        if not valuelist or valuelist[0] == "":
            return
        answers = {"yes": True, "no": False, "unknown": None}
        offered = {value for value, _ in self.choices}
        if valuelist[0] not in offered:
            raise ValueError("请从给出的答案里选择。")
        self.answered = True
        self.data = answers[str(valuelist[0])]

    def _choices_generator(self, choices: Any) -> Any:
        shown = {True: "yes", False: "no"}.get(self.data, "unknown" if self.answered else None)
        for value, label in choices:
            yield value, label, value == shown, {}

    def pre_validate(self, form: Form) -> None:
        """不清楚 is an answer: it must not read as a missing one."""
        if self.answered and self.data is None:
            raise StopValidation()


class ChoiceField(RadioField):
    """One of a few answers, shown as radio buttons; nothing chosen at first."""

    def __init__(
        self,
        label: str,
        choices: Sequence[str] | Sequence[tuple[str, str]] = (),
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label,
            list(validators),
            choices=_pairs(choices),
            description=hint,
            coerce=lambda value: value,
            validate_choice=False,
            **kwargs,
        )

    def offer(self, choices: Sequence[str] | Sequence[tuple[str, str]]) -> None:
        """Set what may be chosen, for this case."""
        self.choices = _pairs(choices)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """An absent answer is None."""
        self.data = (valuelist[0] or None) if valuelist else None

    def pre_validate(self, form: Form) -> None:
        """Refuse what was not offered."""
        if self.data is not None and self.data not in {value for value, _ in self.choices}:
            self.data = None
            raise StopValidation("请从给出的答案里选择。")


class PickField(SelectField):
    """One of many answers, shown as a list."""

    def __init__(
        self,
        label: str,
        choices: Sequence[str] | Sequence[tuple[str, str]] = (),
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label,
            list(validators),
            choices=[("", "请选择"), *_pairs(choices)],
            description=hint,
            coerce=lambda value: value or None,
            validate_choice=False,
            **kwargs,
        )

    def offer(self, choices: Sequence[str] | Sequence[tuple[str, str]]) -> None:
        """Set what may be chosen, for this case."""
        self.choices = [("", "请选择"), *_pairs(choices)]

    def pre_validate(self, form: Form) -> None:
        """Refuse what was not offered."""
        if self.data is not None and self.data not in {value for value, _ in self.choices}:
            self.data = None
            raise StopValidation("请从给出的答案里选择。")


class ChecksField(SelectMultipleField):
    """Any of several answers, as check boxes; the data is the list of those ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: str,
        choices: Sequence[str] | Sequence[tuple[str, str]] = (),
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label,
            list(validators),
            choices=_pairs(choices),
            description=hint,
            validate_choice=False,
            **kwargs,
        )

    def offer(self, choices: Sequence[str] | Sequence[tuple[str, str]]) -> None:
        """Set what may be ticked, for this case."""
        self.choices = _pairs(choices)

    def pre_validate(self, form: Form) -> None:
        """Refuse what was not offered."""
        offered = {value for value, _ in self.choices}
        if any(value not in offered for value in self.data or []):
            self.data = []
            raise StopValidation("请从给出的答案里选择。")


class DocumentsField(SelectMultipleField):
    """Documents of the case of given kinds; uploads go through a route of their own.

    The data is the list of document ids ticked; a document of another case is not offered.
    """

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: str,
        kinds: Sequence[str],
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label,
            list(validators),
            coerce=int,
            choices=[],
            description=hint,
            validate_choice=False,
            **kwargs,
        )
        self.kinds = tuple(kinds)
        self.offered: list[Document] = []

    def offer(self, documents: Sequence[Document]) -> None:
        """Keep those documents of the case that are of the kinds asked."""
        self.offered = [each for each in documents if each.kind in self.kinds]
        self.choices = [(each.id, each.filename) for each in self.offered]

    def kinds_given(self) -> set[str]:
        """Kinds of the documents that are ticked."""
        return {each.kind for each in self.offered if each.id in (self.data or [])}

    def pre_validate(self, form: Form) -> None:
        """Refuse a document that is not this case's."""
        offered = {each.id for each in self.offered}
        if any(value not in offered for value in self.data or []):
            self.data = []
            raise StopValidation("所选材料不属于这一件,请重新选择。")


def _pairs(choices: Sequence[str] | Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(each, each) if isinstance(each, str) else each for each in choices]


def _limit(maximum: int) -> Any:
    def check(_form: Form, field: Field) -> None:
        if field.data and len(field.data) > maximum:
            raise ValidationError(f"最多 {maximum} 个字,现在有 {len(field.data)} 个字。")

    return check
