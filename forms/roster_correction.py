"""A roster mended after filing: what may be put right in passing, and what was published (S13)."""

from __future__ import annotations

from functools import cached_property

from forms.fields.roster import RosterField
from forms.roster_questions import RosterForm
from workflows.personal_names import compared
from workflows.rosters import HEAD, Member, RosterChanges, change_roster, members_of
from workflows.steps import Step

HEAD_WAS_PUBLISHED = "户主姓名已经公示,须重新评议公示"


class RosterCorrectionForm(RosterForm):
    """Base of the forms that offer the roster for correction; left out or unchanged, it stays.

    The rules are those of filing; an unchanged roster is not judged anew.
    """

    def validate_members(self, field: RosterField) -> None:
        """As at filing, when anything was changed."""
        if self.changes_roster:
            super().validate_members(field)

    @cached_property
    def changes_roster(self) -> bool:
        """Whether the roster was sent, and otherwise than it is known."""
        if "members" not in self._fields or not self.members.raw_data:
            return False
        has_gone = any(row.has_left for row in self.members.data)
        return has_gone or sorted(self.people) != sorted(members_of(self.known.persons))

    @property
    def changes_persons(self) -> bool:
        """Whether a name or an identity number differs: what departments compare with lists."""
        known = members_of(self.known.persons)
        return self.changes_roster and _persons(self.people) != _persons(known)

    @property
    def head_name(self) -> str:
        """The head's name with this answer."""
        if self.changes_roster:
            heads = [each.name for each in self.people if each.relation == HEAD]
            return heads[0] if heads else ""
        return self.step.application.head_name

    def keep_published_head(self, step: Step, way_out: str) -> None:
        """Refuse another name of the head; ``way_out`` says what to do instead (G33)."""
        if compared(self.head_name) == compared(step.application.head_name):
            return
        row = next(each for each in self.staying if each.relation == HEAD)
        self.members.complain(row, "name", f"{HEAD_WAS_PUBLISHED}。{way_out}")

    def mend_roster(self, step: Step) -> RosterChanges:
        """Write the roster as corrected; name of the head and size of the household follow."""
        household = self.known.household
        if not self.changes_roster or household is None:
            return RosterChanges()
        application = step.application
        application.head_name, application.household_size = self.head_name, len(self.people)
        return change_roster(
            step,
            household.id,
            self.known.persons,
            self.people,
            self.happened_on.data,
            self.departures,
        )


def _persons(members: list[Member]) -> list[tuple[str, str]]:
    return sorted((compared(each.name), each.id_number) for each in members)
