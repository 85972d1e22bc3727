"""What every place for documents can do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Protocol

PIECE = 256 * 1024
KEY_LENGTH = 64


class StorageDown(Exception):
    """The place cannot be reached, or takes nothing more."""


class Storage(Protocol):
    """A place for bytes; the key of an original is its SHA-256 in hexadecimal.

    Every method raises StorageDown when the place does not answer.
    """

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its key; the same bytes are kept once."""

    def put_copy(self, key: str, copy: str, content: bytes) -> None:
        """Keep what was made of the original ``key``, in the place of an earlier one."""

    def get(self, name: str) -> bytes:
        """The bytes of an original by its key, or of a copy. Raises FileNotFoundError."""

    def stream(self, name: str) -> Iterator[bytes]:
        """The same, piece by piece. Raises FileNotFoundError before the first piece."""

    def size(self, name: str) -> int:
        """How many bytes. Raises FileNotFoundError."""

    def originals(self) -> Iterator[str]:
        """The keys of all originals."""

    def check(self) -> None:
        """Write, read and remove a few bytes. Raises StorageDown."""


def key_of(content: bytes) -> str:
    """The key under which ``content`` lies."""
    return hashlib.sha256(content).hexdigest()


def copy_name(key: str, copy: str) -> str:
    """The name of the copy ``copy`` of the original ``key``."""
    return f"{key}-{copy}"


def path_of(name: str) -> str:
    """Where ``name`` lies: spread over 256 folders."""
    return f"{name[:2]}/{name}"


def is_key(name: str) -> bool:
    """Whether ``name`` is that of an original."""
    return len(name) == KEY_LENGTH and set(name) <= set("0123456789abcdef")
