"""What a photograph says about itself: read once, when it arrives, and never believed blindly."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Float, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

LONGEST_CAMERA = 60


class Picture(Base):
    """The picture of a document; a PDF has none.

    ``width`` and ``height`` are in pixels as it is shown, upright; ``orientation`` is what its EXIF
    said (1–8).  ``taken_at`` is the camera's clock; where ``taken_offset`` (minutes east of UTC)
    is None, the camera did not say its zone and China's is taken.  ``latitude`` and ``longitude``
    are degrees (WGS 84), ``position_accuracy_m`` metres, ``position_at`` the satellites' clock.
    Messengers strip all of it: what is missing is unknown, never wrong.  ``phone_…`` is apart from
    it: where the telephone was when it sent a photograph that was just taken, by its browser, and
    when by this server's clock.  ``fingerprint`` is what the checks for likeness read off the
    upright picture; {} where none was made.
    """

    __tablename__ = "pictures"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    orientation: Mapped[int] = mapped_column(default=1)
    taken_at: Mapped[dt.datetime | None]
    taken_offset: Mapped[int | None]
    latitude: Mapped[float | None] = mapped_column(Float(53))
    longitude: Mapped[float | None] = mapped_column(Float(53))
    position_accuracy_m: Mapped[float | None]
    position_at: Mapped[dt.datetime | None]
    phone_latitude: Mapped[float | None] = mapped_column(Float(53))
    phone_longitude: Mapped[float | None] = mapped_column(Float(53))
    phone_accuracy_m: Mapped[float | None]
    phone_at: Mapped[dt.datetime | None]
    camera_make: Mapped[str] = mapped_column(String(LONGEST_CAMERA), default="")
    camera_model: Mapped[str] = mapped_column(String(LONGEST_CAMERA), default="")
    software: Mapped[str] = mapped_column(String(LONGEST_CAMERA), default="")
    fingerprint: Mapped[dict[str, Any]] = mapped_column(default=dict)
