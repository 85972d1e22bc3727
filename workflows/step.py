"""The context of one act on a case, handed to forms, service tasks and decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from models.application import Application
from models.case_list import CaseList
from models.document import Document
from models.notice import NoticedHousehold, PublicNotice
from models.task import Task
from workflows import clock, working_days
from workflows.case_documents import serves
from workflows.engine import Advance, JsonScalar, Outcome, Run, Subject
from workflows.history import Entry
from workflows.parameters import parameters_of
from workflows.personal_data import mask_account
from workflows.rights import MACHINE, Actor, Authority
from workflows.runtime import Runtime

# Days that the step which sets them has on record itself.
MILESTONES = frozenset(
    {"reported_on", "identity_passed_on", "graded_on", "started_on", "completed_on"}
)
# And where the case stands.
NOT_FACTS = MILESTONES | {
    "state",
    "result",
    "ended_at",
    "stage",
    "history_length",
    "history_head",
    "household_id",
    "is_payee_pending",
    "open_holds",
    "duplicates_due_at",
    "project_id",
}
# Written with what is told already.
NOT_TOLD = MILESTONES | {"card_digest"}
_TURN = (
    select(NoticedHousehold, PublicNotice)
    .outerjoin(PublicNotice, PublicNotice.id == NoticedHousehold.notice_id)
    .where(NoticedHousehold.id == bindparam("b_turn"))
)
_DOCUMENTS = (
    select(Document)
    .where(serves(bindparam("b_application")), Document.replaced_by_id.is_(None))
    .order_by(Document.id)
)


@dataclass
class Step:
    """The context of one act, handed to forms, service tasks and decisions."""

    session: Session
    runtime: Runtime
    actor: Actor
    application: Application
    run: Run
    task: Task | None = None
    authority: Authority | None = None
    happened_on: dt.date = field(default_factory=clock.today)
    handled_by: str = ""
    outcome: str = ""
    comment: str = ""
    entries: list[Entry] = field(default_factory=list)
    started: list[tuple[int, Subject, Advance]] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    milestones_before: dict[str, Any] = field(default_factory=dict)
    # 在办件导入: the stamped list that proves a step typed for the post that did it on paper.
    statement: Document | None = None
    # Whether the case has steps entered afterwards that the office has not confirmed.
    has_unconfirmed_entries: bool = False
    # Facts that decisions of this step asked for and nobody knows.
    lacking: set[str] = field(default_factory=set)
    # Kinds of the signed papers that came back for this step.
    papers_given: set[str] = field(default_factory=set)
    # Whether a service task ran: then the world has heard of the step.
    has_served: bool = False
    # Rows this step has made: a session forgets what nobody holds, and would read it again.
    made: list[object] = field(default_factory=list)
    # The list by which the task is done, when it is not done singly.
    case_list: CaseList | None = None

    @property
    def subject(self) -> Subject:
        """What the process instance is about."""
        return self.run.subject

    @property
    def is_typed(self) -> bool:
        """Whether the actor only types what another post has signed on paper (代录)."""
        return self.authority is not None and self.authority.types

    @property
    def who(self) -> str:
        """The actor by name, and for whom."""
        holder = self.authority.holder if self.authority is not None else None
        if holder is not None:
            return f"{self.actor.name}代{holder.name}"
        return f"{self.actor.name}(代录)" if self.is_typed else self.actor.name

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The programme's parameters as valid today."""
        return parameters_of(self.session, self.application.programme, clock.today())

    @cached_property
    def calendar(self) -> Mapping[dt.date, bool]:
        """Days that differ from their weekday, day -> is it worked."""
        return working_days.exceptions(self.session)

    @cached_property
    def noticed(self) -> NoticedHousehold:
        """The household's turn on the board that this process is about; its sheet is read too."""
        row = self.session.execute(_TURN, {"b_turn": self.subject.id}).one()
        # Kept: a session forgets what nobody holds, and would read it again.
        self.made += filter(None, row)
        noticed: NoticedHousehold = row[0]
        return noticed

    @property
    def notice(self) -> PublicNotice:
        """The sheet that the household is on; only a household that is on one has it."""
        return self.session.get_one(PublicNotice, self.noticed.notice_id)

    @cached_property
    def documents(self) -> list[Document]:
        """The current documents of the case and those it shares with others, oldest first."""
        return list(self.session.scalars(_DOCUMENTS, {"b_application": self.application.id}))

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The ways out of this task, in the order of the drawing."""
        assert self.task is not None
        return self.run.definitions.outcomes(self.task.process_id, self.task.node_id)

    def note(self, kind: str, payload: dict[str, Any], *, by_machine: bool = True) -> None:
        """Put an act of this step on the record."""
        actor = MACHINE if by_machine else self.actor
        authority = None if by_machine else self.authority
        role = "" if authority is None else authority.role.value
        if authority is not None:
            payload |= authority.marks
        self.entries.append(
            Entry(
                kind=kind,
                actor=actor,
                payload=payload,
                happened_on=self.happened_on,
                actor_role=role,
                handled_by="" if by_machine else self.handled_by,
            )
        )


class Handlers:
    """What the engine calls back into while a process moves."""

    def __init__(self, step: Step) -> None:
        self.step = step

    def decide(self, decision_ref: str) -> dict[str, JsonScalar]:
        """Evaluate a decision table on the facts of the case and put it on the record."""
        return self.step.runtime.decide(self.step, decision_ref)

    def serve(self, topic: str) -> dict[str, JsonScalar] | None:
        """Run a service task."""
        self.step.has_served = True
        result = self.step.runtime.service_tasks[topic](self.step)
        return None if result is None else dict(result)


def facts_now(application: Application) -> dict[str, Any]:
    columns = inspect(application).mapper.column_attrs
    return {
        each.key: getattr(application, each.key) for each in columns if each.key not in NOT_FACTS
    }


def milestones_now(application: Application) -> dict[str, Any]:
    return {name: getattr(application, name) for name in MILESTONES}


def changes_of(step: Step) -> dict[str, list[Any]]:
    """Facts that this step changed, name -> [before, after]; accounts masked."""
    changes: dict[str, list[Any]] = {}
    for name, after in facts_now(step.application).items():
        before = step.before.get(name)
        if before == after or name in NOT_TOLD:
            continue
        if name == "card_number":
            changes["card"] = [mask_account(before or ""), mask_account(after or "")]
        else:
            changes[name] = [_plain(before), _plain(after)]
    return changes


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | None) else str(value)
