"""Cases put straight into the tables, for lists that need more of them than clicks can make."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.application import Application
from models.database import Database
from models.household import Household, Person
from models.role import Role
from models.task import Task
from tests import cast
from tests.cast import Cast
from workflows import clock
from workflows.applications import open_case
from workflows.engine import process_instances
from workflows.personal_data import digest
from workflows.personal_names import initials
from workflows.rights import area_of_role
from workflows.runtime import Runtime

ID_NUMBER = "150783196203041021"


def add_case(
    session: Session,
    people: Cast,
    runtime: Runtime,
    *,
    village: str = cast.VILLAGE,
    name: str = "王秀英",
    number: str | None = None,
    plan: str = "A",
    role: Role = Role.TOWNSHIP_OFFICER,
    node: str = "review_file",
    due_on: dt.date | None = None,
    id_number: str = ID_NUMBER,
) -> Task:
    """One open case whose one open task is ``role``'s; its process state is not a real one."""
    runtime.library.store(session)
    household = Household(village_code=village, address="一组", telephone="13800001234")
    session.add(household)
    session.flush()
    session.add(
        Person(
            household_id=household.id,
            name=name,
            pinyin_initials=initials(name),
            id_number=id_number,
            id_number_digest=digest(runtime.digest_key, id_number),
            sex="女",
            born_on=dt.date(1962, 3, 4),
            relation="户主",
            is_head=True,
        )
    )
    application = Application(
        programme_id=people.programmes[plan],
        household_id=household.id,
        village_code=village,
        opened_by_id=people.account_id(Role.VILLAGE_CLERK),
        opened_at=clock.now(),
        head_name=name,
        number=number,
        identities=["建档立卡"],
        suspected_grade="C",
    )
    session.add(application)
    session.flush()
    instance = session.execute(
        insert(process_instances).values(
            definition_hash=runtime.library.current.hash,
            process_id="renovation",
            subject_kind="application",
            subject_id=application.id,
            application_id=application.id,
            status="running",
            version=1,
            state=b"{}",
            started_at=clock.now(),
        )
    )
    key = instance.inserted_primary_key  # type: ignore[attr-defined]
    definition = next(each for each in runtime.library.current.user_tasks() if each.node_id == node)
    task = Task(
        instance_id=key[0],
        engine_id=str(uuid.uuid4()),
        application_id=application.id,
        process_id=definition.process_id,
        node_id=node,
        name=definition.name,
        form_key=definition.form_key,
        role=role,
        area_code=area_of_role(role, village),
        opened_at=clock.now(),
        due_on=due_on,
    )
    session.add(task)
    session.flush()
    return task


def open_new(db: Database, people: Cast, runtime: Runtime) -> int:
    """A case of the home village of which nothing is filed yet, as it begins; its number."""
    with db.write() as session:
        opened = open_case(
            session,
            runtime,
            people.actor(session, Role.VILLAGE_CLERK),
            programme_id=people.programmes["A"],
            village_code=cast.VILLAGE,
        )
        session.commit()
        return opened.application.id
