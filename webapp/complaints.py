"""A refusal of the rules, said beside the field of the form that it is about."""

from __future__ import annotations

from wtforms import Form

from workflows.errors import Invalid


def complain(form: Form, error: Invalid, *, otherwise: str = "") -> None:
    """Put ``error`` beside its field; one that names none stands beside ``otherwise``, or above."""
    field = form._fields.get(error.field or otherwise)
    if field is None:
        form.form_errors.append(error.sentence)
    else:
        field.errors = [*field.errors, error.sentence]
