"""Masks and keyed digests: the only forms in which personal numbers leave their tables."""

from __future__ import annotations

import re
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac

# Identity numbers, disability certificates and bank cards; nothing else in a text is as long.
# People group their digits with blanks; a disability certificate adds two behind the X.
_LONG_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])\d(?: ?\d){12,} ?[\dXx\uff38\uff58](?: ?\d{2})?(?![0-9A-Za-z])"
)


def mask_id_number(number: str) -> str:
    """``150783********1024``-like: region and last four stay."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else "****"


def mask_account(number: str) -> str:
    """Only the last four digits of a bank card stay."""
    return f"{'*' * max(len(number) - 4, 4)}{number[-4:]}" if number else ""


def mask_telephone(number: str) -> str:
    """``138****1234``."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "****"


def digest(key: bytes, value: str) -> str:
    """Keyed digest (HMAC-SM3, hex) of an identity number or account, for equality only."""
    code = hmac.HMAC(key, hashes.SM3())
    code.update(value.strip().upper().encode())
    return code.finalize().hex()


def telephone_digest(key: bytes, number: str) -> str | None:
    """The same of a telephone, however it is written; None for none."""
    digits = "".join(character for character in number if character.isdecimal())
    return digest(key, digits) if digits else None


def without_numbers(value: Any) -> Any:
    """``value`` (JSON) with every long number in its texts masked but for the last four digits."""
    if isinstance(value, str):
        return _LONG_NUMBER.sub(lambda found: mask_account(found[0]), value)
    if isinstance(value, list):
        return [without_numbers(each) for each in value]
    if isinstance(value, dict):
        return {name: without_numbers(each) for name, each in value.items()}
    return value
