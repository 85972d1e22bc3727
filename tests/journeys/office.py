"""The offices of the test county, each at a browser: pages are read and sent as a browser does.

Nothing is done behind the pages' back: log-in, inbox, form, upload and button all go over HTTP.
Only what a person would write into a form comes from the demo's answers, and whoever went through
the log-in page once finds the door open in later journeys (``tests.logins``).
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from forms.list_rows import complete_row
from forms.registry import TASK_FORMS
from forms.submission import open_form
from models.account import Account
from models.application import Application
from models.database import Database
from models.household import Person
from models.role import Role
from models.task import Task
from tests import logins
from tests.cast import PASSWORD, VILLAGE, Cast, username
from tests.keys import key_file
from tests.pictures import photo
from tests.servers import server_of
from webapp.config import Config, PasswordCost, Throttle
from webapp.demo.answers import Asked, answers_to
from webapp.demo.case_plan import CasePlan
from webapp.worker_jobs import JOBS
from workflows import clock
from workflows.actors import actor_of
from workflows.applications import open_case
from workflows.engine import Outcome
from workflows.runtime import Runtime
from workflows.startup import load_runtime
from workflows.worker import run_until_idle

HOST, COOKIE = "anju.test", "anju_session"
SITE = f"https://{HOST}"
GROUNDS = {"reason_class": "死亡", "reason": "户主三月初去世,家里正在办后事。"}
JPEG = photo("journeys")
TASK_LINK = re.compile(r"/tasks/(\d+)(?:[?#].*)?")
UPLOAD = re.compile(r"(/tasks/\d+/documents\?field=\w+|/tasks/\d+/signed/\w+)")
DIGEST_KEY = "the digest key of the journeys 5hQ2"
# More steps and days than any case needs.
PATIENCE = 100
# Where a task has several ways on, the one that leads to the end.
ONWARD = {
    "inspect_site": "finish",
    "record_refusal_visit": "establish",
    "urge_supplement": "extend",
}


@cache
def shipped_runtime() -> Runtime:
    """Drawings, tables and forms as they ship, loaded once for the whole run."""
    return load_runtime(form_keys=frozenset(TASK_FORMS), digest_key=DIGEST_KEY.encode())


class Page:
    """One answer of the server, as a reader sees it."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        self.headers = response.headers
        self._response = response

    @cached_property
    def text(self) -> str:
        """The page as it was sent."""
        return self._response.get_data(as_text=True)

    @cached_property
    def tree(self) -> Any:
        """The parsed page."""
        assert self.text.strip(), f"an empty page ({self.status})"
        return html.fromstring(self.text)

    @property
    def words(self) -> str:
        """What stands on the page, in one line."""
        return " ".join(self.tree.text_content().split())

    @property
    def task_links(self) -> list[int]:
        """Tasks that the page links to, in their order."""
        found = (TASK_LINK.fullmatch(link) for link in self.tree.xpath("//a/@href"))
        return list(dict.fromkeys(int(match[1]) for match in found if match))

    def form(self, posts_to: str) -> Sheet:
        """The form that is sent to the address ``posts_to``; one without address, to its page."""
        for form in self.tree.xpath("//main//form[@method='post']"):
            if form.get("action", posts_to) == posts_to:
                return Sheet(form)
        raise AssertionError(f"no form for {posts_to} on a page with status {self.status}")

    @property
    def complaints(self) -> str:
        """The sentences at the head of a page that was refused."""
        marked = self.tree.xpath("//*[@role='alert']")
        return " ".join(" ".join(each.text_content().split()) for each in marked)


class Sheet:
    """A form on a page: its inputs with what stands in them."""

    def __init__(self, form: Any) -> None:
        self._form = form

    @property
    def values(self) -> dict[str, list[str]]:
        """What a browser would send of the form untouched, without the button."""
        sent: dict[str, list[str]] = {}
        for name, value in self._form.form_values():
            sent.setdefault(name, []).append(value)
        return sent

    @property
    def token(self) -> str:
        """The CSRF token."""
        return self.values["csrf_token"][0]

    @property
    def names(self) -> set[str]:
        """Names of every input, also of those with nothing chosen."""
        return {each.name for each in self._form.inputs if each.name} | set(self._form.fields)

    @property
    def uploads(self) -> set[str]:
        """Names of the questions to which pictures can be added."""
        files = self._form.xpath(".//input[@type='file']/@name")
        return {name.removesuffix("-file") for name in files}

    @property
    def buttons(self) -> dict[str, str]:
        """outcome -> label of the buttons that send the form."""
        buttons = self._form.xpath(".//button[@name='outcome']")
        return {each.get("value"): " ".join(each.text_content().split()) for each in buttons}


@dataclass
class Office:
    """One server and everybody who works with it."""

    database: Database
    people: Cast
    storage: Path
    runtime: Runtime = field(default_factory=shipped_runtime)
    app: Flask = field(init=False)
    walked: set[str] = field(default_factory=set)
    pictures: int = 0
    _clients: dict[str, FlaskClient] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        config = Config(
            database_url="postgresql://handed-in",
            secret_key="Zk3-vv81-qRt0-LmX7-pp92-Wd5s-uJ6e",
            digest_key=DIGEST_KEY,
            storage_dir=self.storage,
            key_file=key_file(self.storage),
            password_cost=PasswordCost(rounds=1, memory_kib=8, lanes=1),
            throttle=Throttle(),
        )
        self.app = server_of(config, self.database, self.runtime)

    # --- at the browser -------------------------------------------------------------------------

    def client(self, who: str) -> FlaskClient:
        """The browser of ``who``, logged in."""
        if who not in self._clients:
            client = self.stranger()
            if not logins.enter(client, who, SITE):
                client = self.log_in(who)
                logins.remember(client, who, SITE)
            self._clients[who] = client
        return self._clients[who]

    def log_in(self, who: str, password: str = PASSWORD) -> FlaskClient:
        """A new browser that went through the log-in page."""
        client = self.stranger()
        sheet = Page(client.get("/login", base_url=SITE)).form("/login")
        answers = {"username": who, "password": password, "csrf_token": sheet.token}
        answer = self.send(client, "/login", answers)
        assert answer.status == 303, answer.words
        return client

    def token(self, who: str) -> str:
        """The token of somebody's session, from a page that everybody may open."""
        if who not in self._tokens:
            path = "/account/password"
            self._tokens[who] = self.get(who, path).form(path).token
        return self._tokens[who]

    @property
    def cookies(self) -> dict[str, str]:
        """The session cookie of everybody who is logged in."""
        found = {who: client.get_cookie(COOKIE, HOST) for who, client in self._clients.items()}
        return {who: cookie.value for who, cookie in found.items() if cookie is not None}

    def take_cookies(self, cookies: Mapping[str, str]) -> None:
        """Go on with the browsers of an office that had the same accounts."""
        for who, value in cookies.items():
            self._clients[who] = self.stranger()
            self._clients[who].set_cookie(COOKIE, value, domain=HOST, secure=True)

    def forget(self, who: str) -> None:
        """Close somebody's browser."""
        self._clients.pop(who, None)
        self._tokens.pop(who, None)

    def stranger(self) -> FlaskClient:
        """A browser in which nobody is logged in."""
        return self.app.test_client()

    def get(self, who: str, path: str) -> Page:
        """Open a page."""
        return Page(self.client(who).get(path, base_url=SITE))

    def post(self, who: str, path: str, data: Mapping[str, Any] | MultiDict[str, Any]) -> Page:
        """Send a form, with the token of the page in it."""
        return self.send(self.client(who), path, data)

    @staticmethod
    def send(
        client: FlaskClient,
        path: str,
        data: Mapping[str, Any] | MultiDict[str, Any],
        **headers: str,
    ) -> Page:
        """Send ``data`` to ``path`` as a page of this site does."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Page(
            client.post(path, base_url=SITE, data=data, headers={"Referer": f"{SITE}/", **named})
        )

    # --- time -----------------------------------------------------------------------------------

    def work(self) -> int:
        """Let the worker do what is due."""
        return run_until_idle(self.database, self.runtime, complete_row=complete_row, jobs=JOBS)

    def make_sheets(self, who: str, tasks: Sequence[int]) -> str:
        """Put the households of these postings on one sheet for today; its address."""
        sent = MultiDict([("csrf_token", self.token(who)), *(("task", str(t)) for t in tasks)])
        sent["planned_on"] = clock.today().isoformat()
        return self.post(who, "/notice-lists", sent).location

    def pass_days(self, days: int) -> None:
        """Let some days go by, with the worker at work."""
        clock.set_offset(clock.offset() + dt.timedelta(days=days))
        self.work()

    # --- cases ----------------------------------------------------------------------------------

    def new_case(self, plan: CasePlan, village: str = VILLAGE) -> Case:
        """A case of which nothing is filed yet; how one comes about has journeys of its own."""
        with self.database.write() as session:
            opened = open_case(
                session,
                self.runtime,
                self.people.actor(session, Role.VILLAGE_CLERK),
                programme_id=self.people.programmes[plan.plan],
                village_code=village,
            )
            session.commit()
            return Case(self, plan, opened.application.id)


@dataclass
class Case:
    """One household's case, driven through the pages."""

    office: Office
    plan: CasePlan
    id: int
    visits: Counter[str] = field(default_factory=Counter)

    # --- what is the matter ---------------------------------------------------------------------

    @property
    def application(self) -> Application:
        """The case row as it stands."""
        with self.office.database.read() as session:
            return session.get_one(Application, self.id)

    @property
    def tasks(self) -> list[Task]:
        """Every task that the case ever had, oldest first."""
        with self.office.database.read() as session:
            return list(
                session.scalars(
                    select(Task).where(Task.application_id == self.id).order_by(Task.id)
                )
            )

    @property
    def open_tasks(self) -> dict[str, Task]:
        """node -> open task."""
        return {task.node_id: task for task in self.tasks if task.status == "open"}

    def task(self, node: str) -> Task:
        """The open task of ``node``."""
        found = self.open_tasks
        assert node in found, f"{node} is not open, but {sorted(found)}"
        return found[node]

    def who(self, node: str) -> str:
        """The user name of the one at home whose desk the task is on."""
        return self.desk(self.task(node))

    def desk(self, task: Task) -> str:
        """The user name of the one who may do ``task``."""
        is_other = task.organisation_id == self.office.people.other_agency_id
        return username(Role(task.role), foreign=is_other)

    # --- doing it -------------------------------------------------------------------------------

    def do(self, node: str, outcome: str = "", **answers: Any) -> Page:
        """Do a task from the inbox on; ``answers`` replace what one would write.

        Returns the page to which the act leads.
        """
        task = self.task(node)
        inbox = self.office.get(self.desk(task), "/")
        assert task.id in inbox.task_links, f"{node} is not in the inbox of {self.desk(task)}"
        page = self.complete(node, outcome, **answers)
        done = self.office.get(self.desk(task), page.location)
        assert done.status == 302, done.words
        return done

    def complete(self, node: str, outcome: str = "", **answers: Any) -> Page:
        """Fill in the form of a task and press the button."""
        task = self.task(node)
        sent = self.filled(node, outcome, **answers)
        page = self.office.post(self.desk(task), f"/tasks/{task.id}", sent)
        assert page.status == 303, f"{node} {sent['outcome']}: {page.status} {page.complaints}"
        self.visits[node] += 1
        self.office.walked.add(f"{task.process_id}.{node}:{sent['outcome']}")
        self.office.work()
        return page

    def refused(self, node: str, outcome: str = "", **answers: Any) -> str:
        """Send a task's form that must be refused; the sentences beside its fields."""
        task = self.task(node)
        sent = self.filled(node, outcome, **answers)
        page = self.office.post(self.desk(task), f"/tasks/{task.id}", sent)
        assert page.status == 422, f"{page.status} {page.location}"
        assert self.task(node).id == task.id
        return page.complaints

    def filled(self, node: str, outcome: str = "", **answers: Any) -> MultiDict[str, str]:
        """What the browser sends when the page is filled in; pictures are uploaded on the way."""
        task = self.task(node)
        who, path = self.desk(task), f"/tasks/{task.id}"
        if node == "post_notice" and not {"happened_on", "late_mark"} & answers.keys():
            self.office.make_sheets(who, [task.id])
        page = self.office.get(who, f"{path}?whole=1")
        assert page.status == 200, page.words
        leads = page.tree.xpath("//@data-upload | //button[@formenctype]/@formaction")
        assert all(UPLOAD.fullmatch(each) for each in leads), leads
        sheet = page.form(path)
        outcome = outcome or self.onward(task)
        assert outcome in sheet.buttons, f"{node} has no button {outcome}"
        sent = MultiDict(sheet.values)
        told = self._told(task, outcome, sheet.token)
        for name in told:
            # A page without documents has no boxes yet: the upload brings them.
            is_new = name in sheet.uploads or re.match(r"members-\d+-", name)
            assert name in sheet.names or is_new, f"no input {name}"
            sent.setlist(name, told.getlist(name))
        for name, value in answers.items():
            if value is None:
                sent.poplist(name)
            else:
                sent.setlist(name, as_sent(value))
        sent["outcome"] = outcome
        return sent

    def onward(self, task: Task) -> str:
        """The outcome by which the case goes on."""
        if task.node_id in ONWARD:
            return ONWARD[task.node_id]
        return self.outcomes(task)[0].id

    def outcomes(self, task: Task) -> tuple[Outcome, ...]:
        """The ways out of a task."""
        return self.office.runtime.library.current.outcomes(task.process_id, task.node_id)

    def upload(self, node: str, field_name: str, kind: str, token: str = "") -> str:
        """Upload a picture from inside a task's form; the number of the document."""
        task = self.task(node)
        who, path = self.desk(task), f"/tasks/{task.id}"
        token = token or self.office.get(who, path).form(path).token
        return self._upload(task, field_name, kind, token)

    def advance_to(self, *nodes: str, leave: Sequence[str] = (), **plan: str) -> Case:
        """Let everybody do what lies on their desk until one of ``nodes`` is open.

        ``plan`` names buttons by node; tasks in ``leave`` stay where they are.
        """
        for _ in range(PATIENCE):
            if set(nodes) & set(self.open_tasks):
                return self
            self.go_on(leave, plan)
        raise AssertionError(f"{nodes} never opened: {sorted(self.open_tasks)}")

    def finish(self, **plan: str) -> Case:
        """Let everybody do what lies on their desk until the case has ended."""
        for _ in range(PATIENCE):
            if self.application.state == "ended":
                return self
            self.go_on((), plan)
        raise AssertionError(f"the case never ended: {sorted(self.open_tasks)}")

    def go_on(self, leave: Sequence[str] = (), plan: Mapping[str, str] | None = None) -> None:
        """One thing happens: the oldest open task is done, or a day goes by."""
        tasks = [task.node_id for task in self.open_tasks.values() if task.node_id not in leave]
        if tasks:
            self.complete(tasks[0], (plan or {}).get(tasks[0], ""))
        else:
            self.office.pass_days(1)

    def wait_for(self, node: str) -> None:
        """Let days go by until ``node`` is open."""
        for _ in range(20):
            if node in self.open_tasks:
                return
            self.office.pass_days(1)
        raise AssertionError(f"{node} never opened: {sorted(self.open_tasks)}")

    def act(self, who: str, address: str, **answers: Any) -> Page:
        """Fill in the page of an act that is no task, such as ``withdrawal``."""
        path = f"/cases/{self.id}/{address}"
        sheet = self.office.get(who, path).form(path)
        page = self.office.post(who, path, {**sheet.values, **answers})
        self.office.work()
        return page

    def object(self, who: str, **answers: Any) -> None:
        """Register an objection against the open notice."""
        told = {"content": "这户在镇里有楼房。", "objector_name": "宋玉山", "contact": "口头"}
        page = self.act(who, "objections/new", **(told | answers))
        assert page.status == 303, page.complaints

    def ask_to_end(self, who: str, **answers: Any) -> Page:
        """Ask the renovation office to end the case (终止)."""
        return self.act_on_paper(who, "terminations/new", **answers)

    def act_on_paper(self, who: str, address: str, **answers: Any) -> Page:
        """The page of an act that rests on a paper; an answer of None is left out."""
        told = {**GROUNDS, "paper-file": (io.BytesIO(JPEG), "死亡证明.jpg"), **answers}
        given = {name: value for name, value in told.items() if value is not None}
        return self.act(who, address, **given)

    def change_head(self, who: str, **answers: Any) -> Page:
        """Register another member of the household as its head (变更户主)."""
        with self.office.database.read() as session:
            heir = session.scalars(
                select(Person.id)
                .where(
                    Person.household_id == self.application.household_id,
                    Person.left_on.is_(None),
                    Person.is_head.is_(False),
                )
                .order_by(Person.id)
            ).first()
        told = {"new_head_id": heir, "identities": list(self.plan.identities), **answers}
        return self.act_on_paper(who, "head", **told)

    # --- inside ---------------------------------------------------------------------------------

    def _told(self, task: Task, outcome: str, token: str) -> MultiDict[str, str]:
        with self.office.database.read() as session:
            account = session.execute(
                select(Account.id).where(Account.username == self.desk(task))
            ).scalar_one()
            actor = actor_of(session, account)
            form = open_form(session, self.office.runtime, actor, task.id)
            form.outcome = outcome

            def upload(kind: str, count: int) -> list[int]:
                name = next(n for n, each in form._fields.items() if kind in _kinds(each))
                return [int(self._upload(task, name, kind, token)) for _ in range(count)]

            asked = Asked(
                form=form,
                step=form.step,
                case=self.plan,
                outcome=outcome,
                visit=self.visits[task.node_id],
                upload=upload,
            )
            told = answers_to(asked)
        told.poplist("outcome")
        return told

    def _upload(self, task: Task, field_name: str, kind: str, token: str) -> str:
        """As the page's script does: only the file is sent, and the check boxes come back."""
        self.office.pictures += 1
        content = photo(f"office {self.office.pictures}")
        data = {
            "csrf_token": token,
            f"{field_name}-kind": kind,
            f"{field_name}-file": (io.BytesIO(content), "照片.jpg"),
        }
        page = self.office.send(
            self.office.client(self.desk(task)),
            f"/tasks/{task.id}/documents?field={field_name}",
            data,
            X_Fragment="1",
        )
        assert page.status == 200, page.text
        boxes = page.tree.xpath(f"//input[@name='{field_name}']/@value")
        assert len(boxes) == 1, page.text
        return str(boxes[0])


def as_sent(value: object) -> list[str]:
    """An answer as a form sends it: a list of texts."""
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def _kinds(field_: object) -> Iterable[str]:
    return getattr(field_, "kinds", ())
