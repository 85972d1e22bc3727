"""Many households of one village, taken through the process without a page for each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from models.case_list import CaseList, CaseListRow
from models.task import Task
from tests.journeys.office import Office, Page
from tests.journeys.plans import plan_of
from tests.pictures import blank, photo
from webapp.demo.case_plan import CasePlan
from webapp.demo.driver import Driver
from webapp.demo.press import Press, stored
from webapp.files.uploads import Upload
from webapp.storage import FileStorage

# What a clerk writes down of a meeting, and the papers of it.
MEETING = {
    "meeting_kind": "村民代表大会",
    "place": "村委会会议室",
    "chair": "白音",
    "minute_taker": "孙文书",
    "due_count": 30,
    "present_count": 24,
}
VOTES = {"in_favour": 20, "against": 3, "abstained": 1}
PAPERS = ("民主评议签到表", "民主评议会议记录")


class PlainPress(Press):
    """Files that differ and nothing else: nobody looks at the pictures here."""

    def upload(
        self, case: CasePlan, node: str, kind: str, first: int, place: int, at: Any
    ) -> Upload:
        picture = blank(f"{case.number} {node} {kind} {first} {place}")
        return stored(picture, f"{kind}.png", self.storage)


@dataclass
class Village:
    """``cases`` are the numbers of its cases, all in the same state of the process."""

    office: Office
    cases: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        storage = FileStorage(self.office.storage, wait_for_disk=False)
        self.driver = Driver(
            self.office.database, self.office.runtime, storage, PlainPress(storage)
        )

    def settle(self, count: int, **differs: object) -> None:
        """File ``count`` more households."""
        first = len(self.cases) + 1
        for number in range(first, first + count):
            self.cases.append(self.driver.file(plan_of(number, **differs)))

    def singly_until(self, node: str) -> None:
        """Let every office do, one by one, what is open, until ``node`` is open in every case."""
        for _ in range(100):
            self.office.work()
            tasks = [task for task in self.open_tasks() if task.node_id != node]
            if not tasks and self.open_tasks():
                return
            if not tasks:
                self.office.pass_days(1)
            for task in tasks:
                self.driver.complete(task)
        raise AssertionError(f"{node} never opened")

    def open_tasks(self, node: str = "") -> list[Task]:
        """What is open in these cases, oldest first."""
        with self.office.database.read() as session:
            query = select(Task).where(Task.application_id.in_(self.cases), Task.status == "open")
            if node:
                query = query.where(Task.node_id == node)
            return list(session.scalars(query.order_by(Task.id)))

    def done_tasks(self, case: int) -> list[Task]:
        """What was done in one case, oldest first."""
        with self.office.database.read() as session:
            query = select(Task).where(Task.application_id == case, Task.status == "done")
            return list(session.scalars(query.order_by(Task.id)))

    def wait_for(self, node: str) -> None:
        """Let days go by until ``node`` is open in every case."""
        for _ in range(30):
            if len(self.open_tasks(node)) == len(self.cases):
                return
            self.office.pass_days(1)
        raise AssertionError(f"{node} never opened: {self.open_tasks()}")


@dataclass
class ListOf:
    """One list at the browser of ``who``."""

    office: Office
    who: str
    id: int

    @classmethod
    def of_step(cls, office: Office, who: str, node: str) -> ListOf:
        """The list of everything that waits for ``who`` at ``node``, made from the inbox."""
        inbox = office.get(who, f"/?step={node}")
        sent = {**inbox.form("/lists").values, "all": "1"}
        return cls._made(office, who, office.post(who, "/lists", sent))

    @classmethod
    def of_tasks(cls, office: Office, who: str, tasks: Sequence[int]) -> ListOf:
        """The list of ticked tasks."""
        sent = MultiDict([("csrf_token", office.token(who)), *(("task", str(t)) for t in tasks)])
        return cls._made(office, who, office.post(who, "/lists", sent))

    @classmethod
    def _made(cls, office: Office, who: str, page: Page) -> ListOf:
        assert page.status == 303, page.words
        return cls(office, who, int(page.location.rsplit("/", 1)[1]))

    @property
    def path(self) -> str:
        """Its address."""
        return f"/lists/{self.id}"

    @property
    def page(self) -> Page:
        """Its page."""
        return self.office.get(self.who, self.path)

    @property
    def values(self) -> MultiDict[str, str]:
        """What its form holds, untouched."""
        return MultiDict(self.page.form(self.path).values)

    @property
    def case_list(self) -> CaseList:
        """Its row."""
        with self.office.database.read() as session:
            return session.get_one(CaseList, self.id)

    @property
    def rows(self) -> list[CaseListRow]:
        """Its rows, in order."""
        with self.office.database.read() as session:
            return list(
                session.scalars(
                    select(CaseListRow)
                    .where(CaseListRow.list_id == self.id)
                    .order_by(CaseListRow.position)
                )
            )

    def kinds(self, field_name: str) -> tuple[str, ...]:
        """What the page asks to be uploaded there."""
        options = self.page.tree.xpath(f"//select[@name='{field_name}-kind']/option/text()")
        return tuple(options) or ("",)

    def upload(self, field_name: str, *kinds: str) -> list[str]:
        """Papers of the whole list, sent as the page's script does; their numbers."""
        numbers = []
        for kind in kinds:
            self.office.pictures += 1
            content = photo(f"{kind} {self.office.pictures}")
            page = self.office.send(
                self.office.client(self.who),
                f"{self.path}/documents?field={field_name}",
                {
                    "csrf_token": self.office.token(self.who),
                    f"{field_name}-kind": kind,
                    f"{field_name}-file": (io.BytesIO(content), "扫描件.jpg"),
                },
                X_Fragment="1",
            )
            assert page.status == 200, page.text
            numbers += page.tree.xpath(f"//input[@name='{field_name}']/@value")
        return numbers

    def filled(self, every: dict[str, Any] | None = None, **shared: Any) -> MultiDict[str, str]:
        """The form with ``shared`` answers, and ``every`` row's cells."""
        sent = self.values
        for name, value in shared.items():
            sent.setlist(name, value if isinstance(value, list) else [str(value)])
        for row in self.rows:
            for name, value in (every or {}).items():
                sent[f"r{row.id}-{name}"] = str(value(row) if callable(value) else value)
        return sent

    def post(self, act: str, sent: MultiDict[str, str]) -> Page:
        """Press a button."""
        sent = MultiDict(sent)
        sent["act"] = act
        return self.office.post(self.who, self.path, sent)

    def do(self, every: dict[str, Any] | None = None, **shared: Any) -> None:
        """Fill in, send off and let the worker do it all."""
        page = self.post("submit", self.filled(every, **shared))
        assert page.status == 303, page.complaints
        self.office.work()
        refused = [row.message for row in self.rows if row.state != "done"]
        assert refused == [], refused[:3]
