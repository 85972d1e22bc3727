"""Where the bytes of documents lie: each under its SHA-256, written once, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol


class Storage(Protocol):
    """A place for bytes; the key is the SHA-256 in hexadecimal."""

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its key; the same bytes are kept once."""

    def get(self, key: str) -> bytes:
        """The bytes under ``key``. Raises FileNotFoundError."""


class FileStorage:
    """Files in a folder, spread over 256 subfolders.

    Only the demo, which can be made again, does not ``wait_for_disk``.
    """

    def __init__(self, folder: Path, *, wait_for_disk: bool = True) -> None:
        self.folder, self.wait_for_disk = folder, wait_for_disk

    def put(self, content: bytes) -> str:
        """Write to a temporary file first: a crash leaves no half document under a good name."""
        key = hashlib.sha256(content).hexdigest()
        path = self._path(key)
        if path.exists():
            return key
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if self.wait_for_disk:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
        return key

    def get(self, key: str) -> bytes:
        """The bytes under ``key``. Raises FileNotFoundError."""
        return self._path(key).read_bytes()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key
