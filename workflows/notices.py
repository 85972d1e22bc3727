"""Public notices: opened by a case's process, closed for it by their own (R95, R101, R109)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.notice import NoticedHousehold, Objection, PublicNotice
from models.role import Level, area_at
from workflows import clock, engine
from workflows.engine import JsonScalar, Subject
from workflows.outbox import send
from workflows.steps import Step, start_process


def publish_village_notice(step: Step) -> None:
    """Open the village's notice of the appraisal result."""
    _publish(step, Level.VILLAGE)


def publish_township_notice(step: Step) -> None:
    """Open the township's notice of its review."""
    _publish(step, Level.TOWNSHIP)


def publish_county_notice(step: Step) -> None:
    """Open the county's notice of grade, method and amount."""
    _publish(step, Level.COUNTY)


def check_objections(step: Step) -> dict[str, JsonScalar]:
    """``open`` while one is unanswered, ``upheld`` when one stood, else ``clear`` (R97, F19)."""
    rows = step.session.execute(
        select(Objection.state, Objection.finding).where(Objection.notice_id == step.subject.id)
    ).all()
    if any(state == "open" for state, _ in rows):
        return {"objections": "open"}
    upheld = any(finding == "upheld" for _, finding in rows)
    return {"objections": "upheld" if upheld else "clear"}


def close_notice(step: Step) -> None:
    """End the notice and tell every case on it."""
    notice = step.notice
    notice.result = str(check_objections(step)["objections"])
    notice.state = "closed"
    if notice.ends_at is not None:
        # An objection may have been answered before the days were full; what follows comes after.
        full_on = min(clock.local(notice.ends_at).date(), clock.today())
        step.happened_on = max(step.happened_on, full_on)
    step.note("notice_closed", {"notice": notice.id, "result": notice.result})
    instances = engine.process_instances
    waiting = step.session.scalars(
        select(instances.c.id)
        .join(NoticedHousehold, NoticedHousehold.application_id == instances.c.application_id)
        .where(
            NoticedHousehold.notice_id == notice.id,
            instances.c.subject_kind == "application",
            instances.c.status == "running",
        )
    ).all()
    for instance_id in waiting:
        send(
            step,
            instance_id,
            "notice_closed",
            {"notice_result": notice.result, "asked_by": "public_notice"},
        )


def _publish(step: Step, level: Level) -> None:
    application = step.application
    notice = PublicNotice(
        programme_id=application.programme_id,
        level=level,
        area_code=area_at(level, application.village_code),
        opened_at=clock.now(),
    )
    step.session.add(notice)
    step.made.append(notice)
    step.session.flush()
    snapshot = _snapshot(step, level)
    step.session.add(
        NoticedHousehold(notice_id=notice.id, application_id=application.id, snapshot=snapshot)
    )
    step.note("notice_opened", {"notice": notice.id, "level": level.value, "published": snapshot})
    start_process(step, "public_notice", Subject("notice", notice.id, application.id), {})


def _snapshot(step: Step, level: Level) -> dict[str, Any]:
    """Exactly what is published of the household: by level, never more (G33)."""
    application = step.application
    household = application.household
    snapshot: dict[str, Any] = {
        "name": application.head_name,
        "group": household.group_name if household else "",
        "programme": application.programme.title,
    }
    if level is Level.COUNTY:
        snapshot |= {
            "grade": application.grade,
            "method": application.method,
            "subsidy_yuan": application.approved_subsidy_yuan,
        }
    return snapshot
