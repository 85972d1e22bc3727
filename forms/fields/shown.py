"""Facts shown among the questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from wtforms import Field


class ShownField(Field):
    """Facts of the case that the answer rests on: ``rows`` of (name, value). Asks nothing.

    A row whose third part is true needs attention (a missing paper, a mismatch).
    """

    def __init__(self, label: str, *, hint: str = "", **kwargs: Any) -> None:
        super().__init__(label, description=hint, **kwargs)
        self._rows: list[tuple[str, str, bool]] = []
        # (number of the document, what it is): opened beside the facts that rest on it.
        self.papers: list[tuple[int, str]] = []
        # Photographs that came with an objection.
        self.pictures: list[int] = []
        self._later: list[Callable[[], None]] = []

    @property
    def rows(self) -> list[tuple[str, str, bool]]:
        """(name, value, whether it needs attention), in order."""
        pending, self._later = self._later, []
        for show in pending:
            show()
        return self._rows

    def show_later(self, show: Callable[[], None]) -> None:
        """Facts that are looked up only when somebody reads them, not when the form is sent."""
        self._later.append(show)

    def show(self, name: str, value: object, *, attention: bool = False) -> None:
        """Add one fact; an unknown or empty one reads 未填."""
        self._rows.append((name, spoken(value), attention))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Nothing is read from what was sent."""
        self.data = None

    def widget(self, field: Any, **kwargs: Any) -> Markup:
        """A list of names and values, for pages that have nothing better."""
        rows = Markup("").join(
            Markup('<dt>{}</dt><dd class="{}">{}</dd>').format(
                name, "text-danger" if attention else "", value
            )
            for name, value, attention in self.rows
        )
        return Markup('<dl id="{}">{}</dl>').format(self.id, rows)


def spoken(value: object) -> str:
    """A value as people say it."""
    if value is None or value == "" or value == []:
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(str(each) for each in value)
    return str(value)
