"""Wrong answers at the public status page, kept for a while to slow guesses down."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class StatusQuery(Base):
    """One failed question at the public page; ``number`` is what was typed, in clear or nonsense.

    It holds no digits of anybody's identity number, and goes when its window is over.
    """

    __tablename__ = "status_queries"
    __table_args__ = (
        Index("ix_status_queries_number_at", "number", "at"),
        Index("ix_status_queries_address_at", "address", "at"),
        Index("ix_status_queries_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[dt.datetime]
