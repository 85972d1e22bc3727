"""Sums of money as a paper writes them, so that nobody can add a digit."""

from __future__ import annotations

from decimal import Decimal

import cn2an


def in_capitals(yuan: int | Decimal | None) -> str:
    """20000 -> 贰万元整; empty where there is no sum."""
    return "" if yuan is None else str(cn2an.an2cn(str(yuan), "rmb"))
