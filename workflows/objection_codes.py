"""The code of an objection's receipt, and the digests by which objections are found."""

from __future__ import annotations

import secrets
import unicodedata

from workflows.personal_data import digest

# Characters that nobody takes for one another, on paper or on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10


def new_code() -> str:
    """Ten characters out of 31: nearly 50 bits that nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spoken_code(code: str) -> str:
    """The code as it is printed: ABCDE-23456."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def typed_code(text: str) -> str:
    """A code as it is kept, however it was typed; what can be no code comes out as none."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(each for each in plain if each in ALPHABET)[: LENGTH + 1]


def code_digest(key: bytes, code: str) -> str:
    """What stands in the table for a code."""
    return digest(key, f"objection code {code}")


def text_digest(key: bytes, text: str) -> str:
    """Equal for two texts that differ only in blanks and line ends."""
    return digest(key, f"objection text {''.join(text.split())}")


def form_digest(key: bytes, nonce: str, subject: str, text: str) -> str:
    """Equal for one page that was sent twice with the same words."""
    return digest(key, f"objection form {nonce} {subject} {''.join(text.split())}")


def origin_digest(key: bytes, origin: str) -> str:
    """What is counted by: an address or a notice, which nobody reads from it."""
    return digest(key, f"objection origin {origin}")
