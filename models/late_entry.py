"""What the renovation office asks back about a step that was entered afterwards (补录)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index


class LateEntryQuestion(Base):
    """A question to the one who entered the step; until it is answered nobody confirms the step."""

    __tablename__ = "late_entry_questions"
    __table_args__ = (
        partial_index(
            "ix_late_entry_questions_open",
            "asked_of_id",
            "id",
            where="answered_at IS NULL",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    asked_of_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[dt.datetime]
    question: Mapped[str] = mapped_column(String(500))
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[dt.datetime | None]
