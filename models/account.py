"""Accounts, what they are granted, and the log-in attempts that the throttle counts."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.organisation import Organisation
from models.role import Role


class Account(Base):
    """Somebody who can log in. Never deleted: ``is_active`` is switched off."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    display_name: Mapped[str] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    # Keyed digest of the person's own identity number: bars them from their own household's case.
    id_number_digest: Mapped[str | None] = mapped_column(String(64))
    # Somebody else knows the password: nothing opens until it is changed.
    must_change_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]
    grants: Mapped[list[Grant]] = relationship(lazy="raise", order_by="Grant.id")


class Grant(Base):
    """One role in one area, for an assessor also in one organisation."""

    __tablename__ = "grants"
    __table_args__ = (UniqueConstraint("account_id", "role", "area_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[Role] = mapped_column(String(40))
    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")


class LoginSession(Base):
    """One browser in which an account is logged in; ended, it opens nothing any more.

    ``key`` is random; the signed cookie carries it, so that a copied cookie ends with the session.
    """

    __tablename__ = "login_sessions"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    address: Mapped[str] = mapped_column(String(45))
    started_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]


class LoginAttempt(Base):
    """One try to log in, kept whatever its end; the throttle counts the failed ones."""

    __tablename__ = "login_attempts"
    __table_args__ = (
        Index("ix_login_attempts_username_at", "username", "at"),
        Index("ix_login_attempts_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[dt.datetime]
    succeeded: Mapped[bool]
