"""The address in a slip's QR code: it opens the state of one case to whoever holds the slip.

A slip is kept for years, so its address has no end; it shows nothing that is not told to everybody
who knows the case, and cannot be made without the server's key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

PURPOSE = b"status slip\x00"
SIGNATURE_BYTES = 10


def token_of(key: bytes, application_id: int) -> str:
    """``123-k4x7…``: the case and a signature of 80 bits, in characters that are easily read."""
    return f"{application_id}-{_signature(key, application_id)}"


def case_of(key: bytes, token: str) -> int | None:
    """The case that a token opens; None for one that the server has not made."""
    number, _, signature = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 9 and signature.isascii()):
        return None
    genuine = _signature(key, int(number))
    return int(number) if hmac.compare_digest(genuine, signature) else None


def _signature(key: bytes, application_id: int) -> str:
    made = hmac.new(key, PURPOSE + str(application_id).encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:SIGNATURE_BYTES]).decode().lower()
