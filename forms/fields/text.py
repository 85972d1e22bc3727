"""One line or several lines of text, trimmed and limited."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError


def visible(text: str) -> str:
    """``text`` without characters that only hide or turn others (zero width, right to left)."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


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
        self.data = visible(str(valuelist[0])).strip() if valuelist else ""

    def pre_validate(self, form: BaseForm) -> None:
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
        text = visible(str(valuelist[0])) if valuelist else ""
        self.data = text.replace("\r\n", "\n").strip()

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse characters that no keyboard writes."""
        if self.data and any(unicodedata.category(c) == "Cc" for c in self.data if c != "\n"):
            raise StopValidation("内容里有不能识别的字符,请重新输入。")


def _limit(maximum: int) -> Any:
    def check(_form: BaseForm, field: Field) -> None:
        if field.data and len(field.data) > maximum:
            raise ValidationError(f"最多 {maximum} 个字,现在有 {len(field.data)} 个字。")

    return check
