"""The validator of days that cannot lie ahead."""

from __future__ import annotations

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from workflows import clock


class NotFuture:
    """Refuses a day after today."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise ValidationError for a day to come."""
        if field.data and field.data > clock.today():
            raise ValidationError(f"日期不能晚于今天({clock.today():%Y-%m-%d})。")
