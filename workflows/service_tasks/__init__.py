"""Service tasks: the topic a drawing names -> a plain function(step).

The function gets the step, not only (session, subject): what a machine does because of somebody's
act happens on that act's event date and goes on the record beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workflows.engine import JsonScalar
from workflows.grading_validity import check_grading
from workflows.head_changes import change_payee, refuse_payee
from workflows.notices import (
    check_objections,
    close_notice,
    publish_again,
    publish_county_notice,
    publish_township_notice,
    publish_village_notice,
)
from workflows.objection_ends import (
    close_objection,
    hold_for_objection,
    keep_objection,
    raise_objection,
    refer_objection,
)
from workflows.projects.following import check_project, take_over_acceptance
from workflows.refusals import close_refusal, establish_refusal
from workflows.resettlement import check_resettlement, close_resettlement, open_resettlement
from workflows.steps import Step
from workflows.stops import stop_case
from workflows.terminations import refuse_termination, terminate_case

SERVICE_TASKS: Mapping[str, Callable[[Step], Mapping[str, JsonScalar] | None]] = {
    function.__name__: function
    for function in (
        publish_village_notice,
        publish_township_notice,
        publish_county_notice,
        check_objections,
        close_notice,
        publish_again,
        refer_objection,
        keep_objection,
        hold_for_objection,
        raise_objection,
        close_objection,
        open_resettlement,
        check_resettlement,
        close_resettlement,
        establish_refusal,
        close_refusal,
        stop_case,
        check_grading,
        change_payee,
        refuse_payee,
        terminate_case,
        refuse_termination,
        check_project,
        take_over_acceptance,
    )
}
