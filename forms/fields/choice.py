"""One or several of the answers offered; nothing is chosen until somebody chooses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import Choice  # type: ignore[attr-defined, unused-ignore]
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from workflows.facts import UNCLEAR


class OffersAnswers:
    """Answers as pairs of value and label, set when they are known and drawn by ourselves.

    The library warns of pairs, once for each field of each form.
    """

    choices: Any
    data: Any

    def offer(self, choices: Sequence[str] | Sequence[tuple[str, str]]) -> None:
        """Set what may be chosen, for this case."""
        self.choices = _pairs(choices)

    def iter_choices(self) -> Iterator[Any]:
        """The answers as they are drawn."""
        for value, label in self.choices or ():
            yield Choice(value, label, self.is_chosen(value), {})

    def has_groups(self) -> bool:
        """No question of ours groups its answers."""
        return False

    def is_chosen(self, value: Any) -> bool:
        """Whether the answer ``value`` is the one that was given or is known."""
        return bool(value == self.data)


class YesNoField(OffersAnswers, RadioField):
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
        super().__init__(
            label,
            list(validators),
            coerce=lambda value: value,
            description=hint,
            validate_choice=False,
            **kwargs,
        )
        self.offer([("yes", "是"), ("no", "否")] + ([("unknown", "不清楚")] if unknown else []))
        self.offers_unknown = unknown
        self.answered = False

    def process_data(self, value: Any) -> None:
        """A stored True or False shows as 是 or 否, an answer that was 不清楚 as that."""
        self.data = value if isinstance(value, bool) else None
        self.answered = self.offers_unknown and value == UNCLEAR

    @property
    def is_unclear(self) -> bool:
        """Whether the answer is 不清楚."""
        return self.answered and self.data is None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Turn the choice into True, False or None (不清楚)."""
        self.data, self.answered = None, False
        if not valuelist or valuelist[0] == "":
            return
        answers = {"yes": True, "no": False, "unknown": None}
        offered = offered_values(self)
        if valuelist[0] not in offered:
            raise ValueError("请从给出的答案里选择。")
        self.answered = True
        self.data = answers[str(valuelist[0])]

    def is_chosen(self, value: Any) -> bool:
        """What was chosen or known stays chosen."""
        shown = {True: "yes", False: "no"}.get(self.data, "unknown" if self.answered else None)
        return bool(value == shown)

    def pre_validate(self, form: BaseForm) -> None:
        """不清楚 is an answer: it must not read as a missing one."""
        if self.answered and self.data is None:
            raise StopValidation()


class ChoiceField(OffersAnswers, RadioField):
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
            description=hint,
            coerce=lambda value: value,
            validate_choice=False,
            **kwargs,
        )
        self.offer(choices)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """An absent answer is None."""
        self.data = (valuelist[0] or None) if valuelist else None

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what was not offered."""
        if self.data is not None and self.data not in offered_values(self):
            self.data = None
            raise StopValidation("请从给出的答案里选择。")


class PickField(OffersAnswers, SelectField):
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
            description=hint,
            coerce=lambda value: value or None,
            validate_choice=False,
            **kwargs,
        )
        self.offer(choices)

    def offer(self, choices: Sequence[str] | Sequence[tuple[str, str]]) -> None:
        """Set what may be chosen, for this case."""
        self.choices = [("", "请选择"), *_pairs(choices)]

    def is_chosen(self, value: Any) -> bool:
        """Nothing chosen reads 请选择."""
        return bool((value or None) == self.data)

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what was not offered."""
        if self.data is not None and self.data not in offered_values(self):
            self.data = None
            raise StopValidation("请从给出的答案里选择。")


class ChecksField(OffersAnswers, SelectMultipleField):
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
            description=hint,
            validate_choice=False,
            **kwargs,
        )
        self.offer(choices)

    def is_chosen(self, value: Any) -> bool:
        """Several may be ticked."""
        return value in (self.data or ())

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what was not offered."""
        offered = offered_values(self)
        if any(value not in offered for value in self.data or []):
            self.data = []
            raise StopValidation("请从给出的答案里选择。")


def _pairs(choices: Sequence[str] | Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(each, each) if isinstance(each, str) else each for each in choices]


def offered_values(field: RadioField | SelectField | SelectMultipleField) -> set[Any]:
    """The values that ``field`` offers for this case."""
    choices: Any = field.choices or ()
    return {value for value, _ in choices}
