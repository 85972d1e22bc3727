"""Who may look into an objection: nobody with a part in the matter, nor of the household's kin.

Kin is told by the roster, by surname and natural village together, and by each one's own
declaration (F15).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from models.account import Account
from models.household import Person
from models.objection import Objection
from models.task import Task
from workflows import personal_names, places
from workflows.step import Step

# Whose step brought the household onto the notice.
FILING = ("file_application", "supplement_application")


@dataclass(frozen=True)
class Involved:
    """Everybody who has a part in the matter, and the household as it is compared.

    ``barred`` is name as compared -> the sentence that refuses it.
    """

    barred: dict[str, str]
    surnames: frozenset[str]
    group: str

    def is_of_clan(self, name: str, group: str) -> bool:
        """The household's surname and its group; a group that is not known counts as the same."""
        if personal_names.surname(name) not in self.surnames:
            return False
        own = places.compared_group(group)
        return not own or not self.group or own == self.group


def involved_in(step: Step, objection: Objection) -> Involved:
    """Who received it, who filed the application, the objector, and the household with its roster.

    Of an objection to the notice itself no household stands to lose or win.
    """
    application = step.application
    names = objection.application_id is not None
    filed_by = select(Task.done_by_id).where(
        Task.application_id == application.id, Task.node_id.in_(FILING)
    )
    is_filer = Account.id.in_(filed_by) if names else Account.id.is_(None)
    accounts = step.session.execute(
        select(Account.id, Account.display_name).where(
            or_(Account.id == objection.received_by_id, is_filer)
        )
    ).all()
    roster = (
        step.session.scalars(
            select(Person.name).where(
                Person.household_id == application.household_id, Person.left_on.is_(None)
            )
        ).all()
        if names
        else []
    )
    told = {name: "这一户的申请由他办理,不能参加调查。" for _, name in accounts}
    told |= {
        name: "收到异议的人不能参加调查。"
        for number, name in accounts
        if number == objection.received_by_id
    }
    told |= dict.fromkeys(roster, "异议所涉农户不能参加调查。")
    if names:
        told[application.head_name] = "异议所涉农户不能参加调查。"
    told[objection.objector_name] = "提出异议的人不能参加调查。"
    household = application.household
    family = {*roster, application.head_name} if names else set()
    return Involved(
        barred={personal_names.compared(name): why for name, why in told.items() if name},
        surnames=frozenset(filter(None, map(personal_names.surname, family))),
        group=places.compared_group(household.group_name) if household else "",
    )
