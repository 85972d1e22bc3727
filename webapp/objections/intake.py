"""Taking in an objection that a stranger sends: checked, counted, stored, and once only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from forms.public_objection import NOT_CHOSEN, PublicObjectionForm
from models.notice import OPEN_TURNS, NoticedHousehold, PublicNotice
from models.objection import HOUSEHOLD, SITE, Objection, ObjectionPicture
from webapp import transactions
from webapp.files import kinds
from webapp.files.uploads import Upload, receive
from webapp.objections import throttle
from webapp.objections.tokens import FormToken
from webapp.parts import parts
from workflows import clock
from workflows.errors import Invalid, TooMany
from workflows.objection_codes import form_digest
from workflows.objections import Filed, take_in
from workflows.rights import MACHINE
from workflows.steps import locked_step

PICTURES_ONLY = "“照片”只能选照片(JPG、PNG、HEIC)。"
TOO_OFTEN = (
    "刚才从您这里收到的异议已经很多了,这一件没有收下。请过一小时再提,或者到村委会、乡镇当面说。"
)
NOTICE_FULL = (
    "这份公示今天收到的异议已经很多了,这一件没有收下。请明天再提,或者到村委会、乡镇当面说。"
)


def pictures_sent(most: int) -> list[Upload]:
    """The photographs of the request, stored. Raises Invalid with what is wrong with one."""
    files = [file for file in request.files.getlist("photographs") if file.filename]
    if len(files) > most:
        raise Invalid(f"照片最多 {most} 张。", "photographs")
    for file in files:
        _require_picture(file)
    return [receive(file, parts().storage) for file in files]


def refuse_flood(session: Session, notice_id: int) -> None:
    """Raise TooMany before anything is opened for a sender, or a notice, that has had enough."""
    limits = parts().config.objections
    spans = (
        (throttle.address_origin(), limits.per_address, limits.address_minutes, TOO_OFTEN),
        (throttle.notice_origin(notice_id), limits.per_notice, limits.notice_minutes, NOTICE_FULL),
    )
    for origin, most, minutes, sentence in spans:
        if throttle.is_full(session, origin, most, minutes):
            _refuse(origin, sentence)


def keep(
    notice: PublicNotice, form: PublicObjectionForm, token: FormToken, uploads: Sequence[Upload]
) -> int:
    """Take it in; returns its number, and that of the first for one that was sent twice."""
    session, runtime = transactions.session(), parts().runtime
    about, said = str(form.about.data), str(form.content.data)
    digest = form_digest(runtime.digest_key, token.nonce, about, said)
    _count(session, notice.id, digest)
    application_id = _case_for(session, notice.id, form.position)
    step = locked_step(session, runtime, MACHINE, application_id)
    same = session.scalar(select(Objection.id).where(Objection.form_digest == digest))
    if same is not None:
        return same
    filed = Filed(
        aims_at=HOUSEHOLD if form.position is not None else about,
        content=said,
        came_by=SITE,
        received_on=clock.today(),
        objector_name=form.objector_name.data or "",
        contact=form.contact.data or "",
        form_digest=digest,
    )
    objection = take_in(step, session.get_one(PublicNotice, notice.id), filed)
    for upload in uploads:
        session.add(
            ObjectionPicture(
                objection_id=objection.id,
                sha256=upload.sha256,
                content_type=upload.content_type,
                size=upload.size,
            )
        )
    session.flush()
    return objection.id


def _count(session: Session, notice_id: int, digest: str) -> None:
    """Count it for its sender and its notice, unless it is here already. Raises TooMany."""
    known = session.scalar(select(Objection.id).where(Objection.form_digest == digest))
    if known is not None:
        return
    limits, origin = parts().config.objections, throttle.address_origin()
    if not throttle.take(session, origin, limits.per_address, limits.address_minutes):
        _refuse(origin, TOO_OFTEN)
    of_notice = throttle.notice_origin(notice_id)
    if not throttle.take(session, of_notice, limits.per_notice, limits.notice_minutes):
        _refuse(of_notice, NOTICE_FULL)
    throttle.forget_old(session)


def _refuse(origin: str, sentence: str) -> None:
    what = "notice" if sentence == NOTICE_FULL else "address"
    transactions.record_apart(partial(throttle.note_refused, origin=origin, what=what))
    raise TooMany(sentence)


def _case_for(session: Session, notice_id: int, position: int | None) -> int:
    """The case of the household at ``position``; without one, that of the first still on the sheet.

    Raises Invalid for a place on the sheet that nobody has.
    """
    turns = session.execute(
        select(NoticedHousehold.application_id, NoticedHousehold.position, NoticedHousehold.state)
        .where(NoticedHousehold.notice_id == notice_id)
        .order_by(NoticedHousehold.application_id)
    ).all()
    if position is not None:
        meant = [each.application_id for each in turns if each.position == position]
        if not meant:
            raise Invalid(NOT_CHOSEN, "about")
        return int(meant[0])
    still = [each.application_id for each in turns if each.state in OPEN_TURNS]
    return int((still or [each.application_id for each in turns])[0])


def _require_picture(file: FileStorage) -> None:
    beginning = file.stream.read(kinds.BEGINNING)
    file.stream.seek(0)
    try:
        is_picture = kinds.told_by(beginning).content_type in kinds.PICTURES
    except Invalid:
        is_picture = False
    if beginning and not is_picture:
        raise Invalid(PICTURES_ONLY, "photographs")
