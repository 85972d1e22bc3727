"""A case put into one stage of the drawings, so that a form's step can be done for real."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from forms.registry import TASK_FORMS
from forms.step_form import StepForm
from forms.submission import InvalidForm, open_form, submit
from models.application import Application
from models.document import Document
from models.history import HistoryEntry
from models.household import House, Household
from models.programme import Programme
from models.role import Role
from models.task import Task
from tests.cast import VILLAGE, Cast
from workflows import clock, notice_sheets, steps
from workflows.engine import Library, Subject, process_instances
from workflows.errors import Invalid
from workflows.rights import MACHINE
from workflows.runtime import Runtime
from workflows.startup import data_directory, load_runtime
from workflows.steps import Step

PAPERS = ["户籍证明", "扶贫办证明原件", "扶贫办证明复印件"]
PHOTOS = ["危房照片-固定参照物", "危房照片-户主正面肖像"]


@cache
def shipped_runtime() -> Runtime:
    """The drawings and tables that ship; forms of other stages need not exist."""
    drawn = Library.from_directory(data_directory()).current.user_tasks()
    keys = frozenset(TASK_FORMS) | {task.form_key for task in drawn}
    return load_runtime(form_keys=keys, digest_key=b"digest key of the tests")


@dataclass
class Stage:
    """One case whose process is the given drawing."""

    session: Session
    people: Cast
    application: Application

    @property
    def runtime(self) -> Runtime:
        return shipped_runtime()

    def start(self, process_id: str, subject: Subject | None = None, **data: Any) -> None:
        """Start a drawing for the case, without the stages that come before it."""
        number = self.application.id
        step = Step(self.session, self.runtime, MACHINE, self.application, cast(Any, None))
        steps.start_process(
            step, process_id, subject or Subject("application", number, number), data
        )
        steps.record_act(step)

    def leave(self) -> None:
        """Put the stage that has ended behind the case, as the top level would."""
        self.application.state = "open"
        self.session.execute(
            update(process_instances)
            .where(process_instances.c.application_id == self.application.id)
            .values(subject_kind="earlier stage")
        )

    def task(self, node_id: str) -> Task:
        """The open task of a node."""
        return self.session.scalars(
            select(Task).where(Task.node_id == node_id, Task.status == "open")
        ).one()

    def open_tasks(self) -> set[str]:
        """Nodes of the tasks that are open."""
        return set(self.session.scalars(select(Task.node_id).where(Task.status == "open")))

    def form(self, node_id: str) -> Any:
        """The form of an open task, as it is first shown."""
        task = self.task(node_id)
        return open_form(self.session, self.runtime, self._actor(task), task.id)

    def submit(self, node_id: str, outcome: str = "done", **answers: Any) -> Step:
        """Do a task as the one whose role it is; ``handled_by`` and day are filled in."""
        task = self.task(node_id)
        if node_id == "post_notice" and not {"happened_on", "late_mark"} & answers.keys():
            self.put_on_sheet(task)
        common = {"handled_by": "王岚", "happened_on": clock.today().isoformat()}
        given = MultiDict({**common, "outcome": outcome, **answers})
        return submit(self.session, self.runtime, self._actor(task), task.id, given)

    def put_on_sheet(self, task: Task) -> None:
        """Make the sheet of a household that is to be posted today, unless it is on one."""
        with contextlib.suppress(Invalid):
            notice_sheets.make(
                self.session, self.runtime, self._actor(task), [task.id], clock.today()
            )

    def errors(self, node_id: str, outcome: str = "done", **answers: Any) -> dict[str, Any]:
        """What the form refuses, by field; fails when it refuses nothing."""
        try:
            self.submit(node_id, outcome, **answers)
        except InvalidForm as refused:
            form: StepForm = refused.form
            return form.errors
        raise AssertionError("the form was accepted")

    def upload(self, *kinds: str) -> list[int]:
        """Documents of the case, each with a content of its own; returns their numbers."""
        rows = [
            Document(
                application_id=self.application.id,
                kind=kind,
                filename=f"{kind}.jpg",
                content_type="image/jpeg",
                size=1000,
                sha256=uuid4().hex * 2,
                uploaded_by_id=self.people.account_id(Role.VILLAGE_CLERK),
                uploaded_at=clock.now(),
            )
            for kind in kinds
        ]
        self.session.add_all(rows)
        self.session.flush()
        return [row.id for row in rows]

    def last(self, model: type[Any]) -> Any:
        """The newest row of a table."""
        return self.session.scalars(select(model).order_by(model.id.desc())).first()

    def deliver(self, message: str, **payload: Any) -> None:
        """Hand a message to the case's own process."""
        instance_id = self.session.execute(
            select(process_instances.c.id).where(
                process_instances.c.subject_kind == "application",
                process_instances.c.application_id == self.application.id,
            )
        ).scalar_one()
        steps.deliver(
            self.session, self.runtime, instance_id, message, payload, happened_on=clock.today()
        )

    def record(self, kind: str) -> list[dict[str, Any]]:
        """Payloads of the case's record, oldest first."""
        rows = self.session.scalars(
            select(HistoryEntry)
            .where(HistoryEntry.application_id == self.application.id, HistoryEntry.kind == kind)
            .order_by(HistoryEntry.seq)
        )
        return [row.payload for row in rows]

    def _actor(self, task: Task) -> Any:
        foreign = task.organisation_id == self.people.other_agency_id
        return self.people.actor(self.session, Role(task.role), foreign=foreign)


def new_application(session: Session, people: Cast, plan: str = "A", **facts: Any) -> Application:
    """A filed case with a house, complete but for its photographs."""
    household = Household(village_code=VILLAGE, address="惠风川村二组", telephone="13847001234")
    session.add(household)
    session.flush()
    if facts.get("dwelling") != "无房":
        session.add(
            House(
                household_id=household.id,
                structure="土木结构",
                built_year=1986,
                area_m2=Decimal("48.00"),
                rooms=3,
            )
        )
    told: dict[str, Any] = {
        "head_name": "敖登高娃",
        "household_size": 3,
        "identities": ["建档立卡"] if plan == "A" else ["低保"],
        "hukou": "农业",
        "long_term_rural": True,
        "dwelling": "唯一住房",
        "hukou_statement": "全家户口在惠风川村二组。",
        "income_statement": "种地为主,年收入一万二千元。",
        "danger_statement": "后墙开裂,屋顶漏雨。",
        "wish_statement": "自愿改造。",
        "signing": "本人签字",
        "papers": PAPERS if plan == "A" else ["户籍证明", "低保证原件", "低保证复印件"],
        "filed_on": dt.date(2019, 1, 10),
    }
    application = Application(
        programme=session.get_one(Programme, people.programmes[plan]),
        household=household,
        village_code=VILLAGE,
        opened_by_id=people.account_id(Role.VILLAGE_CLERK),
        opened_at=clock.now(),
        **(told | facts),
    )
    session.add(application)
    session.flush()
    return application
