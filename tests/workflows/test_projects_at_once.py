"""A project and its households at the same moment, on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.construction import ConstructionAgreement
from models.document import SITE_PHOTO, Document
from models.project import ProjectHousehold
from models.role import Level, Role
from tests.cast import TOWNSHIP, day
from tests.forms.stage import shipped_runtime
from tests.workflows.concurrency.scene import LONGEST_SECONDS, Act, Scene
from workflows import clock
from workflows.errors import AlreadyDone, Invalid
from workflows.projects import acceptance, building, membership
from workflows.projects.acceptance import ACCEPTORS, Findings, checklist
from workflows.projects.access import live_members, locked
from workflows.projects.building import Facts
from workflows.worker import run_until_idle

TODAY = dt.date(2019, 6, 3)
PROVIDED: dict[str, Any] = {
    "method": "政府兜底房",
    "builder": "乡镇统一实施",
    "grade": "D",
    "planned_area_m2": Decimal(40),
    "approved_on": dt.date(2019, 5, 6),
}
FACTS = Facts(
    title="惠风川兜底房",
    address="村部东侧",
    site_village_code=None,
    contract_number="HT2019-07",
    contract_on=dt.date(2019, 5, 1),
    contract_yuan=180_000,
    builder_name="兴达建筑工程有限公司",
    builder_credit_code="91110000600037341L",
    builder_account="",
    builder_bank="",
    supervisor_name="周监理",
    supervisor_trained=True,
    note="",
)
TEAMS = {
    Level.TOWNSHIP: [{"name": "陈卫东", "unit": "村建办"}, {"name": "宝音", "unit": "党政办"}],
    Level.COUNTY: [{"name": "吴建国", "unit": "住建局"}, {"name": "苏日娜", "unit": "工程师"}],
}


@pytest.fixture(autouse=True)
def a_day_in_june() -> Iterator[None]:
    clock.set_now(day(TODAY.isoformat()))
    yield
    clock.set_offset(dt.timedelta(0))


def under_way(scene: Scene) -> tuple[int, int]:
    """A project that is being built, and its one household, which has signed."""
    case = scene.case("construction", **PROVIDED)
    with scene.database.write() as session:
        officer = scene.people.actor(session, Role.TOWNSHIP_OFFICER)
        project = building.open_project(
            session,
            officer,
            FACTS,
            kind="政府兜底房",
            programme_id=scene.people.programmes["A"],
            township_code=TOWNSHIP,
        )
        building.start(session, officer, project.id, started_on=TODAY, handled_by="王岚")
        session.commit()
        number = project.id
    assert not isinstance(scene.done(joining(scene, number, case)), Exception)
    with scene.database.write() as session:
        session.add(
            ConstructionAgreement(
                application_id=case,
                task_id=scene.task(case, "sign_agreement"),
                recorded_by_id=scene.people.account_id(Role.VILLAGE_HEAD),
                handled_by="王岚",
                happened_on=TODAY,
                recorded_at=clock.now(),
                is_backdated=False,
                outcome="done",
                clauses={},
                village_party="王岚",
                household_party="敖登高娃",
                builder_name="兴达",
                builder_certificate="1",
                agreement_ids=[],
                signing="本人签字",
            )
        )
        session.commit()
    scene.move(case, "sign_agreement", in_project=True)
    return number, case


def joining(scene: Scene, project_id: int, case: int) -> Act:
    def act(session: Session) -> object:
        officer = scene.people.actor(session, Role.TOWNSHIP_OFFICER)
        dwellings = {case: f"{case} 号"}
        return membership.join(session, officer, project_id, dwellings, joined_on=TODAY)

    return act


def finishing(scene: Scene, project_id: int) -> Act:
    def act(session: Session) -> object:
        officer = scene.people.actor(session, Role.TOWNSHIP_OFFICER)
        building.finish(session, officer, project_id, finished_on=TODAY, handled_by="王岚")
        return "finished"

    return act


def accepting(scene: Scene, project_id: int, level: Level) -> Act:
    def act(session: Session) -> object:
        actor = scene.people.actor(session, ACCEPTORS[level])
        # As the page does: the lock comes before the papers, which refer to the project.
        project, _ = locked(session, actor, project_id, ACCEPTORS[level])
        items = checklist(shipped_runtime(), project)
        photo = Document(
            project_id=project_id,
            kind=SITE_PHOTO,
            filename="照片.jpg",
            content_type="image/jpeg",
            size=1,
            sha256="0" * 64,
            uploaded_by_id=actor.account_id,
            uploaded_at=clock.now(),
        )
        members = live_members(session, project)
        areas = {member.id: Decimal("38.5") for member, _ in members}
        session.add(photo)
        found = Findings(
            outcome="pass",
            happened_on=TODAY,
            handled_by=actor.name,
            members=TEAMS[level],
            checklist={item.key: 370 if item.kind == "number" else True for item in items},
            areas=areas,
            findings="",
            rectify_by=None,
            photo_id=0,
            sheet_id=0,
        )
        session.flush()
        told = Findings(**(found.__dict__ | {"photo_id": photo.id, "sheet_id": photo.id}))
        acceptance.accept(session, shipped_runtime(), actor, project_id, level, told)
        return level

    return act


def households(scene: Scene, project_id: int) -> int:
    with scene.database.read() as session:
        rows = session.query(ProjectHousehold).filter_by(project_id=project_id, left_on=None)
        return rows.count()


def test_whoever_joins_while_the_project_is_being_finished_is_too_late(scene: Scene) -> None:
    number, _ = under_way(scene)
    late = scene.case("construction", **PROVIDED)
    one, other = scene.while_open(finishing(scene, number), joining(scene, number, late))
    assert one == "finished"
    assert isinstance(other, AlreadyDone)
    assert households(scene, number) == 1
    assert scene.application(late).project_id is None


def test_a_project_is_not_finished_over_the_head_of_one_that_just_joined(scene: Scene) -> None:
    number, _ = under_way(scene)
    late = scene.case("construction", **PROVIDED)
    one, other = scene.while_open(joining(scene, number, late), finishing(scene, number))
    assert not isinstance(one, Exception)
    assert isinstance(other, Invalid)
    assert "还没有签订建房协议" in other.sentence
    assert households(scene, number) == 2


def test_two_acceptances_at_once_are_one_and_its_message_is_delivered_once(scene: Scene) -> None:
    number, case = under_way(scene)
    assert scene.done(finishing(scene, number)) == "finished"
    assert scene.done(accepting(scene, number, Level.TOWNSHIP)) is Level.TOWNSHIP
    final = accepting(scene, number, Level.COUNTY)
    answers = scene.at_once(final, final)
    assert sorted(isinstance(each, AlreadyDone) for each in answers) == [False, True]

    with ThreadPoolExecutor(2) as workers:
        rounds = [
            workers.submit(run_until_idle, scene.database, shipped_runtime()) for _ in range(2)
        ]
        assert sum(each.result(LONGEST_SECONDS) for each in rounds)
    assert scene.open_nodes(case) == {"hand_over_dwelling"}
    assert len(scene.record(case, "project_accepted")) == 1
    assert scene.application(case).measured_area_m2 == Decimal("38.5")
    # A second delivery finds nobody waiting.
    assert run_until_idle(scene.database, shipped_runtime()) == 0
