"""Who an account is to the rules: read with its grants and their places in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.account import Account, Grant, LoginSession
from models.organisation import Organisation
from models.region import Region
from models.role import LABELS, Role
from workflows.rights import Actor, Authority


@dataclass(frozen=True)
class Post:
    """One grant as people read it: which role, where, and in which body."""

    role: Role
    area_code: str
    area_name: str
    organisation_name: str

    @property
    def label(self) -> str:
        """The role's Chinese name."""
        return LABELS[self.role]


@dataclass(frozen=True)
class AccountView:
    """An account as its session and its pages need it."""

    id: int
    username: str
    name: str
    is_active: bool
    is_demo: bool
    must_change_password: bool
    actor: Actor
    posts: tuple[Post, ...]

    def holds(self, *roles: Role) -> bool:
        """Whether the account was granted any of ``roles`` anywhere."""
        return self.actor.holds(*roles)


_VIEWS = (
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
    )
    .outerjoin(Grant, Grant.account_id == Account.id)
    .outerjoin(Region, Region.code == Grant.area_code)
    .outerjoin(Organisation, Organisation.id == Grant.organisation_id)
    .order_by(Grant.id)
)
_OF_ACCOUNT = _VIEWS.where(Account.id == bindparam("b_account"))
_OF_SESSION = _VIEWS.join(LoginSession, LoginSession.account_id == Account.id).where(
    LoginSession.key == bindparam("b_key"),
    LoginSession.ended_at.is_(None),
    Account.is_active.is_(True),
)


def account_view(session: Session, account_id: int) -> AccountView | None:
    """The account with its authorities, or None when there is no such account."""
    return _view(session.execute(_OF_ACCOUNT, {"b_account": account_id}).all())


def logged_in(session: Session, key: str) -> AccountView | None:
    """The open account that a session not yet ended belongs to, in one statement."""
    return _view(session.execute(_OF_SESSION, {"b_key": key}).all())


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
        authorities=tuple(
            Authority(Role(row.role), row.area_code, row.organisation_id) for row in granted
        ),
        id_number_digest=first.id_number_digest,
    )
    posts = tuple(
        Post(Role(row.role), row.area_code, row.area_name, row.organisation_name or "")
        for row in granted
    )
    return AccountView(
        id=first.id,
        username=first.username,
        name=first.display_name,
        is_active=first.is_active,
        is_demo=first.is_demo,
        must_change_password=first.must_change_password,
        actor=actor,
        posts=posts,
    )
