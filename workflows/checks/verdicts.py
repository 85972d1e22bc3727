"""What a named person makes of a hold: who may, and with which reason."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.check_result import CLEARED, FAIL, HOLD, UPHELD, CheckResult
from models.document import Document
from models.role import LABELS, Role
from workflows import clock, history, rights
from workflows.checks.registry import CHECKS
from workflows.checks.results import count_open_holds
from workflows.duties import check_kin
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.history import Entry
from workflows.rights import Actor, Authority

VERDICTS = {CLEARED: "无问题,可以办理", UPHELD: "情况属实,更正以后再办"}
TOWNSHIP_POSTS = (Role.TOWNSHIP_OFFICER,)
COUNTY_POSTS = (Role.OFFICE_HANDLER, Role.OFFICE_APPROVER)
DECIDING_POSTS = (*TOWNSHIP_POSTS, *COUNTY_POSTS)
# Until the township has passed the case on, its own officer decides.
STAGES_OF_TOWNSHIP = frozenset({"village_review", "township_review"})
LONGEST_REASON = 1000


def posts_for(row: CheckResult, application: Application | None) -> tuple[Role, ...]:
    """The posts that judge a hold: the township's while the case is there, else the county's."""
    is_with_township = application is None or application.stage in STAGES_OF_TOWNSHIP
    return COUNTY_POSTS if row.is_for_county or not is_with_township else TOWNSHIP_POSTS


def may_decide(
    actor: Actor, row: CheckResult, application: Application | None, uploaded_by_id: int | None
) -> Authority | None:
    """The authority by which ``actor`` judges the hold, as far as it can be seen without reading.

    Never the one who sent what was checked.
    """
    if row.result != FAIL or row.effect != HOLD or row.verdict or row.ended_at is not None:
        return None
    if actor.account_id is None or (application is not None and application.state == "ended"):
        return None
    authority = rights.covers_village(actor, row.village_code, *posts_for(row, application))
    if authority is None or uploaded_by_id in rights.persons_behind(actor, authority):
        return None
    return authority


def decide(
    session: Session, actor: Actor, result_id: int, verdict: str, reason: str
) -> CheckResult:
    """Judge an open hold of a case: ``cleared`` or ``upheld``, with a reason.

    What is held against a document that many cases share is judged of all of them at once, as far
    as ``actor`` may.  Raises NotFound, Forbidden, AlreadyDone, and Invalid whose field names the
    answer.
    """
    (row, application), *alike = _locked(session, actor, result_id)
    if row.effect != HOLD or row.result != FAIL:
        raise Invalid("这一条核验不用人处理。")
    if row.verdict is not None or row.ended_at is not None:
        raise AlreadyDone("这一条核验已经处理过,请刷新。")
    if application.state == "ended":
        raise AlreadyDone("这一件已经结束,留下的疑问不再处理。")
    posts = posts_for(row, application)
    authority = rights.covers_village(actor, row.village_code, *posts)
    if authority is None:
        raise Forbidden(f"这一条核验由{_names(posts)}处理。")
    _require_impartial(session, actor, authority, row, application)
    reason = reason.strip()
    if verdict not in VERDICTS:
        raise Invalid("请选择处理结果。", "verdict")
    if not reason:
        raise Invalid("请写明理由。", "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"理由最多 {LONGEST_REASON} 个字。", "reason")
    _judge(session, actor, authority, row, application, (verdict, reason))
    for other, case in alike:
        authority = rights.covers_village(actor, other.village_code, *posts_for(other, case))
        if authority is not None and _is_impartial(session, actor, authority, other, case):
            _judge(session, actor, authority, other, case, (verdict, reason))
    return row


def _judge(
    session: Session,
    actor: Actor,
    authority: Authority,
    row: CheckResult,
    application: Application,
    judged: tuple[str, str],
) -> None:
    row.verdict, row.reason = judged
    row.decided_by_id, row.decided_at = actor.account_id, clock.now()
    session.flush()
    count_open_holds(session, application)
    payload = {
        "check": row.check_id,
        "title": CHECKS[row.check_id].title,
        "verdict": row.verdict,
        "comment": row.reason,
        "document": row.document_id,
        **authority.marks,
    }
    entry = Entry("check_decided", actor, payload, clock.today(), authority.role.value, actor.name)
    history.record(session, application, [entry])
    session.flush()


def _locked(
    session: Session, actor: Actor, result_id: int
) -> list[tuple[CheckResult, Application]]:
    """The hold with its case, then those like it: their cases locked together, in one order."""
    wanted = session.get(CheckResult, result_id)
    if wanted is None:
        raise NotFound
    cases = {wanted.application_id, *(each.application_id for each in _alike(session, wanted))}
    locked = session.scalars(
        select(Application)
        .where(Application.id.in_(cases - {None}), rights.visible_applications(actor))
        .order_by(Application.id)
        .with_for_update(of=Application)
    )
    applications = {each.id: each for each in locked}
    session.refresh(wanted)
    if wanted.application_id not in applications:
        raise NotFound
    rows = [wanted, *_alike(session, wanted)]
    return [
        (row, applications[row.application_id])
        for row in rows
        if row.application_id in applications
    ]


def _alike(session: Session, row: CheckResult) -> Sequence[CheckResult]:
    """Open holds of the same check against the same document, where many cases share it."""
    if row.document_id is None:
        return []
    return session.scalars(
        select(CheckResult)
        .join(Document, Document.id == CheckResult.document_id)
        .where(
            Document.id == row.document_id,
            Document.application_id.is_(None),
            CheckResult.check_id == row.check_id,
            CheckResult.id != row.id,
            CheckResult.application_id.is_not(None),
            CheckResult.result == FAIL,
            CheckResult.effect == HOLD,
            CheckResult.verdict.is_(None),
            CheckResult.ended_at.is_(None),
        )
        .order_by(CheckResult.id)
        .execution_options(populate_existing=True)
    ).all()


def _is_impartial(
    session: Session, actor: Actor, authority: Authority, row: CheckResult, application: Application
) -> bool:
    try:
        _require_impartial(session, actor, authority, row, application)
    except Forbidden:
        return False
    return application.state != "ended"


def _require_impartial(
    session: Session, actor: Actor, authority: Authority, row: CheckResult, application: Application
) -> None:
    """Neither the judge nor whom the judge stands in for has sent it, or is of the household."""
    sent_by = session.scalar(select(Document.uploaded_by_id).where(Document.id == row.document_id))
    if sent_by is not None and sent_by in rights.persons_behind(actor, authority):
        raise Forbidden("这份材料由您上传,核验须由他人处理。")
    check_kin(session, actor, application)


def _names(posts: tuple[Role, ...]) -> str:
    return "或".join(LABELS[role] for role in posts)
