"""Documents in a folder of this machine."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from webapp.storage.place import PIECE, StorageDown, copy_name, is_key, key_of, path_of


class FileStorage:
    """Files in a folder, spread over 256 subfolders.

    Only the demo, which can be made again, does not ``wait_for_disk``.
    """

    def __init__(self, folder: Path, *, wait_for_disk: bool = True) -> None:
        self.folder, self.wait_for_disk = folder, wait_for_disk

    def put(self, content: bytes) -> str:
        """Keep an original; a crash leaves no half document under a good name."""
        key = key_of(content)
        if not self._path(key).exists():
            self._write(key, content, wait_for_disk=self.wait_for_disk)
        return key

    def put_copy(self, key: str, copy: str, content: bytes) -> None:
        """Keep a copy; one that a crash takes is made anew."""
        self._write(copy_name(key, copy), content, wait_for_disk=False)

    def get(self, name: str) -> bytes:
        """The bytes under ``name``. Raises FileNotFoundError."""
        return self._path(name).read_bytes()

    def stream(self, name: str) -> Iterator[bytes]:
        """The bytes piece by piece. Raises FileNotFoundError at once."""
        file = self._path(name).open("rb")

        def pieces() -> Iterator[bytes]:
            with file:
                while piece := file.read(PIECE):
                    yield piece

        return pieces()

    def size(self, name: str) -> int:
        """How many bytes. Raises FileNotFoundError."""
        return self._path(name).stat().st_size

    def originals(self) -> Iterator[str]:
        """The keys of all originals, in their order."""
        for path in sorted(self.folder.glob("??/*")):
            if is_key(path.name):
                yield path.name

    def check(self) -> None:
        """Write, read and remove a few bytes. Raises StorageDown."""
        said = secrets.token_bytes(16)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder) as file:
                file.write(said)
                file.flush()
                heard = Path(file.name).read_bytes()
        except OSError as error:
            raise StorageDown(str(error)) from error
        if heard != said:
            raise StorageDown("read back something else")

    def _write(self, name: str, content: bytes, *, wait_for_disk: bool) -> None:
        path = self._path(name)
        temporary = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                if wait_for_disk:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise StorageDown(str(error)) from error

    def _path(self, name: str) -> Path:
        return self.folder / path_of(name)
