"""How the household signed a paper, as columns of the step that takes the paper back (G10)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

# Signs; name written for them, own thumb; guardian; somebody sent with a written 委托书.
SIGNING_BY_HAND = "本人签字"
SIGNING_BY_THUMB = "捺印见证"
SIGNING_BY_GUARDIAN = "监护代签"
SIGNING_BY_AGENT = "委托代签"


class Signed:
    """``agent`` is the guardian or the one sent; a 委托书 is confirmed by telephone."""

    signing: Mapped[str | None] = mapped_column(String(20))
    agent: Mapped[str] = mapped_column(String(40), default="")
    first_witness: Mapped[str] = mapped_column(String(40), default="")
    second_witness: Mapped[str] = mapped_column(String(40), default="")
    phone_confirmed_on: Mapped[dt.date | None]
