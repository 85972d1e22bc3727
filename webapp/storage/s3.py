"""Documents in a bucket that speaks S3 (the extra ``s3``)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from webapp.storage.place import PIECE, StorageDown, copy_name, is_key, key_of, path_of
from webapp.storage.settings import S3Settings

CONNECT_SECONDS, ANSWER_SECONDS = 5, 30
TRIES = 3


class S3Storage:
    """A bucket, and in it a prefix of our own; laid out like the folder."""

    def __init__(self, settings: S3Settings) -> None:
        self._store = S3Store(
            settings.bucket,
            prefix=settings.prefix or None,
            endpoint=settings.endpoint or None,
            region=settings.region,
            access_key_id=settings.access_key_id,
            secret_access_key=settings.secret_access_key,
            virtual_hosted_style_request=settings.is_virtual_hosted,
            client_options={
                "allow_http": settings.endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
                "timeout": timedelta(seconds=ANSWER_SECONDS),
            },
            retry_config={
                "max_retries": TRIES,
                "retry_timeout": timedelta(seconds=ANSWER_SECONDS),
            },
        )

    def put(self, content: bytes) -> str:
        """Keep an original; what is there with the same length is it."""
        key = key_of(content)
        try:
            is_there = self.size(key) == len(content)
        except FileNotFoundError:
            is_there = False
        if not is_there:
            self._write(key, content)
        return key

    def put_copy(self, key: str, copy: str, content: bytes) -> None:
        """Keep a copy of an original."""
        self._write(copy_name(key, copy), content)

    def get(self, name: str) -> bytes:
        """The bytes under ``name``. Raises FileNotFoundError."""
        with _answering():
            return bytes(obstore.get(self._store, path_of(name)).bytes())

    def stream(self, name: str) -> Iterator[bytes]:
        """The bytes piece by piece. Raises FileNotFoundError at once."""
        with _answering():
            found = obstore.get(self._store, path_of(name))

        def pieces() -> Iterator[bytes]:
            with _answering():
                for piece in found.stream(min_chunk_size=PIECE):
                    yield bytes(piece)

        return pieces()

    def size(self, name: str) -> int:
        """How many bytes. Raises FileNotFoundError."""
        with _answering():
            return int(obstore.head(self._store, path_of(name))["size"])

    def originals(self) -> Iterator[str]:
        """The keys of all originals."""
        with _answering():
            for page in obstore.list(self._store):
                for each in page:
                    name = str(each["path"]).rsplit("/", 1)[-1]
                    if is_key(name):
                        yield name

    def check(self) -> None:
        """Write, read and remove a few bytes. Raises StorageDown."""
        name, said = f"probe-{secrets.token_hex(8)}", secrets.token_bytes(16)
        self._write(name, said)
        with _answering():
            try:
                heard = self.get(name)
            except FileNotFoundError:
                heard = b""
            obstore.delete(self._store, path_of(name))
        if heard != said:
            raise StorageDown("read back something else")

    def _write(self, name: str, content: bytes) -> None:
        with _answering():
            try:
                obstore.put(self._store, path_of(name), content)
            except FileNotFoundError as error:
                raise StorageDown("no such bucket") from error


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except BaseError as error:
        # Its text names the address and the request, never the key.
        raise StorageDown(type(error).__name__) from error
