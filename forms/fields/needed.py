"""The validator of answers that a step cannot do without."""

from __future__ import annotations

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation


class Needed:
    """The answer is needed: always, or (default) unless the chosen outcome sends the case back."""

    field_flags = {"needed": True}

    def __init__(self, sentence: str = "请填写此项。", *, always: bool = False) -> None:
        self.sentence = sentence
        self.always = always

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise StopValidation when the answer is missing and needed."""
        empty = field.data is None or field.data == "" or field.data == []
        if field.errors:
            raise StopValidation()
        if not empty or getattr(field, "is_attested", False):
            return
        if not self.always and getattr(form, "relaxed", False):
            return
        raise StopValidation(self.sentence)
