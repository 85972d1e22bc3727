"""Applications in the making: shared by the clerks of a village, merged, kept, never doubled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy.orm import Session

from models.document import Document
from models.intake_draft import IntakeDraft
from models.role import Role
from tests.cast import NEIGHBOUR_VILLAGE, TOWNSHIP, VILLAGE, Cast, add_account
from tests.forms.stage import new_application
from workflows import clock
from workflows import intake_drafts as drafts
from workflows.actors import actor_of
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.intake_drafts import ChangedMeanwhile
from workflows.rights import Actor

PLACE = ("group_name", "address", "telephone")


@pytest.fixture
def clerk(session: Session, people: Cast) -> Actor:
    return people.actor(session, Role.VILLAGE_CLERK)


@pytest.fixture
def colleague(session: Session, people: Cast) -> Actor:
    """Another clerk of the same village."""
    account = add_account(session, "second_clerk", "李文书", (Role.VILLAGE_CLERK, VILLAGE))
    return actor_of(session, account.id)


@pytest.fixture
def draft(session: Session, people: Cast, clerk: Actor) -> IntakeDraft:
    return begun(session, people, clerk)


def begun(session: Session, people: Cast, actor: Actor, **told: object) -> IntakeDraft:
    given = {"programme_id": people.programmes["A"], "village_code": VILLAGE, **told}
    return drafts.open_draft(session, actor, **given)  # type: ignore[arg-type]


def save(
    session: Session,
    actor: Actor,
    draft: IntakeDraft,
    typed: Mapping[str, Sequence[str]],
    version: int | None = None,
) -> IntakeDraft:
    return drafts.save_answers(
        session,
        actor,
        draft.id,
        version=draft.version if version is None else version,
        typed=typed,
        owns=lambda name: name in PLACE,
    )


def test_only_the_clerk_of_the_village_begins_an_application(
    session: Session, people: Cast
) -> None:
    with pytest.raises(Forbidden):
        begun(session, people, people.actor(session, Role.TOWNSHIP_OFFICER))
    with pytest.raises(Forbidden):
        begun(session, people, people.actor(session, Role.VILLAGE_CLERK, foreign=True))


def test_an_unknown_programme_is_refused(session: Session, people: Cast, clerk: Actor) -> None:
    with pytest.raises(Invalid):
        begun(session, people, clerk, programme_id=987654)


def test_the_township_begins_drafts_from_a_sheet_and_the_same_row_is_one_draft(
    session: Session, people: Cast
) -> None:
    officer = people.actor(session, Role.TOWNSHIP_OFFICER)
    told = {
        "openers": [Role.TOWNSHIP_OFFICER],
        "sheet_row_digest": "ab" * 32,
        "answers": {"members-0-name": ["阿拉坦·巴图"]},
    }
    first = begun(session, people, officer, **told)
    assert (first.origin, first.head_name) == ("sheet", "阿拉坦·巴图")
    assert begun(session, people, officer, **told).id == first.id
    assert begun(session, people, officer, **told | {"sheet_row_digest": "cd" * 32}).id != first.id


def test_a_colleague_of_the_village_reads_a_draft_and_nobody_else(
    session: Session, people: Cast, draft: IntakeDraft, colleague: Actor
) -> None:
    assert drafts.load_draft(session, colleague, draft.id).id == draft.id
    for stranger in (
        people.actor(session, Role.VILLAGE_CLERK, foreign=True),
        people.actor(session, Role.AUDITOR),
        people.actor(session, Role.VILLAGE_HEAD),
    ):
        with pytest.raises(NotFound):
            drafts.load_draft(session, stranger, draft.id)


def test_answers_are_kept_with_who_typed_them(
    session: Session, draft: IntakeDraft, clerk: Actor, colleague: Actor
) -> None:
    save(session, clerk, draft, {"address": ["二组12号"]})
    save(session, colleague, draft, {"address": ["二组12号"], "telephone": ["13800001234"]})
    assert draft.answers == {"address": ["二组12号"], "telephone": ["13800001234"]}
    assert draft.typed_by == [clerk.name, colleague.name]
    assert draft.marks["telephone"]["by"] == colleague.name
    assert draft.version == 2


def test_an_answer_taken_away_is_gone_and_other_pages_stay(
    session: Session, draft: IntakeDraft, clerk: Actor
) -> None:
    draft.answers = {"hukou": ["农业"], "address": ["二组"]}
    save(session, clerk, draft, {"address": [""]})
    assert draft.answers == {"hukou": ["农业"]}


def test_saving_the_same_twice_changes_nothing(
    session: Session, draft: IntakeDraft, clerk: Actor
) -> None:
    save(session, clerk, draft, {"address": ["二组"]})
    save(session, clerk, draft, {"address": ["二组"]}, version=0)
    assert draft.version == 1


def test_two_clerks_on_different_questions_both_are_kept(
    session: Session, draft: IntakeDraft, clerk: Actor, colleague: Actor
) -> None:
    save(session, clerk, draft, {"address": ["二组"], "group_name": ["二组"]})
    opened_at = draft.version
    save(session, clerk, draft, {"address": ["二组12号"], "group_name": ["二组"]})
    # The colleague has left the address as it stood when the page was opened.
    save(session, colleague, draft, {"address": ["二组"], "telephone": ["138"]}, opened_at)
    assert draft.answers == {"address": ["二组12号"], "telephone": ["138"]}


def test_the_second_clerk_sees_what_the_first_has_changed_and_loses_nothing(
    session: Session, draft: IntakeDraft, clerk: Actor, colleague: Actor
) -> None:
    save(session, clerk, draft, {"address": ["二组12号"], "group_name": ["二组"]})
    with pytest.raises(ChangedMeanwhile) as refused:
        save(session, colleague, draft, {"address": ["一组3号"], "telephone": ["138"]}, version=0)
    [found] = refused.value.overtaken
    assert (found.name, found.theirs, found.yours) == ("address", ["二组12号"], ["一组3号"])
    assert found.by == clerk.name
    assert refused.value.answers == {
        "address": ["一组3号"],
        "telephone": ["138"],
        "group_name": ["二组"],
    }
    assert draft.answers == {"address": ["二组12号"], "group_name": ["二组"]}


def test_what_was_seen_and_typed_again_replaces_it(
    session: Session, draft: IntakeDraft, clerk: Actor, colleague: Actor
) -> None:
    save(session, clerk, draft, {"address": ["二组12号"]})
    save(session, colleague, draft, {"address": ["一组3号"]})
    assert draft.answers == {"address": ["一组3号"]}


def test_more_than_a_form_can_hold_is_refused(
    session: Session, draft: IntakeDraft, clerk: Actor
) -> None:
    with pytest.raises(Invalid):
        save(session, clerk, draft, {"address": ["长" * (drafts.LONGEST + 1)]})


def test_a_draft_set_aside_is_kept_with_its_reason_and_can_be_taken_up_again(
    session: Session, draft: IntakeDraft, clerk: Actor
) -> None:
    with pytest.raises(Invalid):
        drafts.set_aside(session, clerk, draft.id, "  ")
    drafts.set_aside(session, clerk, draft.id, "户主明年再申请")
    assert draft.set_aside_reason == "户主明年再申请"
    with pytest.raises(AlreadyDone):
        save(session, clerk, draft, {"address": ["二组"]})
    drafts.take_up_again(session, clerk, draft.id)
    assert save(session, clerk, draft, {"address": ["二组"]}).version == 1


def test_a_filed_draft_is_closed_and_its_documents_are_the_cases(
    session: Session, people: Cast, draft: IntakeDraft, clerk: Actor, colleague: Actor
) -> None:
    picture = Document(
        intake_draft_id=draft.id,
        kind="书面申请",
        filename="申请.jpg",
        content_type="image/jpeg",
        size=1,
        sha256="0" * 64,
        uploaded_by_id=clerk.account_id,
        uploaded_at=clock.now(),
    )
    session.add(picture)
    session.flush()
    case = new_application(session, people)
    drafts.mark_filed(session, clerk, draft, case.id, drafts.documents_of(session, draft.id))
    assert picture.application_id == case.id
    for who, is_same in ((clerk, True), (colleague, False)):
        with pytest.raises(AlreadyDone) as refused:
            save(session, who, draft, {"address": ["二组"]})
        assert refused.value.by_same_person is is_same
    with pytest.raises(AlreadyDone):
        drafts.take_up_again(session, clerk, draft.id)


def test_a_clerk_of_several_villages_sees_the_drafts_of_all(
    session: Session, people: Cast, draft: IntakeDraft
) -> None:
    account = add_account(
        session,
        "two_villages",
        "王两村",
        (Role.VILLAGE_CLERK, VILLAGE),
        (Role.VILLAGE_CLERK, NEIGHBOUR_VILLAGE),
    )
    actor = actor_of(session, account.id)
    other = begun(session, people, actor, village_code=NEIGHBOUR_VILLAGE)
    assert drafts.load_draft(session, actor, draft.id).village_code == VILLAGE
    assert drafts.load_draft(session, actor, other.id).village_code.startswith(TOWNSHIP)
