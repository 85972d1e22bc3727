"""F17: the same people in two villages at once, and one attendance sheet for two meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.check_result import CheckResult
from models.document import Document
from models.meeting import AppraisalMeeting
from tests.cast import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.forms.stage import PHOTOS, Stage, new_application
from tests.forms.test_democratic_appraisal import meeting
from workflows import appraisal_gate, checks

DAY = dt.date(2019, 3, 4)
OURS = ["白音", "乌云", "孟和", "布和", "李铁柱"]
TWO_OF_OURS = ["乌云", "孟和", "张山", "王海", "赵江"]


@pytest.fixture
def meets(session: Session, people: Cast) -> Callable[..., Stage]:
    """Holds a meeting about a new case: ``meets(NEIGHBOUR_VILLAGE, names, sheet="a")``."""

    def hold(village: str, names: list[str], sheet: str = "", **told: Any) -> Stage:
        stage = Stage(session, people, new_application(session, people))
        stage.upload(*PHOTOS)
        stage.start("village_review", result="reappraise")
        came = {"due_count": "5", "present_count": "5", "in_favour": "5", "against": "0"}
        answers = meeting(stage, **came, abstained="0", attendees="、".join(names))
        answers |= {"chair": f"{village}主任", "minute_taker": f"{village}文书"}
        stage.submit("hold_appraisal", "pass", **answers)
        held = stage.last(AppraisalMeeting)
        for name, value in ({"area_code": village, "held_on": DAY} | told).items():
            setattr(held, name, value)
        if sheet:
            stage.session.get_one(Document, held.document_ids[0]).sha256 = sheet * 64
        stage.session.flush()
        return stage

    return hold


def told_of(stage: Stage, check_id: str) -> CheckResult:
    """What the worker says of the meeting of a case."""
    for number in appraisal_gate.due_appraisals(stage.session):
        assert appraisal_gate.compare(stage.session, number)
    assert appraisal_gate.due_appraisals(stage.session) == []
    results = checks.results_of(stage.session, stage.application.id)
    [row] = [each for each in results if each.check_id == check_id]
    return row


def test_people_who_came_in_two_villages_at_once_are_shown(meets: Any) -> None:
    other = meets(NEIGHBOUR_VILLAGE, TWO_OF_OURS)
    row = told_of(meets(VILLAGE, OURS), "F17")
    assert (row.result, row.effect) == ("fail", "flag")
    assert "有2人同名" in row.why
    assert row.found[0]["application_id"] == other.application.id
    # Whoever reads this case may not know the people of the other village.
    assert not any(name in str((row.why, row.found, row.inputs)) for name in OURS)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["乌云", "张山", "王海", "赵江", "钱川"], {}),
        (TWO_OF_OURS, {"held_on": DAY + dt.timedelta(days=1)}),
        (
            ["乌云", "孟和", "张山", "王海", "赵江"],
            {"begins_at": dt.time(14), "ends_at": dt.time(16)},
        ),
        (OURS, {"held_on": DAY + dt.timedelta(days=31)}),
    ],
    ids=["one namesake", "another day", "other hours", "long ago"],
)
def test_namesakes_and_other_hours_are_nothing(meets: Any, names: Any, told: Any) -> None:
    meets(NEIGHBOUR_VILLAGE, names, **told)
    row = told_of(meets(VILLAGE, OURS, begins_at=dt.time(9), ends_at=dt.time(11)), "F17")
    assert row.result == "pass", row.why


def test_a_list_that_another_village_used_is_shown_on_any_day(meets: Any) -> None:
    meets(NEIGHBOUR_VILLAGE, [*OURS[:4], "张山"], held_on=DAY + dt.timedelta(days=9))
    row = told_of(meets(VILLAGE, OURS), "F17")
    assert (row.result, "几乎相同" in row.why) == ("fail", True)


def test_without_a_list_of_names_nobody_can_tell(meets: Any) -> None:
    row = told_of(meets(VILLAGE, []), "F17")
    assert (row.result, row.effect) == ("unknown", "flag")


def test_a_sheet_of_another_meeting_is_shown(meets: Any) -> None:
    other = meets(VILLAGE, OURS, sheet="a", held_on=DAY - dt.timedelta(days=7))
    row = told_of(meets(VILLAGE, OURS, sheet="a"), "F17-sheet")
    assert (row.result, row.why) == ("fail", "本村另一天的评议会用了同一张签到表。")
    assert row.found[0]["application_id"] == other.application.id
    beyond = told_of(meets(NEIGHBOUR_VILLAGE, [], sheet="a"), "F17-sheet")
    assert "另一个村" in beyond.why


def test_a_village_that_types_one_meeting_house_by_house_may_use_its_sheet_again(
    meets: Any,
) -> None:
    meets(VILLAGE, OURS, sheet="a")
    meets(NEIGHBOUR_VILLAGE, [], sheet="b")
    row = told_of(meets(VILLAGE, OURS, sheet="a"), "F17-sheet")
    assert row.result == "pass"
