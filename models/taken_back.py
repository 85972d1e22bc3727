"""Steps taken back (取回): what was written at a step that counts no longer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.sealed import SealedJson


class TakenBackStep(Base):
    """The row of a step's record, moved here out of its own table.

    Whoever reads the records of a case cannot take it for one that counts; ``written`` holds its
    columns as they stood, dates as ISO text.
    """

    __tablename__ = "taken_back_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(40))
    done_at: Mapped[dt.datetime]
    done_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    written: Mapped[dict[str, Any]] = mapped_column(SealedJson("taken_back_steps.written"))
    taken_back_at: Mapped[dt.datetime]
    taken_back_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text)
