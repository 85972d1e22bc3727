"""An office of the journeys, reached through real browsers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from models.role import ROLE_LEVEL, Level
from models.task import Task
from tests.browser.desk import PHONE_WIDTH, SCREEN_WIDTH, Desk
from tests.browser.server import Server
from tests.browser.sheet import Sheet
from tests.cast import username
from tests.journeys.office import COOKIE, Case, Office
from webapp.demo.case_plan import CasePlan

VILLAGERS = {username(role) for role, level in ROLE_LEVEL.items() if level is Level.VILLAGE}


@dataclass
class Town:
    """A served office, and everybody's browser."""

    office: Office
    chromium: Browser
    server: Server = field(init=False)
    desks: list[Desk] = field(default_factory=list)
    _owners: dict[str, Desk] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server = Server(self.office.app)

    def desk(self, who: str) -> Desk:
        """The browser of ``who``, logged in: a phone in the village, a screen elsewhere."""
        if who not in self._owners:
            self.give_desk(who)
        return self._owners[who]

    def give_desk(self, who: str, **options: Any) -> Desk:
        """A browser with ``options`` for ``who``, who has logged in."""
        self._owners[who] = self.window(_width_for(who), **options)
        self.sit_down(self._owners[who], who)
        return self._owners[who]

    def log_in(self, who: str) -> Desk:
        """A browser for ``who``, who types name and password."""
        self._owners[who] = self.window(_width_for(who))
        self._owners[who].log_in(who)
        return self._owners[who]

    def window(self, width: int = SCREEN_WIDTH, **options: Any) -> Desk:
        """A browser in which nobody is logged in; ``options`` are Playwright's of a context."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 740 if width < 500 else 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            # Scrolling that takes its time would have to be waited for.
            reduced_motion="reduce",
            **options,
        )
        self.desks.append(Desk(context, self.server.address))
        return self.desks[-1]

    def sit_down(self, desk: Desk, who: str) -> None:
        """Let ``who``, who logged in over HTTP, go on at ``desk``."""
        self.office.client(who)
        host = urlsplit(self.server.address).hostname or ""
        session = {"name": COOKIE, "value": self.office.cookies[who], "domain": host, "path": "/"}
        desk.context.add_cookies([session])  # type: ignore[list-item]

    def close(self) -> list[str]:
        """Close every window and the server; what went wrong in any of them."""
        faults = [fault for desk in self.desks for fault in desk.faults]
        for desk in self.desks:
            desk.context.close()
        self.server.stop()
        return faults

    def new_case(self, plan: CasePlan) -> SeenCase:
        """A case of which nothing is filed yet, to be seen at the screens of its people."""
        return SeenCase(self.office, plan, self.office.new_case(plan).id, town=self)


def _width_for(who: str) -> int:
    return PHONE_WIDTH if who in VILLAGERS else SCREEN_WIDTH


@dataclass
class SeenCase(Case):
    """One household's case, done at the screens of those who do it."""

    town: Town = field(kw_only=True)

    def send(self, *nodes: str) -> None:
        """Do tasks that other tests look at, without a screen."""
        unseen = Case(self.office, self.plan, self.id, self.visits)
        for node in nodes:
            unseen.complete(node)

    def complete(self, node: str, outcome: str = "", **answers: Any) -> Desk:  # type: ignore[override]
        """Do a task from the inbox to the sentence that says so; the desk it was done at."""
        task = self.task(node)
        if node == "post_notice":
            self.office.make_sheets(self.desk(task), [task.id])
        desk = self.open(task)
        outcome = outcome or self.onward(task)
        label = next(each.label for each in self.outcomes(task) if each.id == outcome)
        self.fill(node, outcome, **answers)
        assert desk.fits, f"{node} scrolls sideways when it is filled in"
        desk.press(label or "提交")
        desk.page.wait_for_url(lambda url: urlsplit(url).path != f"/tasks/{task.id}")
        said = f"已办结:{self.plan.family.head.name} · {task.name}"
        assert desk.flash.startswith(said + (f"({label})。" if label else "。")), desk.words
        self.visits[node] += 1
        self.office.work()
        return desk

    def fill(self, node: str, outcome: str, **answers: Any) -> None:
        """Answer the form that is open; ``answers`` replace what one would write."""
        task = self.task(node)
        told = self._told(task, outcome, token="")
        for name, value in answers.items():
            told.setlist(name, [str(value)])
        Sheet(self.town.desk(self.desk(task)).form).fill(told)

    def show(self, who: str, tab: str = "概况") -> Desk:
        """Open a tab of the case page at the desk of ``who``."""
        desk = self.town.desk(who)
        desk.open(f"/cases/{self.id}")
        desk.follow(tab)
        return desk

    def open(self, task: Task) -> Desk:
        """Open the task where the one who does it meets it: as the next step, else in the inbox."""
        desk = self.town.desk(self.desk(task))
        address = f"/tasks/{task.id}"
        if desk.path != address:
            link = desk.main.locator(f'a.name[href="{address}"]')
            if not link.count():
                desk.open("/")
            assert task.name in link.locator("xpath=ancestor::tr").inner_text()
            link.click()
        if desk.path.endswith("/pages"):
            desk.follow("在一页里填写")
        assert desk.heading.startswith(task.name), desk.heading
        return desk

    def _upload(self, task: Task, field_name: str, kind: str, token: str) -> str:
        return Sheet(self.town.desk(self.desk(task)).form).add_picture(field_name, kind)
