"""A household's turn on the board (公示): opened by its case, ended for it (R95, R101, R109).

Each turn is a process of its own and owns its clock; the case waits for its message.  A turn that
is repeated or corrected ends without that message, and the next one begins.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.notice import CLOSED, OPEN_TURNS, TAKEN_OFF, WAITING, NoticedHousehold
from models.role import Level, area_at
from workflows import clock, engine, objections
from workflows.engine import JsonScalar, Subject
from workflows.notice_content import snapshot_of
from workflows.notice_turns import leave
from workflows.outbox import send
from workflows.steps import Step, cancel_process, start_process

PROCESS = "public_notice"


def publish_village_notice(step: Step) -> None:
    """Let the household wait for the village's notice of the appraisal result."""
    _begin_turn(step, Level.VILLAGE)


def publish_township_notice(step: Step) -> None:
    """Let the household wait for the township's notice of its review."""
    _begin_turn(step, Level.TOWNSHIP)


def publish_county_notice(step: Step) -> None:
    """Let the household wait for the county's notice of grade, method and amount."""
    _begin_turn(step, Level.COUNTY)


def check_objections(step: Step) -> dict[str, JsonScalar]:
    """``open`` while one is unanswered, ``upheld`` when one stood, ``faulty`` when the notice
    itself was wrong, else ``clear`` (R97, F19)."""
    standing = objections.standing(step.session, step.noticed)
    step.noticed.result = None if standing == "open" else standing
    return {"objections": standing}


def close_notice(step: Step) -> None:
    """End the household's turn and tell its case."""
    noticed = step.noticed
    if noticed.ends_at is not None:
        # An objection may have been answered before the days were full; what follows comes after.
        full_on = min(clock.local(noticed.ends_at).date(), clock.today())
        step.happened_on = max(step.happened_on, full_on)
    leave(step.session, noticed, CLOSED)
    step.note("notice_closed", {"notice": noticed.notice_id, "result": noticed.result})
    instances = engine.process_instances
    waiting = step.session.scalars(
        select(instances.c.id).where(
            instances.c.application_id == noticed.application_id,
            instances.c.subject_kind == "application",
            instances.c.status == "running",
        )
    ).all()
    for instance_id in waiting:
        send(
            step,
            instance_id,
            "notice_closed",
            {"notice_result": noticed.result, "asked_by": PROCESS},
        )


def publish_again(step: Step) -> None:
    """The notice did not hang as it must, or was itself at fault: it is put up once more (F18)."""
    noticed = step.noticed
    is_faulty = noticed.result == "faulty"
    _take_off(step, noticed, "异议成立,公示有误" if is_faulty else "公示不到位")
    _begin_turn(step, Level(noticed.level), after=noticed)


def correct_if_changed(step: Step) -> None:
    """Take the case off its notices when what they publish of it has changed (更正公示).

    Its days start anew on the next sheet; the other households of the sheet go on.
    """
    for noticed in open_turns(step):
        if noticed.state == WAITING:
            noticed.programme_id = step.application.programme_id
        elif changed_since(step, noticed):
            _take_off(step, noticed, "公示内容有变更")
            _end_process(step, noticed)
            _begin_turn(step, Level(noticed.level), after=noticed)


def changed_since(step: Step, noticed: NoticedHousehold) -> dict[str, list[Any]]:
    """What is published of the household and has changed: name -> [published, now]."""
    now = snapshot_of(step, noticed.level)
    return {
        name: [value, now[name]]
        for name, value in noticed.snapshot.items()
        if name in now and now[name] != value
    }


def open_turns(step: Step) -> list[NoticedHousehold]:
    """The case's turns that have not ended, oldest first, locked."""
    return list(
        step.session.scalars(
            select(NoticedHousehold)
            .where(
                NoticedHousehold.application_id == step.application.id,
                NoticedHousehold.state.in_(OPEN_TURNS),
            )
            .order_by(NoticedHousehold.id)
            .with_for_update()
        )
    )


def _begin_turn(step: Step, level: Level, after: NoticedHousehold | None = None) -> None:
    application = step.application
    noticed = NoticedHousehold(
        application_id=application.id,
        programme_id=application.programme_id,
        level=level,
        area_code=area_at(level, application.village_code),
        first_turn_id=None if after is None else after.first_turn_id or after.id,
        snapshot={},
        opened_at=clock.now(),
    )
    step.session.add(noticed)
    step.made.append(noticed)
    step.session.flush()
    step.note("notice_opened", {"noticed": noticed.id, "level": level.value})
    start_process(step, PROCESS, Subject("notice", noticed.id, application.id), {})


def _take_off(step: Step, noticed: NoticedHousehold, because: str) -> None:
    noticed.taken_off_because = because
    leave(step.session, noticed, TAKEN_OFF)
    step.note(
        "household_taken_off_notice",
        {
            "notice": noticed.notice_id,
            "because": because,
            "changes": changed_since(step, noticed),
        },
    )


def _end_process(step: Step, noticed: NoticedHousehold) -> None:
    instances = engine.process_instances
    instance_id = step.session.scalar(
        select(instances.c.id).where(
            instances.c.subject_kind == "notice",
            instances.c.subject_id == noticed.id,
            instances.c.status == "running",
        )
    )
    if instance_id is not None:
        cancel_process(step, instance_id, PROCESS)
