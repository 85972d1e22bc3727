"""A paper filled with what is known: what every template of ``templates/papers`` reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.household import Household, Person
from models.role import ROLE_LEVEL, Level, Role
from models.signing import Signed
from models.task import Task
from models.village import Filing
from webapp.cases.frame import CaseFrame
from webapp.cases.step_record import record_of
from workflows import clock
from workflows.authorities import (
    finance_bureau,
    renovation_office,
    township_government,
    villagers_committee,
)
from workflows.papers import Paper, Seal
from workflows.parameters import COMPLAINT_LINE, parameters_of
from workflows.personal_data import mask_id_number, mask_telephone

DEPARTMENTS = {
    Role.POVERTY_ALLEVIATION_OFFICE: "扶贫开发办公室",
    Role.CIVIL_AFFAIRS_BUREAU: "民政局",
    Role.DISABLED_PERSONS_FEDERATION: "残疾人联合会",
}
ISSUERS = {Level.VILLAGE: Seal.VILLAGE, Level.TOWNSHIP: Seal.TOWNSHIP, Level.COUNTY: Seal.OFFICE}


@dataclass
class Filled:
    """One paper of one step of one case; ``record`` is the step's row, None until it is done.

    Identity numbers and telephones are masked unless ``shows_numbers``.  ``complaint_line`` is
    the county's telephone for whoever disagrees or is asked for money (R11); empty if not set.
    """

    paper: Paper
    case: CaseFrame
    task: Task
    record: Any
    persons: Sequence[Person]
    signed: Signed | None
    shows_numbers: bool = False
    complaint_line: str = ""

    @property
    def title(self) -> str:
        """评议记录 · 王秀英."""
        return f"{self.paper.title} · {self.case.application.head_name or '新申请'}"

    @property
    def household(self) -> Household | None:
        """Where the household lives; None before the first form is in."""
        return self.case.application.household

    @property
    def home(self) -> str:
        """蘑菇气镇惠风川村二组12号; an address that names its village is not told it again."""
        case, household = self.case, self.household
        address = household.address if household else ""
        group = household.group_name if household else ""
        if address.startswith(case.village):
            return f"{case.township}{address}"
        return f"{case.township}{case.village}{'' if address.startswith(group) else group}{address}"

    @property
    def level(self) -> Level:
        """The level of the desk that issues the paper."""
        return ROLE_LEVEL[Role(self.task.role)]

    @property
    def issuer(self) -> str:
        """Whose paper it is: the name that stands over or under it."""
        if Role(self.task.role) in DEPARTMENTS:
            return self.seal_name(Seal.DEPARTMENT)
        return self.seal_name(ISSUERS[self.level])

    @property
    def committee(self) -> str:
        """惠风川村民委员会."""
        return self.seal_name(Seal.VILLAGE)

    @property
    def government(self) -> str:
        """蘑菇气镇人民政府."""
        return self.seal_name(Seal.TOWNSHIP)

    @property
    def office(self) -> str:
        """扎兰屯市农村危房改造办公室."""
        return self.seal_name(Seal.OFFICE)

    @cached_property
    def seals(self) -> list[str]:
        """Full names of those who seal the paper, in order."""
        return [self.seal_name(seal) for seal in self.paper.seals]

    def seal_name(self, seal: Seal) -> str:
        """The name that a seal bears here."""
        case = self.case
        if seal is Seal.VILLAGE:
            return villagers_committee(case.village)
        if seal is Seal.TOWNSHIP:
            return township_government(case.township)
        if seal is Seal.ISSUER:
            return self.issuer
        if seal is Seal.DEPARTMENT:
            return f"{case.county}{DEPARTMENTS.get(Role(self.task.role), '身份审核部门')}"
        name_of = finance_bureau if seal is Seal.FINANCE else renovation_office
        return name_of(case.county)

    def id_number(self, person: Person | None) -> str:
        """The identity number as this paper may show it."""
        if person is None:
            return ""
        return person.id_number if self.shows_numbers else mask_id_number(person.id_number)

    @property
    def telephone(self) -> str:
        """The household's telephone as this paper may show it."""
        number = self.household.telephone if self.household else ""
        return number if self.shows_numbers or not number else mask_telephone(number)


def fill(
    session: Session, case: CaseFrame, task: Task, paper: Paper, *, shows_numbers: bool
) -> Filled:
    """Read what the paper shows of every case: the step's own row, the roster, who signed how."""
    application = case.application
    record: Any = record_of(session, task) if task.status == "done" else None
    persons = session.scalars(
        select(Person)
        .where(Person.household_id == application.household_id, Person.left_on.is_(None))
        .order_by(Person.is_head.desc(), Person.id)
    ).all()
    signed: Signed | None = record if isinstance(record, Signed) and record.signing else None
    if signed is None and paper.by_household:
        signed = newest(session, Filing, application.id)
    parameters = parameters_of(session, application.programme, clock.today())
    line = parameters.get(COMPLAINT_LINE) or ""
    return Filled(paper, case, task, record, persons, signed, shows_numbers, line)


def newest(session: Session, table: Any, application_id: int) -> Any:
    """The last row that a kind of step wrote about the case, or None."""
    return session.scalar(
        select(table)
        .where(table.application_id == application_id)
        .order_by(table.id.desc())
        .limit(1)
    )
