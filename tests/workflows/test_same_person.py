"""Two villages that write down the same person at the same moment: one of them is refused (F01)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from forms.submission import InvalidForm
from models.application import Application
from models.database import open_engine
from models.household import Person
from models.role import Role
from tests.cast import NEIGHBOUR_VILLAGE, VILLAGE
from tests.forms.stage import shipped_runtime
from tests.forms.village_case import MAN, SON, WIFE, application, identity, roster
from tests.workflows.concurrency.scene import Act, Scene
from workflows.applications import open_case
from workflows.errors import Invalid
from workflows.personal_data import digest

OTHER_MAN = identity("19600101", 101)
TAKEN = "已在另一件申请里"
OURS = roster(("阿拉坦·巴图", MAN, "户主"), ("乌云", WIFE, "配偶"), ("巴特尔", SON, "儿子"))
# The same three, named in another order.
THEIRS = roster(("巴特尔", SON, "户主"), ("乌云", WIFE, "母亲"), ("阿拉坦·巴图", MAN, "父亲"))


def opened(scene: Scene, *, next_door: bool = False) -> int:
    """A case with nothing filed yet, of one village or of the next; the task of filing."""
    with scene.database.write() as session:
        step = open_case(
            session,
            shipped_runtime(),
            scene.people.actor(session, Role.VILLAGE_CLERK, foreign=next_door),
            programme_id=scene.people.programmes["A"],
            village_code=NEIGHBOUR_VILLAGE if next_door else VILLAGE,
        )
        session.commit()
        return scene.task(step.application.id, "file_application")


def filing(scene: Scene, family: Mapping[str, str], *, next_door: bool = False) -> Act:
    account = scene.people.account_id(Role.VILLAGE_CLERK, foreign=next_door)
    task_id = opened(scene, next_door=next_door)
    return telling(
        scene.fill_in(task_id, "done", account_id=account, answers=application(dict(family)))
    )


def telling(act: Act) -> Act:
    """Let a form that is refused roll back, and answer with its errors."""

    def told(session: Session) -> object:
        try:
            return act(session)
        except InvalidForm as refused:
            raise Invalid(str(refused.form.errors)) from refused

    return told


def cases_of(scene: Scene, number: str) -> int:
    """How many open cases the person is in."""
    with scene.database.read() as session:
        return session.scalar(
            select(func.count())
            .select_from(Person)
            .join(Application, Application.household_id == Person.household_id)
            .where(
                Person.id_number_digest == digest(shipped_runtime().digest_key, number),
                Person.left_on.is_(None),
            )
        )


def test_of_two_villages_that_file_the_same_person_at_once_one_is_refused(scene: Scene) -> None:
    alone = roster(("布和", OTHER_MAN, "户主"), ("巴特尔", SON, "儿子"))
    answers = scene.at_once(filing(scene, OURS), filing(scene, alone, next_door=True))
    assert sorted(each == "file_application" for each in answers) == [False, True]
    refused = next(each for each in answers if each != "file_application")
    assert isinstance(refused, Invalid)
    assert f"(巴特尔)身份证号:{TAKEN}" in refused.sentence
    assert cases_of(scene, SON) == 1


def test_who_files_while_another_village_has_not_committed_waits_and_is_refused(
    scene: Scene,
) -> None:
    first, second = scene.while_open(filing(scene, OURS), filing(scene, THEIRS, next_door=True))
    assert first == "file_application"
    assert isinstance(second, Invalid)
    assert second.sentence.count(TAKEN) == 3


def test_rosters_in_another_order_never_wait_for_each_other_in_a_ring(scene: Scene) -> None:
    rosters = [OURS, THEIRS, OURS, THEIRS]
    answers = scene.at_once(
        *(filing(scene, each, next_door=bool(i % 2)) for i, each in enumerate(rosters))
    )
    assert sorted(each == "file_application" for each in answers) == [False, False, False, True]
    assert [cases_of(scene, each) for each in (MAN, WIFE, SON)] == [1, 1, 1]


def test_who_waited_for_a_filing_that_came_to_nothing_may_file(scene: Scene) -> None:
    ours = filing(scene, OURS)

    def in_vain(session: Session) -> object:
        ours(session)
        raise Invalid("办了一半")

    answers = scene.at_once(in_vain, filing(scene, THEIRS, next_door=True))
    assert isinstance(answers[0], Invalid)
    assert answers[1] == "file_application"
    assert cases_of(scene, SON) == 1


def test_households_without_a_common_person_file_at_the_same_moment(scene: Scene) -> None:
    alone = roster(("布和", OTHER_MAN, "户主"))
    answers = scene.at_once(filing(scene, OURS), filing(scene, alone, next_door=True))
    assert answers == ["file_application", "file_application"]


def test_a_correction_and_a_filing_of_the_same_person_do_not_both_succeed(scene: Scene) -> None:
    case = scene.case("identity_verification", identities=["建档立卡"])
    mismatch = {"comment": "家庭成员与名单不一致。"}
    scene.done(scene.fill_in(scene.task(case, "verify_poverty"), "mismatch", answers=mismatch))
    family = roster(("敖登高娃", identity("19661102", 302), "户主"), ("巴特尔", SON, "儿子"))
    correction = scene.fill_in(
        scene.task(case, "correct_poverty"),
        "done",
        answers={"explanation": "补报儿子。", **family},
    )
    answers = scene.at_once(telling(correction), filing(scene, OURS, next_door=True))
    assert sum(isinstance(each, Invalid) for each in answers) == 1
    assert cases_of(scene, SON) == 1


def test_an_ended_case_blocks_nobody_and_a_paid_one_for_ever(scene: Scene) -> None:
    assert scene.done(filing(scene, OURS)) == "file_application"
    with scene.database.write() as session:
        first = session.scalars(select(Application)).one()
        first.state, first.result = "ended", "withdrawn"
        session.commit()
    answers = scene.at_once(filing(scene, OURS), filing(scene, THEIRS, next_door=True))
    assert sorted(each == "file_application" for each in answers) == [False, True]
    with scene.database.write() as session:
        for case in session.scalars(select(Application)):
            case.state, case.paid_on = "ended", case.filed_on
        session.commit()
    paid = scene.done(filing(scene, THEIRS, next_door=True))
    assert isinstance(paid, Invalid)
    assert "已领取过危房改造补助" in paid.sentence


def test_a_server_set_to_another_isolation_does_not_change_ours(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with engine.begin() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(
            text(f'ALTER DATABASE "{name}" SET default_transaction_isolation TO serializable')
        )
    engine.dispose()
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW default_transaction_isolation")) == "serializable"
        assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"
    engine.dispose()
