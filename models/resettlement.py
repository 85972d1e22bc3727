"""Resettlement of a grade-D household and what becomes of the old house (S18, R117, R118)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.step_record import StepRecord


class Resettlement(Base):
    """The side process of one case, open from the moment grade D is recorded."""

    __tablename__ = "resettlements"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    opened_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(String(20), default="open")


class Lodging(StepRecord, Base):
    """Where the household lives meanwhile: 租房, 借住 or another way (R117)."""

    __tablename__ = "lodgings"

    resettlement_id: Mapped[int] = mapped_column(ForeignKey("resettlements.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(120))
    moved_on: Mapped[dt.date]


class OldHouseDisposal(StepRecord, Base):
    """The old house pulled down or sealed, with a photograph (R52, R117)."""

    __tablename__ = "old_house_disposals"

    resettlement_id: Mapped[int] = mapped_column(ForeignKey("resettlements.id"), index=True)
    disposal: Mapped[str] = mapped_column(String(20))
    photo_ids: Mapped[list[Any]]
