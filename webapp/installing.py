"""What ``init-db`` and ``create-admin`` write into a new installation."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.programme import Programme
from models.region import Region
from models.role import Role
from webapp.config import PasswordCost, UnsafeStartError
from webapp.login.passwords import fault_of, hasher_of
from workflows import clock
from workflows.installation import add_parameters, seed_calendar, seed_programme
from workflows.programmes import load_programmes
from workflows.rights import MACHINE
from workflows.system_history import record_system


def seed_new_database(session: Session) -> bool:
    """Counties, programmes and calendar of what ships; False when something is there already."""
    if session.scalar(select(Programme.id).limit(1)) is not None:
        return False
    for definition in load_programmes():
        code = definition.county_code[:6]
        if session.get(Region, code) is None:
            session.add(Region(code=code, name=definition.county_name))
            session.flush()
        seed_programme(session, definition)
    seed_calendar(session)
    record_system(session, MACHINE, "database_seeded", {})
    return True


def add_new_parameters(session: Session) -> int:
    """What the shipped programmes know and the database's do not yet; returns how many values.

    A value that an office has changed stays: only names without any row are added.
    """
    count = 0
    for programme in session.scalars(select(Programme).order_by(Programme.id)):
        if added := add_parameters(session, programme, load_programmes()):
            payload = {"programme": programme.code, "names": added}
            record_system(session, MACHINE, "parameters_added", payload)
            count += len(added)
    return count


def add_administrator(
    session: Session, cost: PasswordCost, username: str, name: str, area: str, password: str
) -> None:
    """The first administrator. Raises UnsafeStartError with what to mend."""
    if fault := fault_of(password, username):
        raise UnsafeStartError([fault])
    if session.get(Region, area) is None:
        raise UnsafeStartError([f"没有地区 {area},请先运行 `anju init-db`。"])
    if session.scalar(select(Account.id).where(Account.username == username)) is not None:
        raise UnsafeStartError([f"用户名 {username} 已经有人用了。"])
    account = Account(
        username=username,
        display_name=name,
        password_hash=hasher_of(cost).hash(password),
        created_at=clock.now(),
    )
    session.add(account)
    session.flush()
    session.add(Grant(account_id=account.id, role=Role.ADMINISTRATOR, area_code=area))
    session.flush()
    payload = {"account": username, "role": Role.ADMINISTRATOR.value, "area": area}
    record_system(session, MACHINE, "administrator_created", payload)
