"""Carrying a household through the real process: the right account fills in every form.

``file`` opens a case, ``complete`` does one task at the present moment of the clock, ``perform``
does an act that is no task, ``advance`` goes on from task to task and moves the clock where the
case only waits.  Every act is one transaction, as in the product.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.fields import DocumentsField
from forms.registry import TASK_FORMS
from forms.step_form import StepForm
from forms.submission import submit_begun
from models.account import Account
from models.application import Application
from models.database import Database
from models.programme import Programme
from models.role import Level, Role
from models.task import Task
from webapp.demo import acts
from webapp.demo.answers import Asked, answers_to
from webapp.demo.case_plan import CasePlan
from webapp.demo.press import Press
from webapp.demo.projects import DemoProjects
from webapp.files import uploads
from webapp.storage import Storage
from workflows import clock, engine, notice_sheets, rights, steps, worker
from workflows.actors import actor_of
from workflows.applications import open_case
from workflows.engine import Outcome
from workflows.errors import Forbidden
from workflows.papers import needed_papers
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.steps import locked_step

# Among outcomes without a reason the first goes on; these nodes need another.
FINDINGS_UNFOUNDED = "dismissed"
VISITS_BEFORE_REFUSAL = 2
LAST_INSPECTION = {"修缮加固": 1}
STAGES_OF_NEW_HOUSE = 3
SIDE_PROCESSES = frozenset({"refusal", "objection", "resettlement", "termination"})
# Pictures of one task are numbered from a multiple of this: stages of building go round in fours.
FIRST_OF_TASK = 4
PACE = dt.timedelta(hours=20)
# A house is not built in a few days (F30).
SLOW = {"declare_completion": dt.timedelta(days=16)}
# How often a signed paper comes back only after the step: those stay 待补纸质.
SHARE_LACKING = 0.06
Choose = Callable[[Task], str | None]


def first_picture(task: Task, visit: int) -> int:
    """The number of a task's first picture."""
    return FIRST_OF_TASK * task.id + visit


class NobodyMay(LookupError):
    """No account of the demo may do this task."""


class Driver:
    """Acts for every household it has filed; knows accounts by what they are granted."""

    def __init__(
        self,
        database: Database,
        runtime: Runtime,
        storage: Storage,
        press: Press | None = None,
    ) -> None:
        self.database, self.runtime, self.storage = database, runtime, storage
        self.press = press or Press(storage)
        self.cases: dict[int, CasePlan] = {}
        self.projects = DemoProjects(self)
        self.visits: Counter[tuple[int, str]] = Counter()
        self._performed: set[tuple[int, str, int]] = set()
        with database.read() as session:
            ids = session.scalars(
                select(Account.id).where(Account.is_active).order_by(Account.id)
            ).all()
            self.actors = [actor_of(session, account_id) for account_id in ids]
            rows = session.execute(select(Programme.plan, Programme.id)).all()
            self.programmes = {row.plan: row.id for row in rows}

    # --- one act each ---------------------------------------------------------------------------

    def file(self, case: CasePlan) -> int:
        """Open the case of a household; its first task, filing the application, is open then."""
        village = case.family.village_code
        clerk = self.holder(Role.VILLAGE_CLERK, village)
        with self.database.write() as session:
            step = open_case(
                session,
                self.runtime,
                clerk,
                programme_id=self.programmes[case.plan],
                village_code=village,
            )
            session.commit()
            application_id = step.application.id
        self.cases[application_id] = case
        return application_id

    def complete(self, task: Task, outcome: str | None = None) -> str:
        """Do an open task now; returns the outcome chosen. Raises InvalidForm and NobodyMay."""
        case = self.cases[task.application_id]
        self.projects.join(task, case)
        visit = self.visits[task.application_id, task.node_id]
        for actor in self._candidates(task, case):
            try:
                done = self._submit(task.id, actor, case, visit, outcome)
            except Forbidden:
                # A duty rule bars this one; a colleague takes it.
                continue
            self.visits[task.application_id, task.node_id] += 1
            return done
        raise NobodyMay(f"{task.node_id} ({task.role}, {task.area_code})")

    def perform(self, act: str, application_id: int) -> None:
        """Do an act that is no task: see ``webapp.demo.acts``."""
        case = self.cases[application_id]
        with self.database.write() as session:
            step = locked_step(session, self.runtime, self.actors[0], application_id)
            noticed = acts.open_turn(step)
            level = Level(noticed.level) if noticed is not None else Level.VILLAGE
            step.actor = self.holder(acts.role_for(act, level), case.family.village_code)
            step.handled_by = step.actor.name

            def keep(kind: str) -> int:
                upload = self.press.upload(case, act, kind, 0, 0, clock.local(clock.now()))
                return uploads.keep(session, step.actor, application_id, kind, upload).id

            acts.perform(act, step, case, keep)
            session.commit()

    def perform_planned(self, task: Task) -> str | None:
        """Do the act that the plan puts before this visit of ``task``, once; returns its name."""
        visit = self.visits[task.application_id, task.node_id]
        act = self.cases[task.application_id].acts.get((task.node_id, visit))
        key = (task.application_id, task.node_id, visit)
        if act is None or key in self._performed:
            return None
        self._performed.add(key)
        self.perform(act, task.application_id)
        return act

    def open_tasks(self, application_id: int) -> list[Task]:
        """The tasks of a case that somebody could do now, oldest first."""
        with self.database.read() as session:
            return list(
                session.scalars(
                    select(Task)
                    .where(Task.application_id == application_id, Task.status == "open")
                    .order_by(Task.id)
                )
            )

    # --- many acts ------------------------------------------------------------------------------

    def advance(
        self, application_id: int, *, until: str | None = None, choose: Choose | None = None
    ) -> list[Task]:
        """Go on until the task ``until`` is open, or the case has ended; returns the open tasks.

        ``choose(task)`` names the button; where it says None, the plan or the drawing's way on.
        While nothing is open the clock moves to the next timer of the case.
        """
        while True:
            worker.run_until_idle(self.database, self.runtime)
            tasks = self.open_tasks(application_id)
            if until is not None and any(task.node_id == until for task in tasks):
                return tasks
            if not tasks:
                if self._has_ended(application_id):
                    return []
                self._wait(application_id)
                continue
            # A side process first: the case itself may have to wait for it.
            task = min(tasks, key=lambda each: (each.process_id not in SIDE_PROCESSES, each.id))
            clock.set_offset(clock.offset() + SLOW.get(task.node_id, PACE))
            if self.perform_planned(task):
                continue
            self.complete(task, choose(task) if choose else None)

    def holder(self, role: Role, area: str) -> Actor:
        """The first account with ``role`` over ``area``. Raises NobodyMay."""
        for actor in self.actors:
            if rights.covers_village(actor, area, role) is not None:
                return actor
        raise NobodyMay(f"{role} {area}")

    def choose(self, task: Task, outcomes: Sequence[Outcome]) -> str:
        """The button the plan names for this visit, else the one that goes on."""
        case = self.cases[task.application_id]
        visit = self.visits[task.application_id, task.node_id]
        offered = [each.id for each in outcomes]
        planned = case.outcome_at(task.node_id, visit)
        if planned is not None:
            return planned
        if task.node_id == "inspect_site":
            earlier = sum(each == "finding" for each in case.outcomes.get("inspect_site", ()))
            last = LAST_INSPECTION.get(case.method, STAGES_OF_NEW_HOUSE)
            return "finish" if visit - earlier >= last else "continue"
        if task.node_id == "record_refusal_visit":
            return "establish" if visit >= VISITS_BEFORE_REFUSAL else "again"
        if task.node_id == "choose_method" and "large_household" in case.quirks:
            return "relax"
        if FINDINGS_UNFOUNDED in offered:
            return FINDINGS_UNFOUNDED
        return next((each.id for each in outcomes if not each.needs_reason), offered[0])

    # --- inside ---------------------------------------------------------------------------------

    def _submit(
        self, task_id: int, actor: Actor, case: CasePlan, visit: int, outcome: str | None
    ) -> str:
        with self.database.write() as session:
            self._put_on_sheet(session, actor, task_id)
            step = steps.begin(session, self.runtime, actor, task_id)
            task = step.task
            assert task is not None
            form = TASK_FORMS[task.form_key](None, step)
            chosen = outcome or self.choose(task, step.outcomes)
            form.outcome = chosen

            added: list[int] = []

            def upload(kind: str, count: int) -> list[int]:
                made = [
                    self._upload(session, actor, task, case, kind, visit, place)
                    for place in range(count)
                ]
                added.extend(made)
                return made

            answers = answers_to(Asked(form, step, case, chosen, visit, upload))
            added += self._signed_papers(session, actor, form, case, chosen, visit)
            if added:
                # The documents just added belong to the answers.
                step.__dict__.pop("documents", None)
            submit_begun(step, answers)
            session.commit()
            return chosen

    def _put_on_sheet(self, session: Session, actor: Actor, task_id: int) -> None:
        """What is posted today was put on a sheet today."""
        task = session.get_one(Task, task_id)
        if task.node_id == notice_sheets.POST and notice_sheets.is_waiting(session, task_id):
            notice_sheets.make(session, self.runtime, actor, [task_id], clock.today())

    def _signed_papers(
        self,
        session: Session,
        actor: Actor,
        form: StepForm,
        case: CasePlan,
        outcome: str,
        visit: int,
    ) -> list[int]:
        """Scans of the papers that the step needs and its form does not ask for; some come later.

        What the form itself asks for was uploaded with its answers.
        """
        step, task = form.step, form.step.task
        assert task is not None
        fields = (field for field in form if isinstance(field, DocumentsField))
        asked = {kind for field in fields for kind in field.kinds}
        needed = needed_papers(step.parameters, task.node_id, outcome)
        made = []
        for paper in needed:
            luck = Random(f"{case.number}/{task.node_id}/{visit}/{paper.key}").random()
            if paper.kind not in asked and luck >= SHARE_LACKING:
                made.append(self._upload(session, actor, task, case, paper.kind, visit, 0, task))
                step.papers_given.add(paper.kind)
        return made

    def _upload(
        self,
        session: Session,
        actor: Actor,
        task: Task,
        case: CasePlan,
        kind: str,
        visit: int,
        place: int,
        paper_of: Task | None = None,
    ) -> int:
        at, first = clock.local(clock.now()), first_picture(task, visit)
        upload = self.press.upload(case, task.node_id, kind, first, place, at)
        upload = replace(upload, filename=f"{kind}-{place + 1}.jpg")
        case_id = task.application_id
        return uploads.keep(session, actor, case_id, kind, upload, paper_of=paper_of).id

    def _candidates(self, task: Task, case: CasePlan) -> list[Actor]:
        """Accounts that may do ``task``; who comes first changes from case to case."""
        able = [actor for actor in self.actors if rights.may_do(actor, task) is not None]
        turn = case.number % len(able) if able else 0
        # Four eyes: approving and paying fall to different people of the same office.
        if task.node_id == "pay_subsidy" and able:
            turn = (turn + 1) % len(able)
        return able[turn:] + able[:turn]

    def _has_ended(self, application_id: int) -> bool:
        with self.database.read() as session:
            state = session.scalar(
                select(Application.state).where(Application.id == application_id)
            )
        return state == "ended"

    def _wait(self, application_id: int) -> None:
        """Move the clock to the next timer of the case."""
        instances = engine.process_instances
        with self.database.read() as session:
            due_at = session.scalar(
                select(instances.c.due_at)
                .where(
                    instances.c.application_id == application_id,
                    instances.c.status == "running",
                    instances.c.due_at.is_not(None),
                )
                .order_by(instances.c.due_at)
                .limit(1)
            )
        if due_at is None:
            if self.projects.hurry():
                return
            raise RuntimeError(f"case {application_id} waits for nobody and nothing")
        clock.set_now(max(due_at, clock.now()) + dt.timedelta(minutes=1))
