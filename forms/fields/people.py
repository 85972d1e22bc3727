"""Several people, one in a line: name, then unit or trade."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import TextArea

from forms.fields.text import visible

MAX_PEOPLE = 20
MAX_NAME = 40
MAX_UNIT = 60


class PeopleField(Field):
    """The data is a list of ``{"name": …, "unit": …}``; the unit may be empty."""

    widget = TextArea()  # type: ignore[assignment]

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        hint: str = "每行一人:姓名 单位或专业",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kwargs)
        self.typed = ""

    @property
    def people(self) -> list[dict[str, str]]:
        """The data, typed."""
        return list(self.data or [])

    def _value(self) -> str:
        if self.raw_data:
            return self.typed
        return "\n".join(f"{each['name']} {each['unit']}".strip() for each in self.people)

    def process_data(self, value: Any) -> None:
        """A stored list, or nothing."""
        self.data = value if isinstance(value, list) else []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """One person a line; the first blank or comma ends the name."""
        self.typed = str(valuelist[0]) if valuelist else ""
        self.data = [
            person for line in self.typed.splitlines() if (person := _person(line)) is not None
        ]

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is too long or stands twice."""
        names = [each["name"] for each in self.people]
        if len(names) > MAX_PEOPLE:
            raise StopValidation(f"最多 {MAX_PEOPLE} 人。")
        if any(
            len(each["name"]) > MAX_NAME or len(each["unit"]) > MAX_UNIT for each in self.people
        ):
            raise StopValidation("有一行太长,请每行只写一人:姓名 单位或专业。")
        if len(set(names)) < len(names):
            raise StopValidation("有人写了两次,请每人只写一行。")


def _person(line: str) -> dict[str, str] | None:
    text = visible(unicodedata.normalize("NFKC", line))
    text = "".join(" " if c in ",、;" or unicodedata.category(c) == "Cc" else c for c in text)
    name, _, unit = text.strip().partition(" ")
    return {"name": name, "unit": unit.strip()} if name else None
