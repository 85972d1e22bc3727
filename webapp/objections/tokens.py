"""Signed, dated tokens in the place of a cookie: of a page to object by, and of a receipt.

Their date is that of the one clock, so that it is not the browser that says how old a page is.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from webapp.parts import parts
from workflows import clock

FORM, RECEIPT = "objection form", "objection receipt"


@dataclass(frozen=True)
class FormToken:
    """What the page was given for: one notice, once, at a moment."""

    number: str
    nonce: str
    made_at: dt.datetime

    @property
    def age(self) -> dt.timedelta:
        """How long ago the page was opened."""
        return clock.now() - self.made_at


def new_form_token(number: str) -> str:
    """The token of a page to object to the notice ``number``."""
    return _dump(FORM, [number, secrets.token_hex(8)])


def form_token(text: str) -> FormToken | None:
    """The token as it was made; None for one that this server has not made."""
    found = _load(FORM, text)
    if found is None:
        return None
    (number, nonce), made_at = found
    return FormToken(number, nonce, made_at)


def receipt_token(objection_id: int) -> str:
    """The token that shows the receipt of an objection for a while."""
    return _dump(RECEIPT, objection_id)


def receipt_of(text: str, valid_minutes: int) -> int | None:
    """The objection of a receipt; None for a token that was not made here, or is too old."""
    found = _load(RECEIPT, text)
    if found is None:
        return None
    objection_id, made_at = found
    is_valid = clock.now() - made_at <= dt.timedelta(minutes=valid_minutes)
    return int(objection_id) if is_valid else None


def _dump(purpose: str, what: Any) -> str:
    return str(_serializer(purpose).dumps([what, int(clock.now().timestamp())]))


def _load(purpose: str, text: str) -> tuple[Any, dt.datetime] | None:
    try:
        what, seconds = _serializer(purpose).loads(text)
    except BadSignature:
        return None
    return what, dt.datetime.fromtimestamp(seconds, dt.UTC)


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(parts().config.secret_key, salt=purpose)
