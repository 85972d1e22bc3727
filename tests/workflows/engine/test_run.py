"""Instances are started, moved and saved; every act below reads the state afresh."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workflows.engine.drawn import (
    boundary_message,
    boundary_timer,
    call,
    catch_message,
    catch_timer,
    choice,
    drawing,
    end,
    flow,
    fork,
    outcome,
    path,
    rule,
    service,
    start,
    user,
)
from workflows.engine import (
    NobodyWaiting,
    NoWayOut,
    Outcome,
    Stuck,
    TaskNotOpen,
    UnknownOutcome,
    Walked,
)

REVIEW = drawing(
    "review",
    start(),
    user("check", "check_form"),
    choice("checked"),
    user("correct"),
    end("approved"),
    end("rejected"),
    path("started", "check", "checked"),
    outcome("checked", "approved", "approve"),
    outcome("checked", "correct", "return", reason=True),
    outcome("checked", "rejected", "reject", reason=True),
    path("correct", "check"),
    lanes={"officer": ["check"], "clerk": ["correct"]},
)


def test_a_start_opens_the_first_task_with_its_form_and_the_id_of_its_lane(desk_of):
    advance = desk_of(REVIEW).begin("review")
    (task,) = advance.opened
    assert (task.process_id, task.node_id, task.name) == ("review", "check", "check name")
    assert (task.form_key, task.role) == ("check_form", "officer")
    assert (advance.status, advance.result, advance.cancelled) == ("running", None, ())


def test_the_outcomes_and_their_labels_come_from_the_drawing_in_its_order(desk_of):
    definitions = desk_of(REVIEW).library.current
    assert definitions.outcomes("review", "check") == (
        Outcome("approve", "approve", False),
        Outcome("return", "return", True),
        Outcome("reject", "reject", True),
    )
    assert [each.id for each in definitions.outcomes("review", "correct")] == ["done"]


def test_an_outcome_leads_along_its_flow_and_the_trail_names_every_node_and_flow(desk_of):
    desk = desk_of(REVIEW)
    desk.begin("review")
    advance = desk.complete("check", "approve")
    assert advance.trail == (
        Walked("review", "check", ("check_to_checked",)),
        Walked("review", "checked", ("checked_to_approved_approve",)),
        Walked("review", "approved", ()),
    )
    assert (advance.status, advance.result) == ("completed", "approved")
    assert (desk.run().status, desk.run().result, desk.open()) == ("completed", "approved", [])


def test_a_return_comes_back_to_a_new_task_of_the_same_node(desk_of):
    desk = desk_of(REVIEW)
    first = desk.begin("review").opened[0]
    desk.complete("check", "return")
    (again,) = desk.complete("correct").opened
    assert again.node_id == "check"
    assert again.id != first.id


def test_an_outcome_that_the_drawing_does_not_have_is_refused(desk_of):
    desk = desk_of(REVIEW)
    desk.begin("review")
    for forged in ("done", "approved", "", "toString"):
        with pytest.raises(UnknownOutcome):
            desk.complete("check", forged)
    assert desk.open() == ["check"]


def test_a_task_is_done_once(desk_of):
    desk = desk_of(REVIEW)
    task = desk.begin("review").opened[0]
    desk.complete("check", "return")
    with pytest.raises(TaskNotOpen):
        desk.run().complete(task.id, {"outcome": "approve"}, desk.answers, dt.datetime.now(dt.UTC))


def test_a_task_of_an_ended_instance_is_not_open(desk_of):
    desk = desk_of(REVIEW)
    task = desk.begin("review").opened[0]
    desk.complete("check", "approve")
    with pytest.raises(TaskNotOpen):
        desk.run().complete(task.id, {"outcome": "approve"}, desk.answers, dt.datetime.now(dt.UTC))
    with pytest.raises(TaskNotOpen):
        desk.run().data_of(task.id)


CORRECTION = drawing(
    "correction",
    start(),
    user("visit"),
    choice("visited"),
    user("decide"),
    choice("decided"),
    user("correct"),
    choice("asked_by_whom", default="asked_by_whom_to_visit"),
    end("approved"),
    path("started", "visit", "visited"),
    outcome("visited", "decide", "confirm"),
    outcome("visited", "correct", "return"),
    path("decide", "decided"),
    outcome("decided", "approved", "approve"),
    outcome("decided", "correct", "reject"),
    path("correct", "asked_by_whom"),
    flow("asked_by_whom", "decide", 'asked_by == "decide"'),
    flow("asked_by_whom", "visit"),
    lanes={"officer": ["visit", "decide", "correct"]},
)


def test_a_correction_goes_straight_back_to_the_one_who_asked_for_it(desk_of):
    desk = desk_of(CORRECTION)
    desk.begin("correction")
    desk.complete("visit", "return")
    desk.complete("correct")
    assert desk.open() == ["visit"]
    desk.complete("visit", "confirm")
    desk.complete("decide", "reject")
    desk.complete("correct")
    assert desk.open() == ["decide"]


CALLER = drawing(
    "caller",
    start(),
    call("first_stage", "called"),
    choice("first_result"),
    rule("decide_more", "more"),
    user("look"),
    end("over"),
    end("stopped"),
    path("started", "first_stage", "first_result"),
    flow("first_result", "decide_more", 'result == "passed"'),
    flow("first_result", "stopped", 'result in ["failed"]'),
    path("decide_more", "look", "over"),
    lanes={"officer": ["look"]},
)
CALLED = drawing(
    "called",
    start("called_started"),
    user("try_it"),
    choice("tried"),
    end("passed"),
    end("failed"),
    path("called_started", "try_it", "tried"),
    outcome("tried", "passed", "pass"),
    outcome("tried", "failed", "fail"),
    lanes={"clerk": ["try_it"]},
)


def test_a_called_process_gets_all_data_and_gives_back_its_result_only(desk_of):
    desk = desk_of(CALLER, CALLED, more={"more": True})
    desk.begin("caller", {"grade": "D"})
    assert desk.data("try_it")["grade"] == "D"
    desk.complete("try_it", "pass", secret="no")
    data = desk.data("look")
    assert data == {"result": "passed", "outcome": "", "asked_by": "", "grade": "D", "more": True}


def test_the_callers_way_follows_the_end_that_the_called_process_reached(desk_of):
    desk = desk_of(CALLER, CALLED)
    desk.begin("caller")
    advance = desk.complete("try_it", "fail")
    assert (advance.status, advance.result) == ("completed", "stopped")
    assert [(each.process_id, each.node_id) for each in advance.trail] == [
        ("called", "try_it"),
        ("called", "tried"),
        ("called", "failed"),
        ("caller", "first_stage"),
        ("caller", "first_result"),
        ("caller", "stopped"),
    ]


OPINIONS = drawing(
    "opinions",
    start(),
    fork("ask"),
    user("ask_one"),
    user("ask_two"),
    rule("settle_one", "settled"),
    rule("settle_two", "settled"),
    choice("one_settled", default="one_settled_to_one_recorded"),
    choice("two_settled", default="two_settled_to_two_recorded"),
    end("settled", terminate=True),
    end("one_recorded"),
    end("two_recorded"),
    path("started", "ask"),
    path("ask", "ask_one", "settle_one", "one_settled"),
    path("ask", "ask_two", "settle_two", "two_settled"),
    flow("one_settled", "settled", "settled == True"),
    flow("one_settled", "one_recorded"),
    flow("two_settled", "settled", "settled == True"),
    flow("two_settled", "two_recorded"),
    lanes={"first": ["ask_one"], "second": ["ask_two"]},
)


def test_parallel_tasks_are_open_together_and_end_in_any_order(desk_of):
    for order in (("ask_one", "ask_two"), ("ask_two", "ask_one")):
        desk = desk_of(OPINIONS, settled={"settled": False})
        assert [task.node_id for task in desk.begin("opinions").opened] == ["ask_one", "ask_two"]
        assert desk.complete(order[0]).status == "running"
        advance = desk.complete(order[1])
        assert (advance.status, advance.result) == (
            "completed",
            order[1].replace("ask_", "") + "_recorded",
        )


def test_a_terminate_end_takes_the_other_branches_away(desk_of):
    desk = desk_of(OPINIONS, settled={"settled": True})
    first, second = desk.begin("opinions").opened
    advance = desk.complete("ask_two")
    assert (advance.status, advance.result) == ("completed", "settled")
    assert advance.cancelled == (first.id,)
    assert second.id not in advance.cancelled


STAGES = drawing(
    "stages",
    start(),
    call("first_stage", "called"),
    choice("merge"),
    user("look_back"),
    boundary_message("stopped_in_first", "first_stage", "case_stopped"),
    service("stop_case", "stop_case"),
    choice("why", default="why_to_terminated"),
    end("over"),
    end("withdrawn"),
    end("terminated"),
    path("started", "first_stage", "merge", "look_back", "over"),
    path("stopped_in_first", "stop_case", "why"),
    flow("why", "withdrawn", 'stop_reason == "withdrawn"'),
    flow("why", "terminated"),
    lanes={"officer": ["look_back"]},
    messages=["case_stopped"],
)


def test_an_interrupting_message_takes_the_stage_away_and_brings_its_payload(desk_of):
    desk = desk_of(STAGES, CALLED, stop_case=None)
    task = desk.begin("stages").opened[0]
    advance = desk.deliver("case_stopped", stop_reason="withdrawn")
    assert desk.answers.asked == ["stop_case"]
    assert (advance.status, advance.result) == ("completed", "withdrawn")
    assert advance.cancelled == (task.id,)


def test_a_stage_that_ended_is_no_longer_interrupted(desk_of):
    desk = desk_of(STAGES, CALLED)
    desk.begin("stages")
    assert desk.run().awaits("case_stopped")
    desk.complete("try_it", "pass")
    assert not desk.run().awaits("case_stopped")
    with pytest.raises(NobodyWaiting):
        desk.deliver("case_stopped")
    assert desk.open() == ["look_back"]


WAITING = drawing(
    "waiting",
    start(),
    catch_message("notice_over", "notice_closed"),
    choice("clear", default="clear_to_upheld"),
    end("reported"),
    end("upheld"),
    path("started", "notice_over", "clear"),
    flow("clear", "reported", 'notice_result == "clear"'),
    flow("clear", "upheld"),
    messages=["notice_closed", "other"],
)


def test_a_message_wakes_the_node_that_waits_for_it_once(desk_of):
    desk = desk_of(WAITING)
    assert desk.begin("waiting").opened == ()
    assert desk.deliver("notice_closed", notice_result="clear").result == "reported"
    with pytest.raises(NobodyWaiting):
        desk.deliver("notice_closed", notice_result="clear")


def test_a_message_that_nobody_waits_for_is_refused(desk_of):
    desk = desk_of(WAITING)
    desk.begin("waiting")
    with pytest.raises(NobodyWaiting):
        desk.deliver("other")
    assert desk.run().awaits("notice_closed")


SUPPLEMENT = drawing(
    "supplementing",
    start(),
    user("supplement"),
    boundary_timer("overdue", "supplement", "supplement_due"),
    user("urge"),
    choice("urged"),
    end("supplied"),
    end("given_up"),
    path("started", "supplement", "supplied"),
    path("overdue", "urge", "urged"),
    outcome("urged", "supplement", "extend"),
    outcome("urged", "given_up", "proceed"),
    lanes={"clerk": ["supplement"], "officer": ["urge"]},
)
DUE = dt.datetime(2026, 3, 9, 16, 0, tzinfo=dt.UTC)


def test_a_timer_goes_off_by_our_clock_and_not_before(desk_of):
    desk = desk_of(SUPPLEMENT)
    started = desk.begin("supplementing", {"supplement_due": "2026-03-10T00:00:00+08:00"})
    assert started.due_at == DUE
    early = desk.fire(DUE - dt.timedelta(seconds=1))
    assert (early.opened, early.trail, desk.open()) == ((), (), ["supplement"])
    late = desk.fire(DUE)
    assert [task.node_id for task in late.opened] == ["urge"]
    assert late.cancelled == (started.opened[0].id,)
    assert [each.node_id for each in late.trail] == ["overdue"]
    assert late.due_at is None


def test_a_bare_date_is_the_first_moment_of_that_day_in_china(desk_of):
    assert (
        desk_of(SUPPLEMENT).begin("supplementing", {"supplement_due": "2026-03-10"}).due_at == DUE
    )


def test_a_task_done_in_time_takes_its_timer_away(desk_of):
    desk = desk_of(SUPPLEMENT)
    desk.begin("supplementing", {"supplement_due": "2026-03-10"})
    advance = desk.complete("supplement")
    assert (advance.result, advance.due_at) == ("supplied", None)


def test_a_task_that_comes_again_gets_a_timer_of_its_own(desk_of):
    desk = desk_of(SUPPLEMENT)
    desk.begin("supplementing", {"supplement_due": "2026-03-10"})
    desk.fire(DUE)
    later = desk.complete("urge", "extend", supplement_due="2026-03-20")
    assert later.due_at == DUE + dt.timedelta(days=10)
    assert desk.fire(DUE + dt.timedelta(days=1)).opened == ()
    assert [task.node_id for task in desk.fire(DUE + dt.timedelta(days=10)).opened] == ["urge"]


def test_a_timer_whose_variable_is_no_date_is_refused(desk_of):
    for value in (None, "soon", "2026-03-10T00:00:00", 5):
        with pytest.raises(ValueError, match="supplement_due"):
            desk_of(SUPPLEMENT).begin("supplementing", {"supplement_due": value})


def test_an_intermediate_timer_in_the_past_lets_the_process_pass_at_once(desk_of):
    waits = drawing(
        "waits",
        start(),
        catch_timer("period_ended", "until"),
        end("over"),
        path("started", "period_ended", "over"),
    )
    assert desk_of(waits).begin("waits", {"until": "2026-03-01"}).result == "over"
    assert desk_of(waits).begin("waits", {"until": "2026-03-03"}).status == "running"


CHOOSING = drawing(
    "choosing",
    start(),
    rule("decide_grade", "grade"),
    choice("which"),
    user("look"),
    end("over"),
    path("started", "decide_grade", "which"),
    flow("which", "look", 'grade == "D"'),
    path("look", "over"),
    lanes={"officer": ["look"]},
)


def test_a_gateway_without_a_way_for_the_data_is_refused_and_names_the_data(desk_of):
    with pytest.raises(NoWayOut, match=r"choosing: which: no flow fits \{'grade': 'C'\}"):
        desk_of(CHOOSING, grade={"grade": "C"}).begin("choosing")


def test_a_gateway_that_reads_a_missing_variable_is_refused(desk_of):
    with pytest.raises(NoWayOut, match="variable 'grade' is not set"):
        desk_of(CHOOSING, grade={}).begin("choosing")


def test_a_process_that_goes_in_circles_by_itself_is_refused(desk_of):
    circle = drawing(
        "circle",
        start(),
        rule("ask", "again"),
        choice("again"),
        end("over"),
        path("started", "ask", "again"),
        flow("again", "ask", "again == True"),
        flow("again", "over", "again == False"),
    )
    with pytest.raises(Stuck):
        desk_of(circle, again={"again": True}).begin("circle")


def test_open_tasks_come_in_the_order_of_the_drawing_however_they_came_about(desk_of):
    checks = drawing(
        "checks",
        start(),
        fork("split"),
        user("one"),
        choice("one_checked"),
        user("two"),
        end("first"),
        end("second"),
        path("started", "split"),
        path("split", "one", "one_checked"),
        outcome("one_checked", "one", "again"),
        outcome("one_checked", "first", "pass"),
        path("split", "two", "second"),
        lanes={"officer": ["one", "two"]},
    )
    desk = desk_of(checks)
    desk.begin("checks")
    run = desk.run()
    first = run.open_tasks()[0]
    run.complete(first.id, {"outcome": "again"}, desk.answers, DUE)
    assert [task.node_id for task in run.open_tasks()] == ["one", "two"]
    assert desk.open() == ["one", "two"]


def test_a_timer_outside_takes_a_due_timer_inside_away(desk_of):
    outside = drawing(
        "outside",
        start(),
        call("stage", "supplementing"),
        boundary_timer("stage_overdue", "stage", "stage_due"),
        end("over"),
        end("expired"),
        path("started", "stage", "over"),
        path("stage_overdue", "expired"),
    )
    desk = desk_of(outside, SUPPLEMENT)
    started = desk.begin("outside", {"stage_due": "2026-03-10", "supplement_due": "2026-03-10"})
    advance = desk.fire(DUE)
    assert [each.node_id for each in advance.trail] == ["stage_overdue", "expired"]
    assert (advance.result, advance.cancelled) == ("expired", (started.opened[0].id,))
