"""Who an account is to the rules: read with its grants and their places in one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from models.account import Account, Grant, LoginSession
from models.organisation import Organisation
from models.region import Region
from models.role import LABELS, Role
from models.stand_in import StandIn
from workflows import clock
from workflows.rights import Actor, Authority, Holder

# Who keeps accounts or watches over the others does so in person.
NEVER_LENT = (Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True)
class Post:
    """One grant as people read it: which role, where, in which body, and whose if not one's own."""

    role: Role
    area_code: str
    area_name: str
    organisation_name: str
    holder_name: str = ""

    @property
    def label(self) -> str:
        """The role's Chinese name."""
        return LABELS[self.role]


@dataclass(frozen=True)
class AccountView:
    """An account as its session and its pages need it; ``lent`` are the posts it stands in for."""

    id: int
    username: str
    name: str
    is_active: bool
    is_demo: bool
    must_change_password: bool
    actor: Actor
    posts: tuple[Post, ...]
    lent: tuple[Post, ...] = ()

    def holds(self, *roles: Role) -> bool:
        """Whether the account was granted any of ``roles`` anywhere."""
        return self.actor.holds(*roles)


def _views(whose: ColumnElement[int]) -> Any:
    """The account ``whose``: a row for each grant of its own and of those it stands in for today.

    What these stand in for themselves is not passed on.
    """
    holder = aliased(Account)
    today: BindParameter[dt.date] = bindparam("b_today")
    holders = (
        select(Account.id.label("holder_id"))
        .where(Account.id == whose)
        .union(
            select(StandIn.account_id).where(
                StandIn.deputy_id == whose,
                StandIn.first_day <= today,
                StandIn.last_day >= today,
                StandIn.ended_at.is_(None),
            )
        )
        .subquery()
    )
    is_lent = or_(holder.id == Account.id, Grant.role.not_in(NEVER_LENT))
    return (
        select(
            Account.id,
            Account.username,
            Account.display_name,
            Account.is_active,
            Account.is_demo,
            Account.must_change_password,
            Account.id_number_digest,
            Grant.role,
            Grant.area_code,
            Grant.organisation_id,
            Region.name.label("area_name"),
            Organisation.name.label("organisation_name"),
            holder.id.label("holder_id"),
            holder.display_name.label("holder_name"),
            holder.id_number_digest.label("holder_digest"),
        )
        .select_from(Account)
        .join(holders, true())
        .join(holder, holder.id == holders.c.holder_id)
        .outerjoin(Grant, and_(Grant.account_id == holder.id, is_lent))
        .outerjoin(Region, Region.code == Grant.area_code)
        .outerjoin(Organisation, Organisation.id == Grant.organisation_id)
        .where(Account.id == whose)
        .order_by(case((holder.id == Account.id, 0), else_=1), Grant.id)
    )


_OF_ACCOUNT = _views(bindparam("b_account", type_=Integer))
_OF_SESSION = _views(
    select(LoginSession.account_id)
    .where(LoginSession.key == bindparam("b_key"), LoginSession.ended_at.is_(None))
    .scalar_subquery()
).where(Account.is_active.is_(True))


def account_view(session: Session, account_id: int) -> AccountView | None:
    """The account with its authorities, or None when there is no such account."""
    asked = {"b_account": account_id, "b_today": clock.today()}
    return _view(session.execute(_OF_ACCOUNT, asked).all())


def logged_in(session: Session, key: str) -> AccountView | None:
    """The open account that a session not yet ended belongs to, in one statement."""
    asked = {"b_key": key, "b_today": clock.today()}
    return _view(session.execute(_OF_SESSION, asked).all())


def actor_of(session: Session, account_id: int) -> Actor:
    """The account as an actor. Raises LookupError for an unknown one."""
    view = account_view(session, account_id)
    if view is None:
        raise LookupError(f"no account {account_id}")
    return view.actor


def _view(rows: Sequence[Any]) -> AccountView | None:
    if not rows:
        return None
    first, granted = rows[0], [row for row in rows if row.role is not None]
    actor = Actor(
        account_id=first.id,
        name=first.display_name,
        authorities=tuple(_authority(row) for row in granted),
        id_number_digest=first.id_number_digest,
    )
    return AccountView(
        id=first.id,
        username=first.username,
        name=first.display_name,
        is_active=first.is_active,
        is_demo=first.is_demo,
        must_change_password=first.must_change_password,
        actor=actor,
        posts=tuple(_post(row) for row in granted if row.holder_id == row.id),
        lent=tuple(_post(row) for row in granted if row.holder_id != row.id),
    )


def _authority(row: Any) -> Authority:
    holder = None
    if row.holder_id != row.id:
        holder = Holder(row.holder_id, row.holder_name, row.holder_digest)
    return Authority(Role(row.role), row.area_code, row.organisation_id, holder)


def _post(row: Any) -> Post:
    return Post(
        role=Role(row.role),
        area_code=row.area_code,
        area_name=row.area_name,
        organisation_name=row.organisation_name or "",
        holder_name=row.holder_name if row.holder_id != row.id else "",
    )
