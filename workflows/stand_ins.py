"""Stand-ins (代班): appointed for some days, within one county, ended early or by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.role import Role
from models.stand_in import StandIn
from workflows import clock, rights
from workflows.actors import NEVER_LENT
from workflows.errors import Forbidden, Invalid, NotFound
from workflows.parameters import county_parameter
from workflows.rights import Actor
from workflows.system_history import record_system

MOST_DAYS = "stand_in_most_days"


def appoint(
    session: Session,
    actor: Actor,
    *,
    account_id: int,
    deputy_id: int,
    first_day: dt.date,
    last_day: dt.date,
    reason: str,
) -> StandIn:
    """Let ``deputy_id`` work for ``account_id``; by the person or an administrator of the county.

    Raises Forbidden, NotFound, and Invalid with the field that is wrong.
    """
    account = _locked(session, account_id)
    _refuse_strangers(session, actor, account)
    deputy = session.get(Account, deputy_id)
    if deputy is None or not deputy.is_active:
        raise Invalid("请选择一位在用账号的同事。", "deputy_id")
    if deputy.id == account.id:
        raise Invalid("不能由本人代本人。", "deputy_id")
    _check_posts(session, account, deputy)
    _check_days(session, account, first_day, last_day)
    _check_others(session, account, deputy, first_day, last_day)
    if not reason.strip():
        raise Invalid("请写明代班原因。", "reason")
    assert actor.account_id is not None
    stand_in = StandIn(
        account_id=account.id,
        deputy_id=deputy.id,
        first_day=first_day,
        last_day=last_day,
        reason=reason.strip(),
        made_by_id=actor.account_id,
        made_at=clock.now(),
    )
    session.add(stand_in)
    session.flush()
    record_system(session, actor, "stand_in_made", told(stand_in, account, deputy))
    return stand_in


def end(session: Session, actor: Actor, stand_in_id: int) -> StandIn:
    """End a stand-in before its last day; by either person or an administrator."""
    stand_in = session.get(StandIn, stand_in_id, with_for_update=True)
    if stand_in is None:
        raise NotFound
    account = session.get_one(Account, stand_in.account_id)
    if actor.account_id != stand_in.deputy_id:
        _refuse_strangers(session, actor, account)
    if not is_current(stand_in):
        raise Invalid("这次代班已经结束。")
    stand_in.ended_at, stand_in.ended_by_id = clock.now(), actor.account_id
    session.flush()
    deputy = session.get_one(Account, stand_in.deputy_id)
    record_system(session, actor, "stand_in_ended", told(stand_in, account, deputy))
    return stand_in


def is_current(stand_in: StandIn) -> bool:
    """Whether it holds today or will hold."""
    return stand_in.ended_at is None and stand_in.last_day >= clock.today()


def told(stand_in: StandIn, account: Account, deputy: Account) -> dict[str, str]:
    """A stand-in as the record keeps it."""
    return {
        "account": account.username,
        "deputy": deputy.username,
        "first_day": stand_in.first_day.isoformat(),
        "last_day": stand_in.last_day.isoformat(),
        "reason": stand_in.reason,
    }


def grants_of(session: Session, account_id: int) -> Sequence[Grant]:
    """What an account was granted."""
    return session.scalars(select(Grant).where(Grant.account_id == account_id)).all()


def kept_by(actor: Actor) -> ColumnElement[bool]:
    """Accounts that ``actor`` keeps as administrator."""
    areas = [each.area_code for each in actor.authorities if each.role is Role.ADMINISTRATOR]
    inside = or_(Account.id < 0, *(rights.within(Grant.area_code, area) for area in areas))
    return Account.id.in_(select(Grant.account_id).where(inside))


def _locked(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound
    return account


def _refuse_strangers(session: Session, actor: Actor, account: Account) -> None:
    if actor.account_id == account.id:
        return
    kept = session.scalar(select(Account.id).where(Account.id == account.id, kept_by(actor)))
    if kept is None:
        raise Forbidden("代班由本人或本市系统管理员安排。")


def _check_posts(session: Session, account: Account, deputy: Account) -> None:
    lent = [each for each in grants_of(session, account.id) if each.role not in NEVER_LENT]
    own = grants_of(session, deputy.id)
    if not lent:
        raise Invalid("没有可以由人代办的职责;系统管理员和审计督查不能由人代班。", "deputy_id")
    if any(each.role in NEVER_LENT for each in own):
        raise Invalid(f"{deputy.display_name}是系统管理员或审计督查,不办理业务。", "deputy_id")
    if not {each.area_code[:6] for each in lent} <= {each.area_code[:6] for each in own}:
        raise Invalid(f"{deputy.display_name}不是本市的工作人员,不能代班。", "deputy_id")
    agencies = {each.organisation_id for each in own}
    if any(each.role == Role.ASSESSOR and each.organisation_id not in agencies for each in lent):
        raise Invalid("鉴定机构的职责只能由本机构的人代办。", "deputy_id")


def _check_days(session: Session, account: Account, first: dt.date, last: dt.date) -> None:
    if first < clock.today():
        raise Invalid("代班不能从过去的日期开始。", "first_day")
    if last < first:
        raise Invalid("最后一天不能早于第一天。", "last_day")
    county = grants_of(session, account.id)[0].area_code[:6]
    most = county_parameter(session, county, MOST_DAYS)
    if most is not None and (last - first).days >= int(most):
        raise Invalid(f"一次代班最长{most}天;时间更长的,请办理交接。", "last_day")


def _check_others(
    session: Session, account: Account, deputy: Account, first: dt.date, last: dt.date
) -> None:
    """One deputy at a time, who is there in person: nobody passes on what is not theirs."""
    meets = and_(StandIn.ended_at.is_(None), StandIn.first_day <= last, StandIn.last_day >= first)
    for person, sentence in (
        (account, "这段时间已经安排了代班,请先结束原来的。"),
        (deputy, f"{deputy.display_name}在这段时间自己也由别人代班,请另选一位。"),
    ):
        if session.scalar(select(StandIn.id).where(StandIn.account_id == person.id, meets)):
            raise Invalid(sentence, "deputy_id")
