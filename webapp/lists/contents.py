"""What the page and the sheet of a list show: its rows with their households."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, contains_eager
from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.list_rows import asked, row_form
from forms.registry import TASK_FORMS
from models.account import Account
from models.application import Application
from models.case_list import ANSWERABLE, DONE, CaseList, CaseListRow
from models.document import Document
from models.household import Household, Person, is_head_of
from models.programme import Programme
from models.region import Region
from models.role import LABELS, Role
from models.task import Task
from workflows.engine import Outcome, process_instances
from workflows.personal_data import mask_id_number
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.taking_back import seems_possible


@dataclass
class Line:
    """One row of a list with the household it is about."""

    row: CaseListRow
    task: Task
    application: Application
    village: str
    group_name: str
    id_number: str
    # The engine's last step of this case's process that can be undone.
    undo_task: str | None

    def may_be_taken_back_by(self, actor: Actor) -> bool:
        """Whether ``actor`` may take the row back as far as one can see from here (取回)."""
        is_done = self.row.state == DONE
        return is_done and seems_possible(actor, self.application, self.task, self.undo_task)

    @property
    def is_answerable(self) -> bool:
        """Whether its answers can still be changed."""
        return self.row.state in ANSWERABLE

    @property
    def place(self) -> str:
        """惠风川村 二组."""
        return f"{self.village} {self.group_name}".strip()

    @cached_property
    def cells(self) -> Form:
        """The questions that differ from row to row, as answered."""
        prefix = f"r{self.row.id}-"
        typed = MultiDict[str, str]()
        for name, values in self.row.answers.items():
            typed.setlist(prefix + name, values)
        return row_form(self.task.form_key)(typed, prefix=prefix)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Names of the questions that this household is asked."""
        return asked(self.task.form_key, self.task, self.application)


@dataclass
class Contents:
    """A list with everything that its page shows around the form."""

    case_list: CaseList
    programme: Programme
    desk: str
    submitter: str
    lines: Sequence[Line]
    outcomes: Sequence[Outcome]
    papers: Sequence[Document]

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """(name, label) of the questions that some household is asked."""
        names = {name for line in self.lines for name in line.asked}
        ordered = TASK_FORMS[self.case_list.form_key].row_fields or ()
        return [
            (name, str(self.lines[0].cells[name].label.text)) for name in ordered if name in names
        ]

    @property
    def open_rows(self) -> list[CaseListRow]:
        """Rows that can still be answered."""
        return [line.row for line in self.lines if line.is_answerable]

    def label_of(self, outcome: str) -> str:
        """The button's word for an outcome."""
        found = next((each.label for each in self.outcomes if each.id == outcome), "")
        return found or "办结"


def contents_of(session: Session, runtime: Runtime, case_list: CaseList) -> Contents:
    """Rows, households and papers of a list in three statements."""
    desk, submitter = aliased(Region), aliased(Account)
    programme, place, name = session.execute(
        select(Programme, desk.name, submitter.display_name)
        .select_from(CaseList)
        .join(Programme, Programme.id == CaseList.programme_id)
        .join(desk, desk.code == CaseList.area_code)
        .outerjoin(submitter, submitter.id == CaseList.submitted_by_id)
        .where(CaseList.id == case_list.id)
    ).one()
    papers = session.scalars(
        select(Document)
        .where(Document.list_id == case_list.id, Document.replaced_by_id.is_(None))
        .order_by(Document.id)
    ).all()
    return Contents(
        case_list=case_list,
        programme=programme,
        desk=f"{place} {LABELS[Role(case_list.role)]}",
        submitter=name or "",
        lines=_lines(session, case_list),
        outcomes=runtime.library.current.outcomes(case_list.process_id, case_list.node_id),
        papers=papers,
    )


def _lines(session: Session, case_list: CaseList) -> list[Line]:
    rows = session.execute(
        select(
            CaseListRow,
            Task,
            Application,
            Region.name,
            Household.group_name,
            Person.id_number,
            process_instances.c.undo_task,
        )
        .join(Task, Task.id == CaseListRow.task_id)
        .join(process_instances, process_instances.c.id == Task.instance_id)
        .join(Application, Application.id == CaseListRow.application_id)
        .join(Application.programme)
        .join(Region, Region.code == Application.village_code)
        .outerjoin(Household, Household.id == Application.household_id)
        .outerjoin(Person, is_head_of(Household.id))
        .options(contains_eager(Application.programme))
        .where(CaseListRow.list_id == case_list.id)
        .order_by(CaseListRow.position)
    )
    return [
        Line(row, task, application, village, group or "", mask_id_number(number or ""), undo)
        for row, task, application, village, group, number, undo in rows
    ]


def typed_rows(contents: Contents, sent: MultiDict[str, str]) -> list[str]:
    """Take what was typed for each row that is not done; returns faults in words.

    A row of which nothing was sent stays as it is.
    """
    known = {each.id for each in contents.outcomes}
    faults = []
    for line in contents.lines:
        prefix = f"r{line.row.id}-"
        if not line.is_answerable or f"{prefix}outcome" not in sent:
            continue
        outcome, comment = sent[f"{prefix}outcome"], sent.get(f"{prefix}comment", "").strip()
        if outcome not in known:
            faults.append(f"{line.application.head_name}:请从给出的结果里选择。")
            continue
        if len(comment) > LONGEST_COMMENT:
            faults.append(f"{line.application.head_name}:原因最多 {LONGEST_COMMENT} 个字。")
            continue
        line.row.outcome, line.row.comment = outcome, comment
        line.row.answers = _cells_of(line, sent, prefix)
        line.__dict__.pop("cells", None)
    return faults


LONGEST_COMMENT = 2000
LONGEST_CELL = 200


def _cells_of(line: Line, sent: MultiDict[str, str], prefix: str) -> dict[str, Any]:
    answers = {}
    for name in line.asked:
        values = [each.strip()[:LONGEST_CELL] for each in sent.getlist(prefix + name)]
        if any(values):
            answers[name] = values
    return answers
