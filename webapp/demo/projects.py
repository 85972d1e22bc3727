"""The 工程 of the demo county: opened when a household needs one, built and accepted in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models.document import CONTRACT, COUNTY_SHEET, SITE_PHOTO, TOWNSHIP_SHEET
from models.method import BY_TOWNSHIP, MUTUAL_AID_HOME
from models.project import PASS, Project
from models.role import Level, Role
from models.task import Task
from webapp.demo.case_plan import CasePlan
from webapp.demo.county import villages
from webapp.files import uploads
from workflows import clock
from workflows.projects import acceptance, building, membership
from workflows.projects.acceptance import ACCEPTORS, Findings, checklist
from workflows.projects.access import live_members
from workflows.projects.building import Facts, Look
from workflows.rights import Actor

if TYPE_CHECKING:
    from webapp.demo.driver import Driver

# A household of a 政府兜底房 with the first lives in a project; one with the second waits there.
IN_PROJECT, WAITS = "in_project", "project_waits"
AGREEMENT = "sign_agreement"
# Natural days from the opening of a project to each act on it.
INSPECTED, FINISHED, CHECKED, ACCEPTED = 12, 30, 35, 41
JOINED_AT_MOST = 24
THICK_WALL_MM = 490
BUILDERS = (
    ("呼伦贝尔兴达建筑工程有限公司", "91150783MA0N1A2B3"),
    ("扎兰屯市岭东建筑安装有限公司", "91150783MA0P7C5D6"),
)
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
TOWNSHIP_TEAM = (("陈卫东", "镇村建办"), ("宝音", "镇党政办"), ("关海涛", "镇扶贫办"))
COUNTY_TEAM = (("吴建国", "市住建局"), ("苏日娜", "结构工程师"), ("郭志刚", "市质监站"))


@dataclass
class Running:
    """A project under way, with the household whose place its pictures show."""

    id: int
    case: CasePlan
    opened_on: dt.date
    acts: list[tuple[int, Callable[[Running], None]]]
    households: int = 0


class DemoProjects:
    """Acts for every project that it has opened."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self._running: dict[tuple[str, str, str, bool], Running] = {}
        self._all: list[Running] = []

    def join(self, task: Task, case: CasePlan) -> None:
        """Before the agreement: let the household join a project, where its house is one's."""
        if task.node_id != AGREEMENT or not _belongs(case):
            return
        with self.driver.database.read() as session:
            if membership.is_member(session, task.application_id):
                return
        township = case.family.village_code[:9]
        key = (case.plan, township, case.method, WAITS in case.quirks)
        running = self._running.get(key)
        if running is None or (clock.today() - running.opened_on).days > JOINED_AT_MOST:
            running = self._running[key] = self._open(case)
        running.households += 1
        officer = self.driver.holder(Role.TOWNSHIP_OFFICER, township)
        number = f"{running.households:02d} 号"
        with self.driver.database.write() as session:
            dwellings = {task.application_id: number}
            membership.join(session, officer, running.id, dwellings, joined_on=clock.today())
            session.commit()

    def due(self, day: dt.date) -> bool:
        """Whether something is to be done on a project by ``day``."""
        return any(self._is_due(each, day) for each in self._all)

    def work_on(self) -> None:
        """Do what is due today."""
        for running in self._all:
            if self._is_due(running, clock.today()):
                _, act = running.acts.pop(0)
                act(running)

    def hurry(self) -> bool:
        """Do the next act of the oldest project, as if its day had come; False without one."""
        for running in self._all:
            if running.acts:
                days, act = running.acts.pop(0)
                day = running.opened_on + dt.timedelta(days=days)
                clock.set_now(max(clock.now(), clock.start_of(day) + dt.timedelta(hours=10)))
                act(running)
                return True
        return False

    @staticmethod
    def _is_due(running: Running, day: dt.date) -> bool:
        return bool(running.acts) and (day - running.opened_on).days >= running.acts[0][0]

    def _open(self, case: CasePlan) -> Running:
        township = case.family.village_code[:9]
        officer = self.driver.holder(Role.TOWNSHIP_OFFICER, township)
        village = villages()[case.family.village_code] if self._is_demo(case) else "本村"
        with self.driver.database.write() as session:
            project = building.open_project(
                session,
                officer,
                _facts(case, village, len(self._all)),
                kind=case.method,
                programme_id=self.driver.programmes[case.plan],
                township_code=township,
            )
            self._paper(session, officer, project.id, case, CONTRACT, 0)
            self._paper(session, officer, project.id, case, SITE_PHOTO, 0, "施工前照片")
            building.start(
                session, officer, project.id, started_on=clock.today(), handled_by=officer.name
            )
            session.commit()
            running = Running(project.id, case, clock.today(), [(INSPECTED, self._inspect)])
        if WAITS not in case.quirks:
            running.acts += [
                (FINISHED, self._finish),
                (CHECKED, lambda each: self._judge(each, Level.TOWNSHIP)),
                (ACCEPTED, lambda each: self._judge(each, Level.COUNTY)),
            ]
        self._all.append(running)
        return running

    @staticmethod
    def _is_demo(case: CasePlan) -> bool:
        return case.family.village_code in villages()

    def _inspect(self, running: Running) -> None:
        supervisor = self._holder(running, Role.SITE_SUPERVISOR)
        look = Look("墙体", clock.today(), supervisor.name, "墙体砂浆饱满,拉结筋按要求设置。", None)
        with self.driver.database.write() as session:
            photo = self._paper(
                session, supervisor, running.id, running.case, SITE_PHOTO, 2, "施工照片"
            )
            building.inspect(session, supervisor, running.id, look, photo)
            session.commit()

    def _finish(self, running: Running) -> None:
        officer = self._holder(running, Role.TOWNSHIP_OFFICER)
        with self.driver.database.write() as session:
            self._paper(session, officer, running.id, running.case, SITE_PHOTO, 4)
            building.finish(
                session, officer, running.id, finished_on=clock.today(), handled_by=officer.name
            )
            session.commit()

    def _judge(self, running: Running, level: Level) -> None:
        actor = self._holder(running, ACCEPTORS[level])
        is_county = level is Level.COUNTY
        with self.driver.database.write() as session:
            project = session.get_one(Project, running.id)
            sheet = COUNTY_SHEET if is_county else TOWNSHIP_SHEET
            members = live_members(session, project)
            team = COUNTY_TEAM if is_county else TOWNSHIP_TEAM
            found = Findings(
                outcome=PASS,
                happened_on=clock.today(),
                handled_by=actor.name,
                members=[{"name": name, "unit": unit} for name, unit in team],
                checklist=self._answers(project),
                areas={member.id: _area(case.planned_area_m2) for member, case in members},
                findings="",
                rectify_by=None,
                photo_id=self._paper(session, actor, running.id, running.case, SITE_PHOTO, 5),
                sheet_id=self._paper(session, actor, running.id, running.case, sheet, 0),
            )
            acceptance.accept(session, self.driver.runtime, actor, running.id, level, found)
            session.commit()

    def _answers(self, project: Project) -> dict[str, Any]:
        items = checklist(self.driver.runtime, project)
        return {item.key: THICK_WALL_MM if item.kind == "number" else True for item in items}

    def _holder(self, running: Running, role: Role) -> Actor:
        return self.driver.holder(role, running.case.family.village_code)

    def _paper(
        self,
        session: Session,
        actor: Actor,
        project_id: int,
        case: CasePlan,
        kind: str,
        first: int,
        drawn_as: str = "",
    ) -> int:
        at = clock.local(clock.now())
        upload = self.driver.press.upload(case, "project", drawn_as or kind, first, 0, at)
        upload = replace(upload, filename=f"{kind}.jpg")
        return uploads.keep_for_project(session, actor, project_id, kind, upload).id


def _belongs(case: CasePlan) -> bool:
    if case.method == MUTUAL_AID_HOME:
        return True
    return case.builder == BY_TOWNSHIP and IN_PROJECT in case.quirks


def _area(planned: Decimal | None) -> Decimal:
    return (planned or Decimal(30)) - Decimal("0.35")


def _facts(case: CasePlan, village: str, place: int) -> Facts:
    rng = Random(case.number * 17)
    builder, code = BUILDERS[place % len(BUILDERS)]
    is_home = case.method == MUTUAL_AID_HOME
    return Facts(
        title=f"{village}{'互助院' if is_home else '兜底房集中建设'}",
        address=f"{village}村部{rng.choice(('东', '西', '北'))}侧空闲用地",
        site_village_code=case.family.village_code,
        contract_number=f"ZWG2019-{place + 11:03d}",
        contract_on=clock.today() - dt.timedelta(days=rng.randint(2, 9)),
        contract_yuan=rng.randint(14, 26) * 10_000,
        builder_name=builder,
        builder_credit_code=code + _check_character(code),
        builder_account=f"6228{rng.randint(10**13, 10**14 - 1)}",
        builder_bank="农业银行扎兰屯市支行",
        supervisor_name=rng.choice(("周长海", "白音", "佟大勇")),
        supervisor_trained=True,
        note="",
    )


def _check_character(code: str) -> str:
    total = sum(CHARACTERS.index(c) * weight for c, weight in zip(code, WEIGHTS, strict=True))
    return CHARACTERS[-total % 31]
