"""Four eyes: who may not take a step although role and place would allow it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from models.household import Person
from models.role import Role
from models.task import Task
from tests.database.counting import counted
from tests.forms.stage import Stage
from workflows.duties import check_duties
from workflows.errors import Forbidden
from workflows.rights import Actor

DIGEST = "d" * 64


def officer(stage: Stage) -> Actor:
    return stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER)


def did(stage: Stage, actor: Actor, node_id: str, role: Role) -> None:
    """Let ``actor`` have taken a step on the case before."""
    present = stage.task("review_file")
    stage.session.add(
        Task(
            instance_id=present.instance_id,
            engine_id=node_id,
            application_id=stage.application.id,
            process_id="village_review",
            node_id=node_id,
            name=node_id,
            form_key="application",
            role=role,
            area_code=present.area_code,
            status="done",
            opened_at=present.opened_at,
            done_by_id=actor.account_id,
        )
    )
    stage.session.flush()


def add_person(stage: Stage, digest: str) -> None:
    stage.session.add(
        Person(
            household_id=stage.application.household_id,
            name="敖登高娃",
            pinyin_initials="adgw",
            id_number="",
            id_number_digest=digest,
            sex="女",
            born_on=dt.date(1968, 3, 12),
            relation="户主",
            is_head=True,
        )
    )
    stage.session.flush()


def check(stage: Stage, actor: Actor) -> None:
    check_duties(stage.session, actor, stage.task("review_file"), stage.application)


def test_who_has_done_nothing_on_the_case_may_review_it(stage: Stage) -> None:
    check(stage, officer(stage))


def test_who_filed_a_case_does_not_review_it(stage: Stage) -> None:
    did(stage, officer(stage), "file_application", Role.VILLAGE_CLERK)
    with pytest.raises(Forbidden, match="审核须由他人办理"):
        check(stage, officer(stage))


def test_what_another_did_bars_nobody(stage: Stage) -> None:
    other = stage.people.actor(stage.session, Role.VILLAGE_CLERK)
    did(stage, other, "file_application", Role.VILLAGE_CLERK)
    check(stage, officer(stage))


def test_nobody_decides_on_a_case_in_two_roles(stage: Stage) -> None:
    did(stage, officer(stage), "verify_poverty", Role.POVERTY_ALLEVIATION_OFFICE)
    with pytest.raises(Forbidden, match="两个审核职责"):
        check(stage, officer(stage))


def test_nobody_decides_on_their_own_household(stage: Stage) -> None:
    add_person(stage, DIGEST)
    with pytest.raises(Forbidden, match="本人家庭"):
        check(stage, dataclasses.replace(officer(stage), id_number_digest=DIGEST))


def test_another_household_is_decided_as_any_other(stage: Stage) -> None:
    add_person(stage, "e" * 64)
    check(stage, dataclasses.replace(officer(stage), id_number_digest=DIGEST))


def test_duties_cost_one_statement(stage: Stage) -> None:
    add_person(stage, "e" * 64)
    task, actor = stage.task("review_file"), officer(stage)
    with counted(stage.session.get_bind().engine) as cost:
        known = dataclasses.replace(actor, id_number_digest=DIGEST)
        check_duties(stage.session, known, task, stage.application)
    assert len(cost.statements) == 1, cost.told()
