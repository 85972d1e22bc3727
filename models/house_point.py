"""Where the house of a case stands: the point that its photographs are measured from (F28)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

FROM_PHONE, FROM_APPLICATION, FROM_VISIT = "phone", "application", "visit"


class HousePoint(Base):
    """The house's place in degrees (WGS 84), as the photograph ``document_id`` has it.

    ``told_by`` is who took that: the village at the application, or the township at its visit,
    which counts for more; least of all counts a telephone that only sent the photograph.
    """

    __tablename__ = "house_points"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        Index("ix_house_points_place", "latitude", "longitude"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    latitude: Mapped[float] = mapped_column(Float(53))
    longitude: Mapped[float] = mapped_column(Float(53))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    told_by: Mapped[str] = mapped_column(String(12))
    set_at: Mapped[dt.datetime]
