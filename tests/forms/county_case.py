"""Cases past grading: identity confirmed, a grade on record, and what later stages need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models.identity import IdentityOpinion
from models.role import Role
from models.task import Task
from tests.forms.stage import PHOTOS, Stage
from workflows import clock, official_documents
from workflows.engine import Subject
from workflows.official_documents import Paper
from workflows.rights import MACHINE

NewStage = Callable[..., Stage]
GRADED = {
    "grade": "D",
    "building_difficulty": False,
    "in_relocation_plan": False,
    "stable_out_of_poverty": False,
}
APPROVED: dict[str, Any] = {
    "method": "自建房屋",
    "builder": "农户自行改造",
    "planned_area_m2": Decimal("55.00"),
    "large_household_application": False,
    "township_formal_document": False,
    "approved_on": dt.date(2019, 4, 1),
    "approved_subsidy_yuan": 25232,
    "fund": "扶贫资金",
}
REPAIR: dict[str, Any] = {
    "grade": "C",
    "method": "修缮加固",
    "planned_area_m2": None,
    "approved_subsidy_yuan": 20000,
}


def graded_stage(new_stage: NewStage, process: str, plan: str = "A", **facts: Any) -> Stage:
    """A case at the start of ``process``, its identity confirmed by its department."""
    stage = new_stage(plan, **{**GRADED, **facts})
    stage.upload(*PHOTOS)
    stage.start("resettlement", Subject("resettlement", 1, stage.application.id))
    # The record of an earlier step needs a task that it belongs to.
    stage.task("resettle_household").status = "done"
    confirm_identity(stage, "扶贫" if plan == "A" else "民政")
    stage.start(process)
    return stage


def approved_stage(new_stage: NewStage, process: str, plan: str = "A", **facts: Any) -> Stage:
    """The same with a method approved."""
    return graded_stage(new_stage, process, plan, **{**APPROVED, **facts})


def confirm_identity(stage: Stage, department: str, *, passed: bool = True) -> None:
    """The department's answer, as its own step would have left it."""
    stage.session.add(
        IdentityOpinion(
            application_id=stage.application.id,
            task_id=an_earlier_task(stage),
            recorded_by_id=stage.people.account_id(Role.POVERTY_ALLEVIATION_OFFICE),
            handled_by="云珠",
            happened_on=clock.today(),
            recorded_at=clock.now(),
            is_backdated=False,
            outcome="pass",
            department=department,
            passed=passed,
            official_document=official_documents.register(
                stage.session,
                MACHINE,
                Paper(
                    role=Role.POVERTY_ALLEVIATION_OFFICE,
                    area_code=stage.application.village_code[:6],
                    kind="身份审核名单",
                    number="扶办函〔2019〕3号",
                    dated=dt.date(2019, 3, 1),
                ),
            ),
        )
    )
    stage.session.flush()


def an_earlier_task(stage: Stage) -> int:
    """The number of a finished task of the case."""
    return (
        stage.session.scalars(
            select(Task.id).where(Task.application_id == stage.application.id).order_by(Task.id)
        ).first()
        or 0
    )


def ticked(numbers: list[int]) -> list[str]:
    """Document numbers as a page sends them."""
    return [str(number) for number in numbers]
