"""All checks of one photograph of a house: on the spot when it comes, and again as facts arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.check_result import BLOCK, FAIL, CheckResult
from models.document import Document
from models.house_point import HousePoint
from models.intake_draft import IntakeDraft
from models.picture import Picture
from models.programme import Programme
from workflows import clock, rights
from workflows.checks import same_picture
from workflows.checks.check import Answer, Checked
from workflows.checks.duplicates import ask_again
from workflows.checks.house_pictures import PHASES, HousePicture, is_house_picture
from workflows.checks.notice_photographs import check_notice_photographs
from workflows.checks.notice_pictures import is_notice_picture
from workflows.checks.notice_reuse import cases_of_list, used_elsewhere
from workflows.checks.place import place, point_of
from workflows.checks.plausible import plausible
from workflows.checks.refused import record_refused, record_refused_of
from workflows.checks.results import record, record_all
from workflows.checks.speed import speed
from workflows.checks.times import built_first, time_order
from workflows.errors import Invalid
from workflows.parameters import parameters_of
from workflows.rights import Actor


class PictureUsed(Invalid):
    """The very same photograph stands elsewhere: it is not taken in (F27).

    ``answer`` is to be kept apart from what is rolled back, about the case or the draft that
    ``coming``, a row never written, would have belonged to; ``actor`` sent it.
    """

    def __init__(self, sentence: str, answer: Answer, coming: Document, actor: Actor) -> None:
        super().__init__(sentence, "file")
        self.answer, self.coming, self.actor = answer, coming, actor


def require_unused(
    session: Session,
    actor: Actor,
    kind: str,
    sha256: str,
    *,
    application_id: int | None = None,
    draft_id: int | None = None,
) -> None:
    """Refuse a file that stands elsewhere, before anything of it is written. Raises PictureUsed."""
    if is_notice_picture(kind) and application_id is not None:
        _require_unproven(session, actor, kind, sha256, [application_id])
    if not is_house_picture(kind):
        return
    coming = Document(
        kind=kind, sha256=sha256, application_id=application_id, intake_draft_id=draft_id
    )
    answer = same_picture.same(session, HousePicture(coming, None))
    if answer.result == FAIL and answer.weight == BLOCK:
        raise PictureUsed(_refusal(session, actor, answer), answer, coming, actor)


def require_unused_of_list(
    session: Session, actor: Actor, list_id: int, kind: str, sha256: str
) -> None:
    """The same for a photograph of a notice that serves every case of a list."""
    if is_notice_picture(kind):
        _require_unproven(session, actor, kind, sha256, cases_of_list(session, list_id))


def _require_unproven(
    session: Session, actor: Actor, kind: str, sha256: str, cases: Sequence[int]
) -> None:
    """A photograph of another notice proves nothing of this one (F18). Raises PictureUsed."""
    coming = Document(kind=kind, sha256=sha256, application_id=cases[0])
    answer = used_elsewhere(session, coming, cases)
    if answer.result == FAIL:
        raise PictureUsed(answer.why, answer, coming, actor)


def record_used(used: PictureUsed, session: Session) -> None:
    """Keep that somebody tried to use a picture again, by its digest and what it was equal to.

    The file itself is not kept: it is there already.  For a case it is put on its record too, for a
    draft when it is filed (F27).
    """
    coming = used.coming
    if coming.intake_draft_id is not None:
        draft = session.get_one(IntakeDraft, coming.intake_draft_id)
        checked = Checked(draft.village_code, None, draft.id)
        record_refused(session, used.actor, checked, [used.answer])
        return
    assert coming.application_id is not None
    record_refused_of(session, used.actor, coming.application_id, [used.answer])


def check_new(
    session: Session,
    document: Document,
    *,
    application: Application | None = None,
    draft: IntakeDraft | None = None,
) -> Sequence[CheckResult]:
    """Check a document that has just come, of the locked ``application`` or of a ``draft``.

    Other documents than photographs of houses and notices are not checked.
    """
    if application is not None and is_notice_picture(document.kind):
        return check_notice_photographs(session, application, [document])
    if not is_house_picture(document.kind):
        return []
    picture = session.get(Picture, document.id)
    shot = HousePicture(document, picture, application, draft)
    owner = application or draft
    assert owner is not None
    parameters = _parameters(session, owner)
    checked = _checked(shot)
    same, near = same_picture.same(session, shot), same_picture.near(session, shot, parameters)
    answers = [same, near]
    same_picture.remember(session, shot)
    answers.append(plausible(session, shot, parameters))
    if application is None:
        answers.append(time_order(shot, parameters))
        return record(session, checked, answers)
    rows = record(session, checked, answers)
    check_again(session, application)
    return rows


def check_again(session: Session, application: Application) -> None:
    """Ask what depends on other facts of the case of all its house photographs once more (F54).

    Where the house is, when it was approved and begun become known one after the other.
    """
    parameters = _parameters(session, application)
    shots = house_pictures_of(session, application)
    before = session.get(HousePoint, application.id)
    house = point_of(shots, before, parameters)
    if house is not None and (before is None or session.is_modified(house)):
        session.add(house)
        session.flush()
        ask_again(application)
    told = [(_checked(shot), _of_place_and_time(shot, shots, house, parameters)) for shot in shots]
    record_all(session, application, told)


def house_pictures_of(session: Session, application: Application) -> list[HousePicture]:
    """The present house photographs of a case, oldest first."""
    rows = session.execute(
        select(Document, Picture)
        .outerjoin(Picture, Picture.document_id == Document.id)
        .where(
            Document.application_id == application.id,
            Document.kind.in_(PHASES),
            Document.replaced_by_id.is_(None),
        )
        .order_by(Document.id)
    )
    return [HousePicture(document, picture, application) for document, picture in rows]


def _of_place_and_time(
    shot: HousePicture,
    shots: Sequence[HousePicture],
    house: HousePoint | None,
    parameters: Mapping[str, Any],
) -> list[Answer]:
    answers = [
        place(shot, house, parameters),
        time_order(shot, parameters),
        built_first(shot),
        speed(shot, shots, parameters),
    ]
    return [each for each in answers if each is not None]


def _parameters(session: Session, owner: Application | IntakeDraft) -> Mapping[str, Any]:
    programme = session.get_one(Programme, owner.programme_id)
    return parameters_of(session, programme, clock.today())


def _checked(shot: HousePicture) -> Checked:
    owner = shot.application or shot.draft
    assert owner is not None
    draft_id = shot.draft.id if shot.draft is not None else None
    return Checked(owner.village_code, shot.application, draft_id, shot.document.id)


def _refusal(session: Session, actor: Actor, same: Answer) -> str:
    """Which case has the picture already, for who may read that; else that the office must look."""
    cases = [each.application_id for each in same.found if each.application_id is not None]
    other = session.scalar(
        select(Application)
        .where(Application.id.in_(cases), rights.visible_applications(actor))
        .order_by(Application.id)
        .limit(1)
    )
    if other is None:
        return "这张照片已经用在另一户的申请里,不能再用,请到现场重新拍照;有疑问的请市危改办核对。"
    name = f"{other.head_name}({other.number})" if other.number else other.head_name
    return f"这张照片已经用在{name}的申请里,不能再用,请到现场重新拍照。"
