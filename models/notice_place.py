"""Which places a notice speaks of, so that whoever looks for a village finds it."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class NoticePlace(Base):
    """One village or township that a sheet names; written when it is made, and frozen with it."""

    __tablename__ = "notice_places"

    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True, index=True)
