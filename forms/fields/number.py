"""A number between two bounds."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import Field
from wtforms.widgets import NumberInput

from workflows.facts import UNCLEAR


class NumberField(Field):
    """A number between two bounds; whole unless ``places`` is given, then a Decimal.

    Where ``unknown`` is allowed, 不清楚 is an answer: ``is_unclear``, and no number.
    """

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
        unknown: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kwargs)
        self.minimum, self.maximum = minimum, maximum
        self.places, self.unit = places, unit
        self.offers_unknown, self.is_unclear = unknown, False
        self.typed = ""
        self.render_kw = {
            "inputmode": "decimal" if places else "numeric",
            "step": "any" if places else "1",
        }

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return self.typed
        if isinstance(self.data, Decimal):
            # As people write it: 48, not 48.00.
            return f"{self.data.normalize():f}"
        return "" if self.data is None else str(self.data)

    def process_data(self, value: Any) -> None:
        """A number as stored, or 不清楚."""
        self.is_unclear = self.offers_unknown and value == UNCLEAR
        self.data = None if value == UNCLEAR else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; spaces, commas, ㎡ and full-width digits are tolerated."""
        self.data, self.is_unclear = None, False
        words = [str(each).strip() for each in valuelist]
        if self.offers_unknown and UNCLEAR in words:
            self._take_unclear([each for each in words if each not in ("", UNCLEAR)])
            return
        self.typed = words[0] if words else ""
        text = unicodedata.normalize("NFKC", self.typed)
        for mark in (",", " ", "m2", "元", "mm"):
            text = text.replace(mark, "")
        if not text:
            return
        if "_" in text:
            # Python reads 5_5 as 55; people do not.
            raise ValueError("请填写数字。")
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

    def _take_unclear(self, numbers: list[str]) -> None:
        if numbers:
            self.typed = numbers[0]
            raise ValueError("已选“不清楚”;知道的话,请去掉“不清楚”,只留数字。")
        self.is_unclear = True
