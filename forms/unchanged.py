"""What a browser would send of a form that nobody touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wtforms import Field

from forms.fields import (
    ChecklistField,
    ChecksField,
    ChoiceField,
    DocumentsField,
    PeopleField,
    PickField,
    ShownField,
    YesNoField,
)
from forms.fields.roster import COLUMNS, RosterField
from forms.step_form import StepForm

YES_NO = {True: "yes", False: "no"}


def unchanged(form: StepForm) -> dict[str, list[str]]:
    """Input name -> values, as loaded."""
    sent: dict[str, list[str]] = {}
    for field in form:
        for name, value in _inputs(field):
            sent.setdefault(name, []).append(value)
    return sent


def _inputs(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, ShownField):
        return
    if isinstance(field, RosterField):
        for index, row in enumerate(field.data):
            for column in COLUMNS:
                yield f"{field.name}-{index}-{column}", getattr(row, column)
    elif isinstance(field, ChecklistField):
        for question in field.questions:
            if value := field.shown(question.key):
                yield field.input_name(question.key), value
    elif isinstance(field, ChecksField | DocumentsField):
        for value in field.data or []:
            yield field.name, str(value)
    elif isinstance(field, YesNoField):
        if field.data is not None:
            yield field.name, YES_NO[field.data]
    elif isinstance(field, ChoiceField | PickField):
        if field.data is not None:
            yield field.name, str(field.data)
    elif isinstance(field, PeopleField):
        yield field.name, field._value()
    else:
        shown: Any = field
        yield field.name, str(shown._value())
