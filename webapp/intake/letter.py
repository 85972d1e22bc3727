"""The written application (书面申请) of a draft, filled in, to be printed and signed on paper."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.intake_draft import DraftForm, form_of_draft
from forms.signing import SIGNING
from models.household import House, Household, Person
from models.region import Region
from models.village import Filing
from webapp import transactions
from webapp.cases.frame import CaseFrame
from webapp.intake.pages import closed
from webapp.papers.filled import Filled
from webapp.papers.press import body_of, characters_of, pdf_answer
from webapp.parts import parts
from webapp.readings import log_reading
from webapp.user import user
from workflows.errors import AlreadyDone
from workflows.intake_drafts import draft_in_the_making
from workflows.papers import PAPERS
from workflows.rosters import HEAD, sex

bp = Blueprint("intake_letter", __name__)
LETTER = PAPERS["application_letter"]
PURPOSE = "含完整身份证号"


@bp.get("/intake/<int:draft_id>/letter")
def show(draft_id: int) -> ResponseReturnValue:
    """The paper as it will be printed."""
    try:
        filled = _filled(transactions.session(), draft_id)
    except AlreadyDone as error:
        return closed(draft_id, error)
    body = body_of(filled, {})
    log_reading(f"打印预览:{LETTER.title}(申请草稿)", PURPOSE)
    return render_template(
        "papers/show.html",
        p=filled,
        body=body,
        rare=characters_of(body),
        why_not=parts().printer.why_not,
        may_show_numbers=False,
        pdf_address=url_for("intake_letter.pdf", draft_id=draft_id),
        back=url_for("intake.group", draft_id=draft_id, key="signature"),
    )


@bp.get("/intake/<int:draft_id>/letter.pdf")
def pdf(draft_id: int) -> ResponseReturnValue:
    """The same as a PDF."""
    try:
        filled = _filled(transactions.session(), draft_id)
    except AlreadyDone as error:
        return closed(draft_id, error)
    body, title = body_of(filled, {}), filled.title
    log_reading(f"打印:{LETTER.title}(申请草稿)", PURPOSE)
    return pdf_answer(body, title, "application-letter.pdf")


def _filled(session: Session, draft_id: int) -> Filled:
    actor = user().actor
    draft = draft_in_the_making(session, actor, draft_id)
    form = form_of_draft(session, parts().runtime, actor, draft)
    form.check()
    village = draft.village_code
    codes = (village, village[:9], village[:6])
    rows = session.execute(select(Region.code, Region.name).where(Region.code.in_(codes)))
    names = {row.code: row.name for row in rows}
    persons, house = _persons(form), _house(form)
    application = form.step.application
    application.household = Household(village_code=village, **vars(form.form.place))
    frame = CaseFrame(
        actor=actor,
        application=application,
        house=house,
        head=next((person for person in persons if person.is_head), None),
        village=names.get(village, ""),
        township=names.get(village[:9], ""),
        county=names.get(village[:6], ""),
        tasks=(),
        names={},
        processes=(),
        definitions=parts().runtime.library.current,
        notices=(),
        calendar={},
        near_days=0,
        runtime=parts().runtime,
    )
    assert form.step.task is not None
    return Filled(LETTER, frame, form.step.task, None, persons, _signed(form), shows_numbers=True)


def _persons(form: DraftForm) -> list[Person]:
    """The roster as typed; what a wrong number would tell is left to the pen."""
    return [
        Person(
            name=row.name,
            id_number=form.form.number(row),
            relation=row.relation,
            nation=row.nation,
            is_head=row.relation == HEAD,
            sex="" if row.errors else sex(form.form.number(row)),
        )
        for row in form.form.members.data
    ]


def _house(form: DraftForm) -> House | None:
    dwelling = form.form.house
    return House(**vars(dwelling)) if dwelling is not None and dwelling.structure else None


def _signed(form: DraftForm) -> Filing | None:
    """How the household signs, so that only that way is printed; all four until it is said."""
    return (
        Filing(**{name: form.form[name].data for name in SIGNING})
        if form.form.signing.data
        else None
    )
