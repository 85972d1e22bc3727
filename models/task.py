"""Open and finished user tasks: what the inbox lists and what permission is decided on."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.application import Application
from models.base import Base, partial_index
from models.role import Role

# Still to be done: now, or when the suspended case goes on.
PENDING = ("open", "suspended")


class Task(Base):
    """One user task of one process instance; ``engine_id`` is the engine's name for it.

    ``status``: open, suspended (中止) with its case, done or cancelled.

    ``area_code`` is the region at the role's own level, so that the inbox is an equality search.
    ``not_before`` is the event date of the step that opened it: event dates must be in order (F54).
    """

    __tablename__ = "tasks"
    __table_args__ = (
        partial_index(
            "ix_tasks_inbox",
            "role",
            "area_code",
            "due_on",
            "id",
            where="status = 'open'",
        ),
        # What is overdue, and what waits for one kind of step, wherever the desk is.
        partial_index(
            "ix_tasks_due",
            "due_on",
            "application_id",
            where="status = 'open'",
        ),
        partial_index(
            "ix_tasks_open_node",
            "node_id",
            "application_id",
            where="status = 'open'",
        ),
        Index("ix_tasks_done_by", "done_by_id", "done_at"),
        partial_index(
            "ix_tasks_lacking_paper",
            "role",
            "area_code",
            "id",
            where="lacks_paper",
        ),
        partial_index(
            # With all that is asked of it, or the next index would do as well.
            "ix_tasks_lacking_of_case",
            "application_id",
            "lacks_paper",
            where="lacks_paper",
        ),
        partial_index(
            "ix_tasks_late_entries",
            "area_code",
            "id",
            where="late_reason <> '' AND late_confirmed_at IS NULL",
        ),
        Index("ix_tasks_application", "application_id", "id"),
        Index("ix_tasks_instance_engine", "instance_id", "engine_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instances.id"))
    engine_id: Mapped[str] = mapped_column(String(36))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    process_id: Mapped[str] = mapped_column(String(60))
    node_id: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(60))
    form_key: Mapped[str] = mapped_column(String(60))
    role: Mapped[Role] = mapped_column(String(40))
    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    status: Mapped[str] = mapped_column(String(12), default="open")
    opened_at: Mapped[dt.datetime]
    not_before: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    asked_because: Mapped[str] = mapped_column(String(1000), default="")
    came_from: Mapped[str] = mapped_column(String(200), default="")
    done_at: Mapped[dt.datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[str | None] = mapped_column(String(40))
    # 转办: only this colleague of the same post may do it.
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    # 催办: the last call to get on with it; every one is a row of ``urges``.
    urged_at: Mapped[dt.datetime | None]
    urged_by: Mapped[str | None] = mapped_column(String(40))
    # 代班: for whom the one who did it stood in.
    done_for_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    # 代录: typed for the post on its signed paper; typing is not doing and bars nobody.
    is_typed_for: Mapped[bool] = mapped_column(default=False)
    # 待补纸质: done, but a legal paper of the step has not come back signed and stamped.
    lacks_paper: Mapped[bool] = mapped_column(default=False)
    # 补录: why it was entered after it happened; such entries the renovation office confirms.
    late_reason: Mapped[str] = mapped_column(String(1000), default="")
    late_confirmed_at: Mapped[dt.datetime | None]
    late_confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    application: Mapped[Application] = relationship(lazy="raise")
