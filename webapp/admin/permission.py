"""Who may open the administrator's pages, and for which area."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden

from models.account import Account, Grant
from models.role import Role
from webapp.user import user
from workflows import rights
from workflows.errors import NotFound


def administrators_only(blueprint: Blueprint) -> None:
    """Refuse everybody else on every page of ``blueprint``, before anything is read."""

    @blueprint.before_request
    def check() -> None:
        if not user().holds(Role.ADMINISTRATOR):
            raise Forbidden


def own_areas() -> tuple[str, ...]:
    """The areas that the administrator keeps."""
    return tuple(
        authority.area_code
        for authority in user().actor.authorities
        if authority.role is Role.ADMINISTRATOR
    )


def covers(area_code: str) -> bool:
    """Whether ``area_code`` lies in the administrator's area."""
    return any(area_code.startswith(area) for area in own_areas())


def own_accounts() -> ColumnElement[bool]:
    """Accounts of the area, and those without any grant yet."""
    inside = [rights.within(Grant.area_code, area) for area in own_areas()]
    return or_(
        exists().where(Grant.account_id == Account.id, or_(*inside)),
        ~exists().where(Grant.account_id == Account.id),
    )


def own_account(session: Session, account_id: int, *, lock: bool = False) -> Account:
    """An account that the administrator keeps. Raises NotFound."""
    query = select(Account).where(Account.id == account_id, own_accounts())
    account = session.scalar(query.with_for_update() if lock else query)
    if account is None:
        raise NotFound
    return account
