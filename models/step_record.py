"""What a step leaves behind: every form of a user task writes one row of a typed table.

A typed table inherits :class:`StepRecord`; a step that asks for nothing beyond the common questions
writes a :class:`StepNote`; one that hands the household a written reason writes a :class:`Letter`.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import Base


class StepRecord:
    """办理人 (``handled_by``) apart from 录入人, event date apart from entry time."""

    id: Mapped[int] = mapped_column(primary_key=True)

    @declared_attr
    def application_id(cls) -> Mapped[int]:  # noqa: N805
        return mapped_column(ForeignKey("applications.id"), index=True)

    @declared_attr
    def task_id(cls) -> Mapped[int]:  # noqa: N805
        return mapped_column(ForeignKey("tasks.id"), index=True)

    @declared_attr
    def recorded_by_id(cls) -> Mapped[int]:  # noqa: N805
        return mapped_column(ForeignKey("accounts.id"))

    handled_by: Mapped[str] = mapped_column(String(40))
    happened_on: Mapped[dt.date]
    recorded_at: Mapped[dt.datetime]
    is_backdated: Mapped[bool]
    outcome: Mapped[str] = mapped_column(String(40))
    comment: Mapped[str] = mapped_column(Text, default="")


class StepNote(StepRecord, Base):
    """A step that asks only for its outcome and an opinion."""

    __tablename__ = "step_notes"


class Letter(StepRecord, Base):
    """A written reason handed to the household (R98, R104)."""

    __tablename__ = "letters"

    reason: Mapped[str] = mapped_column(Text)
    delivered_on: Mapped[dt.date]
    delivery: Mapped[str] = mapped_column(String(20))
    received_by: Mapped[str] = mapped_column(String(40))
