"""A day, read in any of the ways people write it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput


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
        except (ValueError, OverflowError) as error:
            raise ValueError("日期应写成 2019-06-04 这样。") from error
        if not 1900 <= year <= 2200:
            self.data = None
            raise ValueError("日期的年份不对。")
