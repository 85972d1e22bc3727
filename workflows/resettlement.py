"""Resettlement beside the main line: open from grade D on, due before construction ends (S18)."""

from __future__ import annotations

from sqlalchemy import select

from models.resettlement import Resettlement
from workflows import clock, engine
from workflows.engine import JsonScalar, Subject
from workflows.outbox import send
from workflows.steps import Step, cancel_process, start_process
from workflows.stops import main_instance

DANGEROUS = "D"


def open_resettlement(step: Step) -> None:
    """Start resettlement when grade D stands; end it when a second grading took the D away."""
    current = _open_one(step)
    if step.application.grade == DANGEROUS and current is None:
        row = Resettlement(application_id=step.application.id, opened_at=clock.now())
        step.session.add(row)
        step.session.flush()
        start_process(
            step, "resettlement", Subject("resettlement", row.id, step.application.id), {}
        )
    elif step.application.grade != DANGEROUS and current is not None:
        _cancel(step, current)


def check_resettlement(step: Step) -> dict[str, JsonScalar]:
    """``open`` while the old house is neither pulled down nor sealed (R52, R117)."""
    return {"resettlement_state": "settled" if _open_one(step) is None else "open"}


def close_resettlement(step: Step) -> None:
    """The household lodges elsewhere and the old house is dealt with."""
    row = step.session.get(Resettlement, step.subject.id)
    assert row is not None
    row.state = "settled"
    main = main_instance(step.session, step.application.id)
    send(step, main, "resettlement_closed", {})


def _open_one(step: Step) -> Resettlement | None:
    return step.session.scalar(
        select(Resettlement).where(
            Resettlement.application_id == step.application.id, Resettlement.state == "open"
        )
    )


def _cancel(step: Step, row: Resettlement) -> None:
    row.state = "cancelled"
    instances = engine.process_instances
    instance_id = step.session.execute(
        select(instances.c.id).where(
            instances.c.subject_kind == "resettlement", instances.c.subject_id == row.id
        )
    ).scalar_one()
    cancel_process(step, instance_id, "resettlement")
