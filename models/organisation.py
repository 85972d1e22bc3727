"""Organisations that hold tasks beside the area: assessment agencies and offices."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Organisation(Base):
    """A named body, such as a 第三方鉴定机构 (kind ``assessment_agency``, R31)."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    is_active: Mapped[bool] = mapped_column(default=True)
