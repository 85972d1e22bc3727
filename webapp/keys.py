"""Numbers that a browser sends back: keys of rows in addresses, forms and cursors."""

from __future__ import annotations

from models.role import CODE_LENGTH

# As many digits as always fit into a key of a table.
DIGITS = 9


def is_number(text: str) -> bool:
    """Whether ``text`` is nothing but the digits 0 to 9."""
    return text.isascii() and text.isdecimal()


def key_in(text: str) -> int | None:
    """The key that ``text`` is; None for anything else."""
    return int(text) if is_number(text) and len(text) <= DIGITS else None


def keys_in(texts: list[str]) -> list[int]:
    """The keys among ``texts``, in their order."""
    return [key for key in map(key_in, texts) if key is not None]


def region_code_in(text: str) -> str:
    """The code of a village, township or county that ``text`` can be; else empty."""
    return text if is_number(text) and len(text) in CODE_LENGTH.values() else ""
