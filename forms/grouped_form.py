"""A form that is asked page by page: whose row is the head's, and what is wrong on which page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wtforms import Field, RadioField

from forms.fields import ChecksField, DocumentsField
from forms.fields.roster import Row
from forms.intake_groups import HEAD_ROW, Group
from forms.roster_questions import RosterForm
from workflows.rosters import HEAD

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Fault:
    """One thing to mend on a page; ``anchor`` is the id of its input or of its question."""

    anchor: str
    label: str
    sentence: str


class GroupedForm:
    """``form`` filled with ``answers`` (name -> values, as a browser sends them)."""

    form: RosterForm
    answers: Answers

    # --- the roster on two pages ----------------------------------------------------------------

    @property
    def has_head(self) -> bool:
        """Whether the head's row names somebody."""
        return any(
            "".join(self.answers.get(f"members-{HEAD_ROW}-{column}", ())).strip()
            for column in ("name", "id_number")
        )

    @property
    def head(self) -> Row:
        """The head's row, as typed."""
        return self.form.members.data[0] if self.has_head else Row(relation=HEAD)

    @property
    def others(self) -> list[Row]:
        """Everybody else, as typed."""
        return list(self.form.members.data[1 if self.has_head else 0 :])

    @property
    def asks_roster(self) -> bool:
        """Whether the roster is asked at all."""
        return "members" in self.form._fields

    # --- one page -------------------------------------------------------------------------------

    def fields(self, group: Group) -> list[Field]:
        """The questions of one page that are asked here."""
        return [self.form[name] for name in group.fields if name in self.form._fields]

    def faults(self, group: Group) -> list[Fault]:
        """What has to be mended on one page, once the form was validated."""
        found = [
            Fault(_anchor(field), field.label.text, sentence)
            for field in self.fields(group)
            for sentence in field.errors
        ]
        return self._roster_faults(group) + found if self.asks_roster else found

    def _roster_faults(self, group: Group) -> list[Fault]:
        if not group.shares_roster:
            return []
        is_head = group.key == "applicant"
        rows = [self.head] if is_head else self.others
        found = [
            Fault(f"members-{number}-{column}", row.name or f"第{number}人", sentence)
            for number, row in enumerate(rows, 0 if is_head else 1)
            for column, sentence in row.errors.items()
        ]
        if is_head and not self.has_head:
            found.append(Fault("members-0-name", "户主", "请填写户主的姓名和身份证号。"))
        in_rows = any(row.errors for row in self.form.members.data)
        if not is_head and self.has_head and self.form.members.errors and not in_rows:
            found += [Fault("f-members", "家庭成员", each) for each in self.form.members.errors]
        return found


def _anchor(field: Field) -> str:
    """The id to which a link to an error leads: the input, or of several the question."""
    is_group = isinstance(field, RadioField | ChecksField | DocumentsField)
    return f"f-{field.name}" if is_group else field.name
