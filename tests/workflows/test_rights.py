"""Role × area × organisation: the rule for one task and the clause for lists say the same."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.role import ROLE_LEVEL, Role
from models.task import Task
from tests.cast import FAR_VILLAGE, NEIGHBOUR_VILLAGE, ROLES, VILLAGE, Cast
from workflows import clock, rights
from workflows.engine import process_instances

VILLAGES = (VILLAGE, NEIGHBOUR_VILLAGE, FAR_VILLAGE)


@pytest.fixture
def tasks(session: Session, people: Cast) -> list[Task]:
    """A task for every role in every village, for each agency where the role has one."""
    session.execute(
        process_instances.insert(),
        {
            "id": 1,
            "definition_hash": _definition(session),
            "process_id": "renovation",
            "subject_kind": "application",
            "subject_id": 1,
            "status": "running",
            "version": 1,
            "state": b"",
            "started_at": clock.now(),
        },
    )
    made = []
    for village, role in itertools.product(VILLAGES, ROLES):
        case = Application(
            programme_id=1, village_code=village, opened_by_id=1, opened_at=clock.now()
        )
        session.add(case)
        session.flush()
        agencies = [people.agency_id, people.other_agency_id] if role is Role.ASSESSOR else [None]
        for agency in agencies:
            made.append(_task(session, case, role, agency, len(made)))
    session.flush()
    return made


def _definition(session: Session) -> str:
    from workflows.engine import definition_sets

    session.execute(definition_sets.insert(), {"hash": "x", "files": {}, "loaded_at": clock.now()})
    return "x"


def _task(session: Session, case: Application, role: Role, agency: int | None, n: int) -> Task:
    task = Task(
        instance_id=1,
        engine_id=str(n),
        application_id=case.id,
        process_id="renovation",
        node_id="any",
        name="any",
        form_key="any",
        role=role,
        area_code=rights.area_of_role(role, case.village_code),
        organisation_id=agency,
        opened_at=clock.now(),
    )
    session.add(task)
    return task


@pytest.mark.parametrize("foreign", [False, True], ids=["home", "foreign"])
@pytest.mark.parametrize("role", ROLES)
def test_the_list_of_tasks_holds_exactly_those_that_may_be_done(
    session: Session, people: Cast, tasks: list[Task], role: Role, foreign: bool
) -> None:
    actor = people.actor(session, role, foreign=foreign)
    listed = set(session.scalars(select(Task.id).where(rights.own_tasks(actor))))
    allowed = {task.id for task in tasks if rights.may_do(actor, task)}
    if role in rights.READ_ONLY:
        assert allowed == set()
    else:
        assert listed == allowed


@pytest.mark.parametrize("role", [role for role in ROLES if role not in rights.READ_ONLY])
def test_everybody_may_do_a_task_of_their_role_at_home_and_none_of_another_role(
    session: Session, people: Cast, tasks: list[Task], role: Role
) -> None:
    actor = people.actor(session, role)
    allowed = [task for task in tasks if rights.may_do(actor, task)]
    assert allowed
    assert {task.role for task in allowed} == {role}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_from_abroad_may_do_a_task_of_the_home_village(
    session: Session, people: Cast, tasks: list[Task], role: Role
) -> None:
    stranger = people.actor(session, role, foreign=True)
    at_home = [
        task
        for task in tasks
        if task.area_code == rights.area_of_role(task.role, VILLAGE)
        and task.organisation_id in (None, people.agency_id)
    ]
    assert not [task for task in at_home if rights.may_do(stranger, task)]


def test_the_administrator_sees_no_case(session: Session, people: Cast, tasks: list[Task]) -> None:
    actor = people.actor(session, Role.ADMINISTRATOR)
    query = select(Application.id).where(rights.visible_applications(actor))
    assert session.scalars(query).all() == []


def test_the_auditor_sees_every_case_of_the_county_and_may_do_nothing(
    session: Session, people: Cast, tasks: list[Task]
) -> None:
    actor = people.actor(session, Role.AUDITOR)
    query = select(Application.id).where(rights.visible_applications(actor))
    assert len(session.scalars(query).all()) == len(VILLAGES) * len(ROLES)
    assert not [task for task in tasks if rights.may_do(actor, task)]


def test_a_department_sees_only_cases_that_reached_its_desk(
    session: Session, people: Cast, tasks: list[Task]
) -> None:
    actor = people.actor(session, Role.CIVIL_AFFAIRS_BUREAU)
    query = select(Application.id).where(rights.visible_applications(actor))
    own = {task.application_id for task in tasks if task.role == Role.CIVIL_AFFAIRS_BUREAU}
    assert set(session.scalars(query)) == own


def test_an_assessor_sees_only_cases_of_their_own_agency(
    session: Session, people: Cast, tasks: list[Task]
) -> None:
    actor = people.actor(session, Role.ASSESSOR)
    allowed = [task for task in tasks if rights.may_do(actor, task)]
    assert {task.organisation_id for task in allowed} == {people.agency_id}


def test_every_role_but_the_lane_only_one_has_a_level() -> None:
    assert set(ROLE_LEVEL) == set(Role) - {Role.NOTICE_KEEPER}


@pytest.mark.parametrize("role", ROLES)
def test_the_clause_of_visible_cases_serves_a_list_of_tasks_as_well(
    session: Session, people: Cast, tasks: list[Task], role: Role
) -> None:
    clause = rights.visible_applications(people.actor(session, role))
    cases = set(session.scalars(select(Application.id).where(clause)))
    joined = select(Task.application_id).join(Application, Application.id == Task.application_id)
    assert set(session.scalars(joined.where(clause))) == cases
