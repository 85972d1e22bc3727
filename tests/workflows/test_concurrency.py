"""Several at the same moment, on connections and in processes of their own, on both databases."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import REFUSAL_EVIDENCE
from models.outbox import OutboxMessage
from models.role import Role
from tests.cast import TOWNSHIP, add_account, day
from tests.forms.stage import Stage, shipped_runtime
from tests.workflows.concurrency.scene import Act, OtherProcess, Scene
from workflows import clock, worker
from workflows.errors import AlreadyDone, Refused
from workflows.refusals import open_refusal
from workflows.steps import locked_step
from workflows.stops import withdraw
from workflows.suspensions import Grounds, resume, suspend

SECOND_OFFICER, SECOND_APPROVER = "第二经办", "第二领导"
LIST = {"document_number": "扎扶办函〔2019〕3号", "document_date": "2019-03-01"}
DISABLED = {"plan": "B", "identities": ["贫困残疾人"]}


@pytest.fixture(autouse=True)
def a_day_in_march() -> None:
    clock.set_now(day("2019-03-04"))


@pytest.fixture
def second_officer(scene: Scene) -> int:
    """A colleague with the same role at the same place."""
    with scene.database.write() as session:
        account = add_account(session, "second", SECOND_OFFICER, (Role.TOWNSHIP_OFFICER, TOWNSHIP))
        session.commit()
        return account.id


@pytest.fixture
def case(scene: Scene) -> int:
    """A case whose file the township reviews."""
    return scene.case("township_review")


# --- one task


def test_of_a_step_and_a_suspension_at_once_neither_is_lost(scene: Scene, case: int) -> None:
    """Whoever comes second is told so: the step is refused, or what it opened stands still."""
    document_id = scene.document(case)
    task_id = scene.task(case, "review_file")
    answers = scene.at_once(scene.fill_in(task_id, "approve"), suspension(scene, case, document_id))
    refusals = [each for each in answers if isinstance(each, Refused)]
    assert scene.open_nodes(case) == set()
    assert len(scene.record(case, "case_suspended")) == 1
    completed = scene.record(case, "task_completed")
    if refusals:
        assert completed == []
        assert "已中止" in refusals[0].sentence
    else:
        assert len(completed) == 1
    assert scene.done(resumption(scene, case)) is None
    assert scene.open_nodes(case) == ({"review_file"} if refusals else {"visit_household"})


def test_of_two_who_complete_a_task_one_succeeds_and_the_other_reads_who_did(
    scene: Scene, case: int, second_officer: int
) -> None:
    task_id = scene.task(case, "review_file")
    answers = scene.at_once(
        scene.fill_in(task_id, "approve"),
        scene.fill_in(task_id, "approve", account_id=second_officer),
    )
    names = [officer_name(scene), SECOND_OFFICER]
    refusal = only_refusal(answers)
    winner = names[1 - answers.index(refusal)]
    assert refusal.sentence == f"这一步已由{winner}办结,请刷新。"
    assert refusal.by_same_person is False
    assert len(scene.record(case, "task_completed")) == 1
    assert scene.open_nodes(case) == {"visit_household"}


def test_who_comes_while_another_has_not_committed_waits_and_is_told(
    scene: Scene, case: int, second_officer: int
) -> None:
    task_id = scene.task(case, "review_file")
    first, second = scene.while_open(
        scene.fill_in(task_id, "approve"),
        scene.fill_in(task_id, "approve", account_id=second_officer),
    )
    assert first == "review_file"
    assert isinstance(second, AlreadyDone)
    assert officer_name(scene) in second.sentence
    assert len(scene.record(case, "task_completed")) == 1


def test_a_double_click_is_known_as_the_same_persons(scene: Scene, case: int) -> None:
    task_id = scene.task(case, "review_file")
    act = scene.fill_in(task_id, "approve")
    refusal = only_refusal(scene.at_once(act, act))
    assert refusal.by_same_person is True
    assert len(scene.record(case, "task_completed")) == 1


def test_of_complete_and_return_only_one_counts(
    scene: Scene, case: int, second_officer: int
) -> None:
    task_id = scene.task(case, "review_file")
    answers = scene.at_once(
        scene.fill_in(task_id, "approve"),
        scene.fill_in(
            task_id, "return", account_id=second_officer, answers={"comment": "缺户籍证明。"}
        ),
    )
    only_refusal(answers)
    completed = scene.record(case, "task_completed")
    assert len(completed) == 1
    went = {"approve": {"visit_household"}, "return": {"correct_application"}}
    assert scene.open_nodes(case) == went[completed[0]["outcome"]]


def test_of_two_processes_that_complete_a_task_one_succeeds(scene: Scene, case: int) -> None:
    task_id = scene.task(case, "review_file")
    order = form_order(scene, task_id, "approve")
    with OtherProcess(scene.url) as one, OtherProcess(scene.url) as other:
        one.ask(**order)
        other.ask(**order)
        answers = [one.answer(), other.answer()]
    told = f"这一步已由{officer_name(scene)}办结,请刷新。"
    answers.remove("done")
    assert answers == [{"refused": told, "by_same_person": True}]
    assert len(scene.record(case, "task_completed")) == 1


# --- two tasks of one case


def test_two_departments_that_answer_at_the_same_moment_both_succeed(scene: Scene) -> None:
    case = scene.case("identity_verification", **DISABLED)
    acts = [
        scene.fill_in(
            scene.task(case, "verify_poverty"),
            "pass",
            answers={**LIST, "in_relocation_plan": "no"},
        ),
        scene.fill_in(scene.task(case, "verify_disability"), "pass", answers=LIST),
    ]
    assert scene.at_once(*acts) == ["verify_poverty", "verify_disability"]
    assert scene.application(case).result == "passed"
    # The third department is not needed any more: the rule is settled.
    assert scene.open_nodes(case) == set()
    assert len(scene.record(case, "task_completed")) == 2


def test_a_department_that_has_to_wait_for_another_succeeds_after_it(scene: Scene) -> None:
    case = scene.case("identity_verification", **DISABLED)
    answers = scene.while_open(
        scene.fill_in(
            scene.task(case, "verify_poverty"),
            "pass",
            answers={**LIST, "in_relocation_plan": "no"},
        ),
        scene.fill_in(
            scene.task(case, "verify_disability"), "fail", answers={**LIST, "comment": "已注销。"}
        ),
    )
    assert answers == ("verify_poverty", "verify_disability")
    assert scene.application(case).result == "failed"


def test_a_department_whose_answer_is_no_longer_needed_is_told_so(scene: Scene) -> None:
    case = scene.case("identity_verification", **DISABLED)
    scene.done(
        scene.fill_in(
            scene.task(case, "verify_poverty"),
            "pass",
            answers={**LIST, "in_relocation_plan": "no"},
        )
    )
    settles, late = scene.while_open(
        scene.fill_in(scene.task(case, "verify_disability"), "pass", answers=LIST),
        scene.fill_in(scene.task(case, "verify_civil_affairs"), "pass", answers=LIST),
    )
    assert settles == "verify_disability"
    # Poverty and disability suffice, so that civil affairs had been taken off already or is now.
    assert isinstance(late, AlreadyDone)
    assert "不需要" in late.sentence
    assert scene.application(case).result == "passed"


# --- the end of a case against a side process


def test_a_withdrawal_and_a_notice_step_at_the_same_moment_end_consistently(scene: Scene) -> None:
    case = noticed_case(scene)
    task_id = scene.task(case, "post_notice")
    answers = scene.at_once(withdrawal(scene, case), scene.step(task_id, **NOTICE_UNTIL))
    assert answers[0] == "withdrawn"
    if answers[1] != "post_notice":
        assert isinstance(answers[1], AlreadyDone)
    check_stopped(scene, case, "withdrawn")


def test_a_notice_step_that_meets_a_withdrawal_is_no_longer_needed(scene: Scene) -> None:
    case = noticed_case(scene)
    task_id = scene.task(case, "post_notice")
    first, second = scene.while_open(withdrawal(scene, case), scene.step(task_id, **NOTICE_UNTIL))
    assert first == "withdrawn"
    assert isinstance(second, AlreadyDone)
    assert "不需要" in second.sentence
    check_stopped(scene, case, "withdrawn")


def test_a_withdrawal_that_meets_a_notice_step_stops_the_notice_after_it(scene: Scene) -> None:
    case = noticed_case(scene)
    task_id = scene.task(case, "post_notice")
    answers = scene.while_open(scene.step(task_id, **NOTICE_UNTIL), withdrawal(scene, case))
    assert answers == ("post_notice", "withdrawn")
    check_stopped(scene, case, "withdrawn")


def test_an_established_refusal_stops_the_case_while_somebody_takes_a_step(scene: Scene) -> None:
    case = refused_case(scene)
    task_id = scene.task(case, "post_notice")
    delivered, stepped = scene.at_once(work(scene), scene.step(task_id, **NOTICE_UNTIL))
    assert delivered == 1
    if stepped != "post_notice":
        assert isinstance(stepped, AlreadyDone)
    check_stopped(scene, case, "refused")


def test_the_stop_of_a_case_waits_for_a_step_that_is_being_taken(scene: Scene) -> None:
    case = refused_case(scene)
    task_id = scene.task(case, "post_notice")
    answers = scene.while_open(scene.step(task_id, **NOTICE_UNTIL), work(scene))
    assert answers == ("post_notice", 1)
    check_stopped(scene, case, "refused")


# --- two workers


def test_two_workers_fire_each_timer_and_deliver_each_message_once(scene: Scene) -> None:
    cases = waiting_cases(scene)
    clock.set_now(day("2019-03-20"))
    scene.at_once(work(scene), work(scene), work(scene))
    for case in cases:
        assert len(scene.record(case, "timer_fired")) == 1
        assert scene.open_nodes(case) == {"take_down_notice"}
        scene.move(case, "take_down_notice", "complete")
    scene.at_once(work(scene), work(scene), work(scene))
    check_delivered_once(scene, cases)


def test_two_worker_processes_do_each_thing_once(scene: Scene) -> None:
    cases = waiting_cases(scene)
    clock.set_now(day("2019-03-20"))
    with OtherProcess(scene.url) as one, OtherProcess(scene.url) as other:
        assert work_of(one, other) == len(cases)
        for case in cases:
            assert len(scene.record(case, "timer_fired")) == 1
            scene.move(case, "take_down_notice", "complete")
        assert work_of(one, other) == len(cases)
    check_delivered_once(scene, cases)


# --- a kill between flush and commit


def test_a_server_killed_before_its_commit_leaves_nothing_and_the_step_can_be_done(
    scene: Scene, case: int
) -> None:
    task_id = scene.task(case, "review_file")
    before = scene.everything()
    order = form_order(scene, task_id, "approve")
    with OtherProcess(scene.url) as doomed:
        doomed.ask(**order, stop=True)
        assert doomed.answer() == "flushed"
        doomed.kill()
    assert scene.everything() == before

    assert scene.done(scene.fill_in(task_id, "approve")) == "review_file"
    assert len(scene.record(case, "task_completed")) == 1
    assert scene.open_nodes(case) == {"visit_household"}


def test_who_waited_for_a_server_that_was_killed_can_go_on(scene: Scene, case: int) -> None:
    task_id = scene.task(case, "review_file")
    with OtherProcess(scene.url) as doomed:
        doomed.ask(**form_order(scene, task_id, "approve"), stop=True)
        assert doomed.answer() == "flushed"

        def kill(_session: Session) -> str:
            doomed.kill()
            return "killed"

        answers = scene.at_once(scene.fill_in(task_id, "approve"), kill)
    assert answers == ["review_file", "killed"]
    assert len(scene.record(case, "task_completed")) == 1


# --- what the tests above are about

NOTICE_UNTIL = {"notice_until": "2019-03-12T00:00:00+08:00"}


def officer_name(scene: Scene) -> str:
    with scene.database.read() as session:
        return scene.people.actor(session, Role.TOWNSHIP_OFFICER).name


def only_refusal(answers: list[object]) -> AlreadyDone:
    """One succeeded and one was refused."""
    refusals = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refusals) == 1, answers
    assert isinstance(refusals[0], AlreadyDone)
    return refusals[0]


def form_order(scene: Scene, task_id: int, outcome: str) -> dict[str, Any]:
    """What another process needs to complete a task of the township officer."""
    return {
        "act": "form",
        "task_id": task_id,
        "account_id": scene.people.account_id(Role.TOWNSHIP_OFFICER),
        "answers": {
            "handled_by": "王岚",
            "happened_on": clock.today().isoformat(),
            "outcome": outcome,
        },
    }


def noticed_case(scene: Scene) -> int:
    """A case of the whole process whose village notice is about to be posted."""
    case = scene.case("renovation", "B")
    scene.move(case, "file_application")
    scene.move(case, "check_application", "accept")
    scene.move(case, "hold_appraisal", "pass", lacks_quorum=False)
    assert scene.open_nodes(case) == {"post_notice"}
    return case


def waiting_cases(scene: Scene) -> list[int]:
    """Cases whose village notice hangs."""
    cases = [noticed_case(scene) for _ in range(4)]
    for case in cases:
        scene.move(case, "post_notice", **NOTICE_UNTIL)
    return cases


def refused_case(scene: Scene) -> int:
    """The same while a refusal has just been established and nobody has been told."""
    case = scene.case("renovation", identities=["建档立卡"])
    scene.move(case, "file_application")
    scene.move(case, "check_application", "accept")

    def open_file(session: Session) -> None:
        step = locked_step(session, shipped_runtime(), clerk(scene, session), case)
        open_refusal(step, reason_kind="个人原因", reason="不愿离开老屋。")

    scene.done(open_file)
    for visit, level in enumerate(("村", "镇", "村", "镇"), start=1):
        clock.set_now(day(f"2019-03-{4 + visit:02d}"))
        outcome = "establish" if visit == 4 else "again"
        answer = scene.done(
            scene.fill_in(
                scene.task(case, "record_refusal_visit"),
                outcome,
                answers={
                    "visit_level": level,
                    "visitors": "白音、李铁柱",
                    "content": "讲解补助政策。",
                    "household_statement": "住惯了,不想动。",
                    "evidence_ids": [str(evidence(scene, case))],
                },
            )
        )
        assert answer == "record_refusal_visit"
    scene.move(case, "sign_refusal_village")
    scene.move(case, "hold_appraisal", "pass", lacks_quorum=False)
    scene.move(case, "sign_refusal_township", "establish")
    assert scene.open_nodes(case) == {"post_notice"}
    return case


def evidence(scene: Scene, case: int) -> int:
    with scene.database.write() as session:
        stage = Stage(session, scene.people, scene.application(case))
        number = stage.upload(REFUSAL_EVIDENCE)[0]
        session.commit()
        return number


def clerk(scene: Scene, session: Session) -> Any:
    return scene.people.actor(session, Role.VILLAGE_CLERK)


def withdrawal(scene: Scene, case: int) -> Any:
    """The head takes the application back."""

    def act(session: Session) -> str:
        step = locked_step(session, shipped_runtime(), clerk(scene, session), case)
        withdraw(step, reason="子女接走。", written_on=clock.today(), handled_by="王岚")
        return "withdrawn"

    return act


def work(scene: Scene) -> Any:
    """A worker's round, which opens transactions of its own."""
    return lambda _session: worker.run_until_idle(scene.database, shipped_runtime())


def work_of(*processes: OtherProcess) -> int:
    for each in processes:
        each.ask(act="work")
    return sum(each.answer() for each in processes)


def check_stopped(scene: Scene, case: int, result: str) -> None:
    """The case ended as a whole, once."""
    application = scene.application(case)
    assert (application.state, application.result) == ("ended", result)
    assert scene.open_nodes(case) == set()
    assert "running" not in scene.statuses(case)
    assert len(scene.record(case, "case_stopped")) == 1
    ended = [each["process"] for each in scene.record(case, "process_ended")]
    assert ended.count("renovation") == 1


def check_delivered_once(scene: Scene, cases: list[int]) -> None:
    for case in cases:
        received = [each["message"] for each in scene.record(case, "message_received")]
        assert received == ["notice_closed"]
        assert scene.open_nodes(case) == {"report_application"}
    with scene.database.read() as session:
        results = session.scalars(select(OutboxMessage.result)).all()
    assert Counter(results) == {"delivered": len(cases)}


def suspension(scene: Scene, application_id: int, document_id: int) -> Act:
    """The act of suspending a case by the office."""

    def act(session: Session) -> None:
        actor = scene.people.actor(session, Role.OFFICE_HANDLER)
        step = locked_step(session, shipped_runtime(), actor, application_id)
        suspend(step, Grounds("其他", "等家属回来。", clock.today(), "王岚", document_id))

    return act


def resumption(scene: Scene, application_id: int) -> Act:
    """The act of letting it go on."""

    def act(session: Session) -> None:
        actor = scene.people.actor(session, Role.OFFICE_HANDLER)
        step = locked_step(session, shipped_runtime(), actor, application_id)
        resume(step, reason="家属回来了。", happened_on=clock.today(), handled_by="王岚")

    return act
