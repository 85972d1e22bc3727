"""The address in a slip's QR code: it opens the state of one case to whoever holds the slip.

A slip is kept for years, so its address has no end; it shows nothing that is not told to everybody
who knows the case, and cannot be made without the server's key.  A slip that was lost is replaced
by one of the next edition, and opens nothing any more.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

PURPOSE = b"status slip\x00"
SIGNATURE_BYTES = 10
_SUBJECT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,4}))?")


def token_of(key: bytes, application_id: int, edition: int = 0) -> str:
    """``123-k4x7…``: the case and a signature of 80 bits, in characters that are easily read.

    Of a later ``edition`` the case reads ``123.1``.
    """
    subject = f"{application_id}.{edition}" if edition else str(application_id)
    return f"{subject}-{_signature(key, subject)}"


def case_of(key: bytes, token: str) -> tuple[int, int] | None:
    """(case, edition) of a token; None for one that the server has not made."""
    subject, _, signature = token.partition("-")
    match = _SUBJECT.fullmatch(subject)
    if match is None or not signature.isascii():
        return None
    if not hmac.compare_digest(_signature(key, subject), signature):
        return None
    return int(match[1]), int(match[2] or 0)


def _signature(key: bytes, subject: str) -> str:
    made = hmac.new(key, PURPOSE + subject.encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:SIGNATURE_BYTES]).decode().lower()
