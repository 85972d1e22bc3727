"""Addresses that a request may send somebody back to: paths of this server only."""

from __future__ import annotations

from urllib.parse import urlsplit


def path_or_none(target: str | None) -> str | None:
    """``target`` when it is a plain path here; None for any other address."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(character) < 32 or character == "\\" for character in target):
        return None
    parsed = urlsplit(target)
    return target if not parsed.scheme and not parsed.netloc else None
