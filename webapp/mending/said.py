"""What a 补正 changes, in plain words: the answer beside the one that it takes the place of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.fields.roster import Row
from forms.intake_groups import Group
from forms.mending import Mending
from webapp.intake.said import EMPTY, Line, person_line, words_of
from workflows.personal_names import compared

NOBODY = "不再登记"


@dataclass(frozen=True)
class Section:
    """One page: what was changed on it, and what stays as it was."""

    group: Group
    changed: list[Line]
    same: list[Line]


def sections(mending: Mending) -> list[Section]:
    """Every page of the form in its order."""
    found = []
    for group in mending.pages:
        lines = [line for line in _lines(mending, group) if line.words != EMPTY or line.before]
        changed = [line for line in lines if line.before]
        found.append(Section(group, changed, [line for line in lines if not line.before]))
    return found


def _lines(mending: Mending, group: Group) -> Iterator[Line]:
    if group.shares_roster and mending.asks_roster:
        yield from _roster(mending, is_head=group.key == "applicant")
    for field in mending.fields(group):
        known = mending.known._fields.get(field.short_name)
        words, before = words_of(field), words_of(known) if known is not None else EMPTY
        yield Line(field.label.text, words, f"f-{field.name}", before=_other(before, words))


def _roster(mending: Mending, *, is_head: bool) -> Iterator[Line]:
    """The rows as typed, each beside the row of the same number or else of the same name."""
    before = list(mending.known.members.data)
    for number, row in enumerate(mending.form.members.data):
        was = _same(row, before)
        if was is not None:
            before.remove(was)
        if (number == 0) == is_head:
            label = "户主" if is_head else row.relation or f"第{number + 1}人"
            line = person_line(row, number, label)
            known = person_line(was, number, label).words if was is not None else EMPTY
            is_mended = was is not None and was.relation != row.relation
            known = f"{was.relation}:{known}" if was is not None and is_mended else known
            yield Line(label, line.words, line.anchor, before=_other(known, line.words))
    for gone in [] if is_head else before:
        yield Line(gone.relation, NOBODY, "f-members", before=person_line(gone, 1, "").words)


def _same(row: Row, among: list[Row]) -> Row | None:
    by_number = (each for each in among if each.id_number == row.id_number)
    by_name = (each for each in among if compared(each.name) == compared(row.name))
    return next(by_number, None) or next(by_name, None)


def _other(before: str, words: str) -> str:
    return before if before != words else ""
