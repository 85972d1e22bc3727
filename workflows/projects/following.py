"""What a case takes from its project: the machine's part in the drawings, and its end."""

from __future__ import annotations

from sqlalchemy import select, update

from models.project import PASS, Project, ProjectAcceptance, ProjectHousehold
from models.role import Level
from workflows import clock
from workflows.engine import JsonScalar
from workflows.steps import Step

ENDED = "这一件已经终止。"


def begin_with_project(step: Step) -> None:
    """A household that signs while its project is being built has begun, too (S20)."""
    application = step.application
    if application.project_id is None:
        return
    began = step.session.scalar(
        select(Project.started_on).where(Project.id == application.project_id)
    )
    if began is not None:
        application.started_on = max(began, step.happened_on)


def take_over_acceptance(step: Step) -> None:
    """The county's acceptance of the project counts for this household: day and measured area.

    The case waits here before the project can be accepted: completion is refused while a household
    has not signed, so that the message always finds its reader.
    """
    application = step.application
    project, member, acceptance = step.session.execute(
        select(Project, ProjectHousehold, ProjectAcceptance)
        .join(ProjectHousehold, ProjectHousehold.project_id == Project.id)
        .join(ProjectAcceptance, ProjectAcceptance.project_id == Project.id)
        .where(
            ProjectHousehold.application_id == application.id,
            ProjectHousehold.left_on.is_(None),
            ProjectAcceptance.level == Level.COUNTY,
            ProjectAcceptance.outcome == PASS,
        )
    ).one()
    application.accepted_on = acceptance.happened_on
    application.measured_area_m2 = member.measured_area_m2
    changes = {
        "accepted_on": [None, acceptance.happened_on.isoformat()],
        "measured_area_m2": [None, str(member.measured_area_m2)],
    }
    step.note("project_accepted", {"project": project.number, "changes": changes})


def check_project(step: Step) -> dict[str, JsonScalar]:
    """Whether the house was accepted with its project; a case that left it was not."""
    application = step.application
    is_accepted = application.project_id is not None and application.accepted_on is not None
    return {"project_accepted": is_accepted}


def leave_with_case(step: Step) -> None:
    """A case that ends before its time leaves its dwelling to another household."""
    application = step.application
    if application.project_id is None:
        return
    step.session.execute(
        update(ProjectHousehold)
        .where(
            ProjectHousehold.application_id == application.id, ProjectHousehold.left_on.is_(None)
        )
        .values(left_on=clock.today(), left_reason=ENDED)
    )
    application.project_id = None
