"""Applications in the making: begun, typed by several clerks, set aside or filed (S2).

No case exists before filing.  What two clerks typed at the same moment is merged question by
question: whoever comes second and means something else is shown what the first has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import Document
from models.intake_draft import FROM_SHEET, TYPED, IntakeDraft
from models.programme import Programme
from models.role import Role
from workflows import clock, rights
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound, Refused
from workflows.rights import Actor

# Characters: more than all groups ask for.
LONGEST = 100_000
LONGEST_REASON = 500

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Overtaken:
    """One question that somebody else has answered otherwise since the page was opened."""

    name: str
    theirs: list[str]
    yours: list[str]
    by: str
    at: dt.datetime


class ChangedMeanwhile(Refused):
    """Another clerk has saved the same questions; nothing was written.

    ``answers`` is what the page shows next: what was typed, and theirs where nothing was.
    """

    status = 409

    def __init__(
        self, draft: IntakeDraft, overtaken: list[Overtaken], answers: dict[str, list[str]]
    ) -> None:
        super().__init__("这一页刚刚被别人改过,请对照后再保存。")
        self.draft, self.overtaken, self.answers = draft, overtaken, answers


def open_draft(
    session: Session,
    actor: Actor,
    *,
    programme_id: int,
    village_code: str,
    answers: Answers | None = None,
    sheet_row_digest: str | None = None,
    openers: Sequence[Role] = rights.DRAFTERS,
) -> IntakeDraft:
    """Begin an application for a household of ``village_code``; a sheet's row twice is one draft.

    Raises Forbidden unless ``actor`` is one of that village's ``openers``, Invalid for an unknown
    programme.
    """
    if rights.covers_village(actor, village_code, *openers) is None:
        raise Forbidden("只有本村的村经办可以为农户提出申请。")
    programme = session.get(Programme, programme_id)
    if programme is None or not village_code.startswith(programme.county_code):
        raise Invalid("没有这个方案,请重新选择。", "programme_id")
    if sheet_row_digest is not None:
        same = IntakeDraft.sheet_row_digest == sheet_row_digest
        if (present := session.scalar(select(IntakeDraft).where(same))) is not None:
            return present
    assert actor.account_id is not None
    now = clock.now()
    draft = IntakeDraft(
        village_code=village_code,
        programme_id=programme_id,
        created_by_id=actor.account_id,
        created_at=now,
        saved_at=now,
        typed_by=[actor.name],
        answers={name: list(values) for name, values in (answers or {}).items()},
        marks={},
        groups={},
        origin=TYPED if sheet_row_digest is None else FROM_SHEET,
        sheet_row_digest=sheet_row_digest,
    )
    draft.head_name = _head_name(draft.answers)
    session.add(draft)
    session.flush()
    return draft


def load_draft(session: Session, actor: Actor, draft_id: int, *, lock: bool = False) -> IntakeDraft:
    """A draft that ``actor`` may read, whatever became of it. Raises NotFound."""
    query = select(IntakeDraft).where(IntakeDraft.id == draft_id, rights.own_drafts(actor))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    draft = session.scalar(query)
    if draft is None:
        raise NotFound
    return draft


def draft_in_the_making(
    session: Session, actor: Actor, draft_id: int, *, lock: bool = False
) -> IntakeDraft:
    """A draft that may still be written. Raises NotFound, and AlreadyDone once filed or aside."""
    draft = load_draft(session, actor, draft_id, lock=lock)
    if draft.filed_application_id is not None:
        is_own = draft.filed_by_id == actor.account_id
        raise AlreadyDone("这份申请已经提交,不能再改。", by_same_person=is_own)
    if draft.set_aside_at is not None:
        raise AlreadyDone("这份申请已搁置。要接着办,请先在“新申请”里恢复。")
    return draft


def save_answers(
    session: Session,
    actor: Actor,
    draft_id: int,
    *,
    version: int,
    typed: Answers,
    owns: Callable[[str], bool],
) -> IntakeDraft:
    """Keep what was ``typed`` on one page; ``owns`` tells which names are that page's.

    A name of the page that was not sent is no longer answered.  ``version`` is that of the draft
    when the page was opened.  Raises NotFound, AlreadyDone, ChangedMeanwhile, and Invalid for more
    than the form can hold.
    """
    draft = draft_in_the_making(session, actor, draft_id, lock=True)
    if version > draft.version:
        # Nothing can be later than what stands here: it would hide what others have changed.
        raise Invalid("这一页不完整,请刷新后重填。")
    new = {name: list(values) for name, values in typed.items() if owns(name) and any(values)}
    answers = {name: values for name, values in draft.answers.items() if not owns(name)}
    answers |= new | _theirs(draft, version, new, owns)
    if overtaken := _overtaken(draft, version, new, owns):
        raise ChangedMeanwhile(draft, overtaken, answers)
    if sum(len(value) for values in answers.values() for value in values) > LONGEST:
        raise Invalid("内容太多,没有保存:请删短文字,照片和文件另行上传。")
    if answers != draft.answers:
        _write(draft, actor, answers)
    session.flush()
    return draft


def set_aside(session: Session, actor: Actor, draft_id: int, reason: str) -> IntakeDraft:
    """Put a draft away, with the reason; it is kept. Raises as the other acts, and Invalid."""
    draft = draft_in_the_making(session, actor, draft_id, lock=True)
    told = reason.strip()
    if not 1 <= len(told) <= LONGEST_REASON:
        raise Invalid(f"请写明为什么搁置,不超过 {LONGEST_REASON} 个字。", "reason")
    draft.set_aside_at, draft.set_aside_by_id = clock.now(), actor.account_id
    draft.set_aside_reason = told
    session.flush()
    return draft


def take_up_again(session: Session, actor: Actor, draft_id: int) -> IntakeDraft:
    """Go on with a draft that was set aside. Raises NotFound, AlreadyDone once filed."""
    draft = load_draft(session, actor, draft_id, lock=True)
    if draft.filed_application_id is not None:
        raise AlreadyDone("这份申请已经提交,不能再改。")
    draft.set_aside_at, draft.set_aside_by_id, draft.set_aside_reason = None, None, ""
    session.flush()
    return draft


def mark_filed(
    session: Session,
    actor: Actor,
    draft: IntakeDraft,
    application_id: int,
    documents: Sequence[Document],
) -> None:
    """The draft has become a case, and so have ``documents``, those of it that are used."""
    draft.filed_application_id, draft.filed_by_id = application_id, actor.account_id
    for document in documents:
        document.application_id = application_id
    session.flush()


def documents_of(session: Session, draft_id: int) -> list[Document]:
    """The current documents of a draft, oldest first."""
    query = select(Document).where(
        Document.intake_draft_id == draft_id, Document.replaced_by_id.is_(None)
    )
    return list(session.scalars(query.order_by(Document.id)))


# --- who changed what ---------------------------------------------------------------------------


def _since(draft: IntakeDraft, version: int, name: str) -> dict[str, Any] | None:
    """How ``name`` was changed after ``version``, or None."""
    mark: dict[str, Any] | None = draft.marks.get(name)
    return mark if mark is not None and mark["version"] > version else None


def _overtaken(
    draft: IntakeDraft, version: int, new: Answers, owns: Callable[[str], bool]
) -> list[Overtaken]:
    """Questions that both have answered, and otherwise."""
    found = []
    for name in dict.fromkeys([*filter(owns, draft.answers), *new, *filter(owns, draft.marks)]):
        mark = _since(draft, version, name)
        theirs, yours = draft.answers.get(name, []), list(new.get(name, []))
        # Who left the question as it was has not answered it.
        if mark is not None and theirs != yours and mark["before"] != yours:
            at = dt.datetime.fromisoformat(mark["at"])
            found.append(Overtaken(name, theirs, yours, mark["by"], at))
    return found


def _theirs(
    draft: IntakeDraft, version: int, new: Answers, owns: Callable[[str], bool]
) -> dict[str, list[str]]:
    """What the other has changed on this page and the present clerk has left as it was."""
    return {
        name: values
        for name, values in draft.answers.items()
        if owns(name)
        and (mark := _since(draft, version, name)) is not None
        and mark["before"] == list(new.get(name, []))
    }


def _write(draft: IntakeDraft, actor: Actor, answers: dict[str, list[str]]) -> None:
    now, before = clock.now(), draft.answers
    draft.version += 1
    told = {"version": draft.version, "by": actor.name, "at": now.isoformat()}
    marks = {
        name: {**told, "before": before.get(name, [])}
        for name in before.keys() | answers.keys()
        if before.get(name, []) != answers.get(name, [])
    }
    draft.answers, draft.marks, draft.saved_at = answers, draft.marks | marks, now
    if actor.name not in draft.typed_by:
        draft.typed_by = [*draft.typed_by, actor.name]
    draft.head_name = _head_name(answers)


def _head_name(answers: Answers) -> str:
    """The head stands in the first row of the roster."""
    return next(iter(answers.get("members-0-name", [])), "")[:60]
