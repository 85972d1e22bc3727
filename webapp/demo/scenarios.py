"""The households of the demo: at every task of every drawing one is waiting, the rest are spread.

A ``Stop`` says where a case is left on the demo's last day, about how long it takes to get there,
and what happens on the way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from models.method import BY_HOUSEHOLD, BY_TOWNSHIP, MUTUAL_AID_HOME
from webapp.demo.acts import (
    CHANGE_HEAD,
    CHANGE_PAYEE,
    COMPLAIN,
    MOVE,
    OBJECT,
    OBJECT_LATE,
    REFUSE,
    SUSPEND,
    TERMINATE,
    WITHDRAW,
)
from webapp.demo.case_plan import CasePlan, Visit
from webapp.demo.county import HOME_TOWNSHIP, villages
from webapp.demo.kinds import (
    ALLOWANCE,
    EXTREMELY_POOR,
    GRADE_D,
    GRADED,
    KINDS,
    NEW_HOUSES,
    REGISTERED,
    REPAIRS,
    Kind,
)
from webapp.demo.people import make_family
from webapp.demo.projects import IN_PROJECT, WAITS

LAST_DAY = dt.date(2019, 7, 18)
FIRST_DAY = dt.date(2019, 1, 7)
LARGE_HOUSEHOLD = 6
SHARE_AT_HOME = 0.4
# How long the open task has waited on the last day: most are fresh, some late, a few very late.
WAITED_DAYS = ((1, 1), (1, 2), (1, 2), (1, 2), (1, 3), (1, 4), (2, 6), (7, 15))


@dataclass(frozen=True)
class Stop:
    """Where a case stands on the last day: ``node`` None means that it has ended.

    ``days`` is about how long it takes to get there.  ``holds`` are days before the last one.
    """

    node: str | None
    days: int
    kinds: tuple[str, ...] = ()
    visit: int = 0
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    acts: Mapping[Visit, str] = field(default_factory=dict)
    holds: Mapping[Visit, int] = field(default_factory=dict)
    quirks: frozenset[str] = frozenset()

    @property
    def until(self) -> Visit | None:
        """The visit at which the case is left."""
        return None if self.node is None else (self.node, self.visit)


def _stop(node: str | None, days: int, *kinds: str, **more: object) -> Stop:
    return Stop(node, days, tuple(kinds), **more)  # type: ignore[arg-type]


def _quirks(*names: str) -> frozenset[str]:
    return frozenset(names)


SENT_BACK = {"check_application": ("return",)}
# At least one case waits at each of these.
EVERY_TASK: tuple[Stop, ...] = (
    _stop("file_application", 0),
    _stop("check_application", 2),
    _stop("supplement_application", 4, outcomes=SENT_BACK, quirks=_quirks("missing_paper")),
    _stop("urge_supplement", 22, outcomes=SENT_BACK, holds={("supplement_application", 0): 0},
          quirks=_quirks("missing_paper")),
    _stop("review_declined", 4, outcomes={"check_application": ("decline",)}),
    _stop("hold_appraisal", 4),
    _stop("state_appraisal", 7, quirks=_quirks("entered_late", "few_came")),
    _stop("explain_no_report", 9, outcomes={"hold_appraisal": ("fail",)}),
    _stop("post_notice", 9),
    _stop("take_down_notice", 17),
    _stop("investigate_objection", 14, acts={("take_down_notice", 0): OBJECT}),
    _stop("answer_objector", 20, acts={("take_down_notice", 0): OBJECT}),
    _stop("screen_objection", 15, acts={("take_down_notice", 0): COMPLAIN}),
    _stop("judge_late_objection", 20, acts={("report_application", 0): OBJECT_LATE}),
    _stop("report_application", 19, quirks=_quirks("entered_late")),
    _stop("review_file", 21, quirks=_quirks("cannot_write")),
    _stop("correct_application", 25, outcomes={"review_file": ("return",)}),
    _stop("visit_household", 24),
    _stop("decide_case", 29, quirks=_quirks("entered_late")),
    _stop("handle_return", 31, outcomes={"decide_case": ("reject",)}),
    _stop(
        "explain_drop", 31, outcomes={"visit_household": ("reject",), "handle_return": ("drop",)}
    ),
    _stop("post_notice", 32, visit=1),
    _stop("take_down_notice", 41, visit=1),
    _stop("investigate_objection", 44, acts={("take_down_notice", 1): OBJECT}),
    _stop("hold_meeting", 43, quirks=_quirks("entered_late")),
    _stop("report_notice_result", 45),
    _stop("verify_poverty", 48, "a_repair", "n_self"),
    _stop("verify_poverty", 52, "a_repair", visit=1, outcomes={"verify_poverty": ("mismatch",)}),
    _stop("verify_civil_affairs", 48, "b_allowance", "b_provided"),
    _stop("verify_disability", 48, "b_disabled"),
    _stop("correct_poverty", 54, "a_repair", outcomes={"verify_poverty": ("mismatch",)}),
    _stop(
        "correct_civil_affairs", 54, "b_extremely", outcomes={"verify_civil_affairs": ("mismatch",)}
    ),
    _stop(
        "correct_disability", 54, "b_disabled_self", outcomes={"verify_disability": ("mismatch",)}
    ),
    _stop("forward_refusal", 58, "b_allowance", outcomes={"verify_civil_affairs": ("fail",)}),
    _stop("commission_grading", 53, *GRADED),
    _stop("grade_house", 56, *GRADED),
    _stop("confirm_grading", 63, *GRADED),
    _stop(
        "commission_regrading",
        65,
        *REPAIRS,
        outcomes={"confirm_grading": ("dispute",)},
        quirks=_quirks("disputed_grade"),
    ),
    _stop(
        "regrade_house",
        68,
        *REPAIRS,
        outcomes={"confirm_grading": ("dispute",)},
        quirks=_quirks("disputed_grade"),
    ),
    _stop("inform_not_listed", 66, "not_listed"),
    _stop("resettle_household", 62, *GRADE_D),
    _stop("vacate_old_house", 74, *GRADE_D),
    _stop("choose_method", 66),
    _stop("report_relaxation", 69, "a_self", "n_self", quirks=_quirks("large_household")),
    _stop("review_archive", 70),
    _stop("correct_archive", 76, outcomes={"review_archive": ("return",)}),
    _stop("approve_case", 75),
    _stop("inform_rejection", 79, outcomes={"approve_case": ("reject",)}),
    _stop("await_next_batch", 79, outcomes={"approve_case": ("postpone",)}),
    *(_stop("post_notice", days, "a_self", visit=2) for days in range(77, 82)),
    _stop("take_down_notice", 87, visit=2),
    _stop("record_registry_entry", 88),
    _stop("sign_agreement", 91),
    _stop("start_construction", 96),
    _stop("inspect_site", 101, *NEW_HOUSES, visit=1),
    _stop("rectify_finding", 108, *NEW_HOUSES, outcomes={"inspect_site": ("finding",)}),
    _stop(
        "recheck_finding",
        122,
        *NEW_HOUSES,
        outcomes={
            "inspect_site": ("continue", "finding", "finding"),
            "recheck_finding": ("again",),
        },
    ),
    _stop("declare_completion", 118, *REPAIRS),
    _stop("accept_preliminary", 122, *REPAIRS),
    _stop("accept_final", 128, *REPAIRS),
    _stop(
        "rectify_defects",
        142,
        *REPAIRS,
        visit=1,
        outcomes={"accept_preliminary": ("fail",), "accept_final": ("fail",)},
    ),
    _stop("decide_cancellation", 155, "a_self", "n_self", quirks=_quirks("bad_area")),
    _stop("review_subsidy", 136, *REPAIRS),
    _stop("approve_subsidy", 139, *REPAIRS),
    _stop("pay_subsidy", 142, *REPAIRS),
    _stop("repair_account", 148, *REPAIRS, outcomes={"pay_subsidy": ("failed",)}),
    _stop("verify_account", 151, *REPAIRS, outcomes={"pay_subsidy": ("failed",)}),
    _stop("archive_case", 148, *REPAIRS),
    _stop("supply_documents", 153, *REPAIRS, outcomes={"archive_case": ("missing",)}),
    _stop("record_refusal_visit", 98, *REPAIRS, visit=1, acts={("sign_agreement", 0): REFUSE}),
    _stop("sign_refusal_village", 108, *REPAIRS, acts={("sign_agreement", 0): REFUSE}),
    _stop("sign_refusal_township", 100, *REPAIRS, acts={("choose_method", 0): REFUSE}),
    _stop("approve_payee", 145, "a_rebuilt", acts={("pay_subsidy", 0): CHANGE_PAYEE},
          quirks=_quirks("several")),
    _stop("confirm_payee", 147, "a_rebuilt", acts={("pay_subsidy", 0): CHANGE_PAYEE},
          quirks=_quirks("several")),
    _stop("decide_termination", 31, acts={("decide_case", 0): TERMINATE}),
    _stop("decide_termination_approved", 94, acts={("sign_agreement", 0): TERMINATE}),
    _stop("hand_over_dwelling", 150, "a_provided", quirks=_quirks(IN_PROJECT)),
)  # fmt: skip
# Cases that have ended, each in its own way, and the usual places where work lies.
SPREAD: tuple[Stop, ...] = (
    # Three wait together for their 互助院; a house of another project is handed over.
    *(_stop(None, days, "a_home", quirks=_quirks(WAITS)) for days in (140, 138, 136)),
    _stop(None, 183, "a_provided", quirks=_quirks(IN_PROJECT)),
    _stop(None, 178, "a_repair"),
    _stop("hold_appraisal", 5),
    _stop("visit_household", 26, "a_repair", acts={("visit_household", 0): SUSPEND}),
    _stop(None, 60, "b_allowance", acts={("grade_house", 0): TERMINATE}),
    _stop("decide_case", 32, "a_repair", acts={("visit_household", 0): CHANGE_HEAD},
          quirks=_quirks("several")),
    _stop("hold_meeting", 44, "b_allowance", acts={("decide_case", 0): MOVE}),
    _stop("inspect_site", 100, "a_repair"),
    _stop("take_down_notice", 12, holds={("post_notice", 0): 3}),
    _stop("grade_house", 58, "a_repair"),
    _stop("accept_final", 130, "a_repair"),
    _stop("check_application", 2, "n_provided"),
    _stop("verify_poverty", 49, "n_provided"),
    _stop("pay_subsidy", 150, "a_repair", outcomes={"accept_preliminary": ("fail",)}),
    _stop("take_down_notice", 34, visit=1, holds={("post_notice", 1): 2}),
    _stop(None, 60, "not_listed"),
    _stop("sign_agreement", 92, "a_repair"),
    _stop("inspect_site", 104, "a_provided", visit=2),
    _stop("visit_household", 24, "a_repair"),
    _stop(None, 180, "b_extremely", outcomes={"accept_preliminary": ("fail",),
                                              "accept_final": ("fail",)}),
    _stop("choose_method", 66, "a_self"),
    _stop("take_down_notice", 82, "b_self", visit=2, holds={("post_notice", 2): 4}),
    _stop(None, 40, acts={("take_down_notice", 0): OBJECT},
          outcomes={"investigate_objection": ("upheld",)}),
    _stop("review_archive", 71, "a_rebuilt"),
    _stop("decide_case", 29, "b_extremely"),
    _stop(None, 185, "a_self", quirks=_quirks("large_household")),
    _stop("report_application", 19, "n_home"),
    _stop("grade_house", 57, "b_allowance"),
    _stop(None, 35, "b_allowance", acts={("review_file", 0): WITHDRAW}),
    _stop("inspect_site", 101, "a_repair"),
    _stop("approve_case", 76, "n_self"),
    _stop(None, 182, "n_self", outcomes={"pay_subsidy": ("failed",)}),
    _stop("review_file", 22, "a_repair"),
    _stop("verify_civil_affairs", 50, "b_home"),
    _stop("declare_completion", 115, "a_repair"),
    _stop(None, 140, "a_repair", acts={("sign_agreement", 0): REFUSE}),
    _stop("take_down_notice", 12, "n_self", holds={("post_notice", 0): 1}),
    _stop("start_construction", 97, "b_provided"),
    _stop(None, 95, "b_allowance", outcomes={"approve_case": ("reject",)}),
    _stop("confirm_grading", 63, "a_repair"),
    _stop("hold_meeting", 43, "n_home", outcomes={"review_file": ("return",)}),
    _stop(None, 185, "b_provided", outcomes={"verify_civil_affairs": ("mismatch",)}),
    _stop("vacate_old_house", 74, "a_self"),
    _stop("hold_appraisal", 6, "a_repair"),
    _stop("accept_preliminary", 120, "b_allowance"),
    _stop(None, 165, "n_self", quirks=_quirks("bad_area")),
    _stop("sign_agreement", 92, "n_provided"),
    _stop("commission_grading", 53, "b_disabled"),
    _stop(None, 30, outcomes={"hold_appraisal": ("fail",)}),
    _stop("approve_subsidy", 141, "a_repair"),
    _stop("visit_household", 25, "n_self"),
    _stop(None, 183, "a_rebuilt", outcomes={"inspect_site": ("finding",)}),
    _stop("correct_application", 25, "a_repair", outcomes={"review_file": ("return",)}),
    _stop("inspect_site", 102, "b_disabled", visit=1),
    _stop(None, 180, "a_repair", acts={("take_down_notice", 0): OBJECT},
          outcomes={"hold_meeting": ("reject",)}),
    _stop("record_registry_entry", 88, "a_home"),
    _stop("post_notice", 9, "a_repair"),
    _stop(None, 186, "a_home", quirks=_quirks("cannot_write")),
    _stop("archive_case", 150, "a_repair"),
    _stop("start_construction", 97, "a_repair"),
    _stop(None, 180, "a_repair", outcomes={"confirm_grading": ("dispute",)},
          quirks=_quirks("disputed_grade")),
    _stop("verify_disability", 48, "b_disabled_self"),
    _stop("report_notice_result", 45, "a_repair"),
    _stop(None, 178, "b_disabled", outcomes={"archive_case": ("missing",),
                                             "take_down_notice": ("repeat",)}),
    _stop("review_subsidy", 138, "a_repair"),
)  # fmt: skip


# About how many days after its beginning a case reaches each visit.
USUAL_ARRIVAL: dict[Visit, int] = {
    stop.until: stop.days for stop in reversed(EVERY_TASK) if stop.until is not None
}


def case_plans(count: int) -> list[CasePlan]:
    """``count`` households; with fewer than all tasks, evenly chosen among them."""
    return [_plan(index + 1, stop) for index, stop in enumerate(_stops(count))]


def _stops(count: int) -> Iterator[Stop]:
    if count < len(EVERY_TASK):
        every = [*EVERY_TASK, *SPREAD]
        yield from (every[index * len(every) // count] for index in range(count))
        return
    yield from EVERY_TASK
    for index in range(count - len(EVERY_TASK)):
        yield SPREAD[index % len(SPREAD)]


def _plan(number: int, stop: Stop) -> CasePlan:
    rng = Random(number * 131 + 5)
    grade, kind = _kind(rng, stop)
    is_large = "large_household" in stop.quirks
    size = LARGE_HOUSEHOLD if is_large else _size(rng, kind)
    if "several" in stop.quirks:
        # Somebody must be there to become head.
        size = max(size, 2)
    is_together = stop.quirks & {IN_PROJECT, WAITS} or kind.method == MUTUAL_AID_HOME
    village = _home_village(rng) if is_together else _village(rng)
    area = rng.randint(*kind.areas) if kind.areas[1] else None
    arrives_on = LAST_DAY - dt.timedelta(days=rng.randint(*rng.choice(WAITED_DAYS)))
    return CasePlan(
        number=number,
        plan=kind.plan,
        family=make_family(number, village, villages()[village], size=size),
        identities=_identities(rng, kind),
        grade=grade,
        method=kind.method,
        builder=BY_TOWNSHIP
        if IN_PROJECT in stop.quirks
        else rng.choice((BY_TOWNSHIP, BY_TOWNSHIP, BY_HOUSEHOLD)),
        area_m2=rng.randint(66, 78) if is_large else 60 if "bad_area" in stop.quirks else area,
        agency=rng.randint(0, 2),
        starts_on=_start(rng, stop, arrives_on),
        until=stop.until,
        arrives_on=arrives_on if stop.node else None,
        usual_days=stop.days,
        outcomes=stop.outcomes,
        acts=stop.acts,
        holds={visit: LAST_DAY - dt.timedelta(days=back) for visit, back in stop.holds.items()},
        quirks=stop.quirks,
    )


def _kind(rng: Random, stop: Stop) -> tuple[str | None, Kind]:
    """The kind of household and the grade its house will get."""
    if stop.kinds == ("not_listed",):
        return "B", KINDS[rng.choice(REPAIRS)]
    names = stop.kinds or tuple(KINDS)
    name = rng.choices(names, [KINDS[each].weight for each in names])[0]
    return KINDS[name].grade, KINDS[name]


def _size(rng: Random, kind: Kind) -> int:
    if kind.method == MUTUAL_AID_HOME or kind.identity == EXTREMELY_POOR:
        return rng.choice((1, 1, 2))
    return rng.choice((1, 2, 2, 3, 3, 3, 4, 4, 5))


def _identities(rng: Random, kind: Kind) -> tuple[str, ...]:
    # Many registered households have an allowance too; they are plan A all the same (R3).
    if kind.identity == REGISTERED and rng.random() < 0.3:
        return (REGISTERED, ALLOWANCE)
    return (kind.identity,)


def _home_village(rng: Random) -> str:
    """Where what several households do together can be looked at."""
    return rng.choice([code for code in villages() if code.startswith(HOME_TOWNSHIP)][:2])


def _village(rng: Random) -> str:
    every = list(villages())
    home = [code for code in every if code.startswith(HOME_TOWNSHIP)]
    if rng.random() < SHARE_AT_HOME:
        # The two villages whose people the log-in page shows have the most.
        return rng.choice([home[0], home[0], home[1], *home])
    return rng.choice(every)


def _start(rng: Random, stop: Stop, arrives_on: dt.date) -> dt.date:
    """Early enough to be there on the last day; who has ended was among the first."""
    day = arrives_on - dt.timedelta(days=round(stop.days * 1.15) + 1)
    return max(day, FIRST_DAY + dt.timedelta(days=rng.randint(0, 9)))
