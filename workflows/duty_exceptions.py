"""The county's logged exceptions from duty rules, for an office where nobody else is there."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.application import Application
from models.duty_exception import DutyException
from models.household import Person
from models.region import Region
from models.role import Role
from workflows import clock, rights
from workflows.duties import EXEMPTIBLE
from workflows.errors import Forbidden, Invalid, NotFound
from workflows.parameters import county_parameter
from workflows.rights import Actor
from workflows.system_history import record_system

MOST_DAYS = "duty_exception_most_days"


def grant(
    session: Session,
    actor: Actor,
    *,
    rule: str,
    account_id: int,
    area_code: str | None,
    number: str,
    until: dt.date,
    reason: str,
) -> DutyException:
    """Let an account off one rule in an area, or on the case with ``number``.

    Raises Forbidden for others than the county's approver, Invalid with the field that is wrong.
    """
    county = county_of(actor)
    if rule not in EXEMPTIBLE:
        raise Invalid("这条规定不能例外;资金审核与拨付任何时候都须分人办理。", "rule")
    account = session.get(Account, account_id)
    if account is None or not _works_in(session, account_id, county) or not account.is_active:
        raise Invalid("请选择本市在用账号的工作人员。", "account_id")
    if account_id == actor.account_id:
        raise Invalid("不能给自己批准例外,请由另一位审批人办理。", "account_id")
    application = _case(session, county, number) if number else None
    if application is None:
        _check_area(session, county, area_code)
    elif _is_kin(session, account, application):
        raise Invalid("这是其本人家庭的申请,不能例外。", "account_id")
    _check_until(session, county, until)
    if not reason.strip():
        raise Invalid("请写明例外的理由。", "reason")
    assert actor.account_id is not None
    exception = DutyException(
        rule=rule,
        account_id=account_id,
        area_code=None if application is not None else area_code,
        application_id=application.id if application is not None else None,
        until=until,
        reason=reason.strip(),
        county_code=county,
        granted_by_id=actor.account_id,
        granted_at=clock.now(),
    )
    session.add(exception)
    session.flush()
    _record(session, actor, "duty_exception_granted", exception, account)
    return exception


def end(session: Session, actor: Actor, exception_id: int) -> DutyException:
    """End an exception before its day."""
    exception = session.get(DutyException, exception_id, with_for_update=True)
    if exception is None or exception.county_code != county_of(actor):
        raise NotFound
    if exception.ended_at is not None or exception.until < clock.today():
        raise Invalid("这条例外已经结束。")
    exception.ended_at = clock.now()
    session.flush()
    account = session.get_one(Account, exception.account_id)
    _record(session, actor, "duty_exception_ended", exception, account)
    return exception


def county_of(actor: Actor) -> str:
    """The county in which ``actor`` approves, in person. Raises Forbidden."""
    for authority in actor.authorities:
        if authority.role is Role.OFFICE_APPROVER and authority.holder is None:
            return authority.area_code[:6]
    raise Forbidden("职责例外由危改办审批人批准。")


def _works_in(session: Session, account_id: int, county: str) -> bool:
    inside = rights.within(Grant.area_code, county)
    found = select(Grant.id).where(Grant.account_id == account_id, inside).limit(1)
    return session.scalar(found) is not None


def _case(session: Session, county: str, number: str) -> Application:
    application = session.scalar(
        select(Application).where(
            Application.number == number.strip(), rights.within(Application.village_code, county)
        )
    )
    if application is None:
        raise Invalid("没有这个申请编号,请核对。", "number")
    return application


def _check_area(session: Session, county: str, area_code: str | None) -> None:
    region = session.get(Region, area_code or "")
    # A whole county is no small office.
    if region is None or not region.code.startswith(county) or len(region.code) <= len(county):
        raise Invalid("请选择本市的一个乡镇或村,或填写一个申请编号。", "area_code")


def _check_until(session: Session, county: str, until: dt.date) -> None:
    if until < clock.today():
        raise Invalid("截止日期不能早于今天。", "until")
    most = county_parameter(session, county, MOST_DAYS)
    if most is not None and until > clock.today() + dt.timedelta(days=int(most)):
        raise Invalid(f"例外最长{most}天,到期仍有需要的再批。", "until")


def _is_kin(session: Session, account: Account, application: Application) -> bool:
    if account.id_number_digest is None:
        return False
    found = select(Person.id).where(
        Person.household_id == application.household_id,
        Person.id_number_digest == account.id_number_digest,
    )
    return session.scalar(found) is not None


def _record(
    session: Session, actor: Actor, kind: str, exception: DutyException, account: Account
) -> None:
    payload = {
        "exception": exception.id,
        "rule": exception.rule,
        "account": account.username,
        "area": exception.area_code,
        "application": exception.application_id,
        "until": exception.until.isoformat(),
        "reason": exception.reason,
    }
    record_system(session, actor, kind, payload, role=Role.OFFICE_APPROVER.value)
