"""What a household of a sheet answers to the application form: field name -> values."""

from __future__ import annotations

from collections.abc import Callable

from forms.fields.roster import COLUMNS as ROSTER_COLUMNS
from webapp.intake_sheets.columns import HOUSEHOLD
from webapp.intake_sheets.households import APART, SheetHousehold
from webapp.sheets import cells as reading

Answers = dict[str, list[str]]


def _text(text: str) -> list[str]:
    return [text]


def _number(text: str) -> list[str]:
    found = reading.number_of(text)
    return [] if found is None else [f"{found.normalize():f}"]


def _year(text: str) -> list[str]:
    found = reading.year_of(text)
    return [] if found is None else [str(found)]


def _yes_no(text: str) -> list[str]:
    found = reading.answer_of(text)
    return [] if found is None else [found]


def _choices(text: str) -> list[str]:
    return [each for each in APART.split(text) if each]


READERS: dict[str, Callable[[str], list[str]]] = {
    "text": _text,
    "choice": _text,
    "telephone": lambda text: [reading.compact(text)],
    "choices": _choices,
    "yes_no": _yes_no,
    "whole": _number,
    "area": _number,
    "year": _year,
}


def answers_of(household: SheetHousehold) -> Answers:
    """The answers of a household without faults; what the sheet does not tell is left open."""
    told: Answers = {}
    for place, person in enumerate(household.persons):
        for name, value in zip(ROSTER_COLUMNS, person, strict=True):
            told[f"members-{place}-{name}"] = [value]
    for column in HOUSEHOLD:
        read, text = READERS.get(column.kind), household.text(column.key)
        if read is not None and text and (values := read(text)):
            told[column.key] = values
    return told
