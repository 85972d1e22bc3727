"""Addresses that stand on paper, and the QR codes that lead to them."""

from __future__ import annotations

from typing import Any

import segno
from flask import request
from markupsafe import Markup

from webapp.parts import parts


def public_address(path: str) -> str:
    """Where people outside reach ``path``; empty where the server has no public address.

    The name that a request came by is believed in the demo alone.
    """
    config = parts().config
    public = config.public_url or (request.host_url.rstrip("/") if config.demo else "")
    return f"{public}{path}" if public else ""


def qr_code(address: str) -> Markup:
    """A code that is still read when the paper is worn."""
    drawn: Any = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(scale=4, border=2, omitsize=True))
