"""The keys that seal personal data: outside the database, the newest writes, all of them read.

SM4-GCM (GB/T 32907) with a random nonce.  A sealed text is ``s1.<key id>.<base64>``; it is bound to
its place (``table.column``), so that it cannot be moved into another column.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

VERSION = "s1"
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 16, 12, 16


class NoKeyring(Exception):
    """The database was opened without keys, and sealed data was asked for."""


class Unreadable(Exception):
    """A sealed text that none of the keys opens: another key, another place, or changed bytes."""


class KeyFileFault(Exception):
    """A key file that cannot be used; ``sentence`` says in Chinese what to mend."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Keyring:
    """Keys by id, oldest first; ``writing`` is the id of the one that seals."""

    def __init__(self, keys: Mapping[str, bytes], writing: str) -> None:
        self.keys, self.writing = dict(keys), writing

    def seal(self, text: str, place: str) -> str:
        """``text`` sealed for ``place``."""
        # Named once, and first: the keys may be read anew by another thread meanwhile.
        key_id = self.writing
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = Cipher(algorithms.SM4(self.keys[key_id]), modes.GCM(nonce)).encryptor()
        cipher.authenticate_additional_data(place.encode())
        content = cipher.update(text.encode()) + cipher.finalize()
        packed = base64.b64encode(nonce + content + cipher.tag).decode()
        return f"{VERSION}.{key_id}.{packed}"

    def open(self, sealed: str, place: str) -> str:
        """The text that was sealed for ``place``. Raises Unreadable."""
        version, _, rest = sealed.partition(".")
        key_id, _, packed = rest.partition(".")
        if version != VERSION or self._key(key_id) is None:
            raise Unreadable(f"{place}: no key for this value")
        try:
            raw = base64.b64decode(packed, validate=True)
            nonce, content, tag = raw[:NONCE_BYTES], raw[NONCE_BYTES:-TAG_BYTES], raw[-TAG_BYTES:]
            cipher = Cipher(algorithms.SM4(self.keys[key_id]), modes.GCM(nonce, tag)).decryptor()
            cipher.authenticate_additional_data(place.encode())
            return (cipher.update(content) + cipher.finalize()).decode()
        except (InvalidTag, ValueError) as error:
            raise Unreadable(f"{place}: this value was not sealed here") from error

    def opens(self, sealed: str, place: str) -> bool:
        """Whether a value can be read."""
        try:
            self.open(sealed, place)
        except Unreadable:
            return False
        return True

    def proofs(self) -> dict[str, str]:
        """For each key id what only that key gives: kept in the database to know a wrong key by."""
        return {key_id: _proof(key) for key_id, key in self.keys.items()}

    def _key(self, key_id: str) -> bytes | None:
        return self.keys.get(key_id)


class KeyFile(Keyring):
    """A keyring in a file that only its owner may read.

    Raises KeyFileFault.  The file is looked at before each sealing, and before a key is called
    unknown: whoever rotates the keys need not stop the servers.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = _age(path)
        super().__init__(*_read(path))

    def seal(self, text: str, place: str) -> str:
        self._look_again()
        return super().seal(text, place)

    def add(self) -> str:
        """Put a new key into the file, which does not write yet; returns its id."""
        key_id = _new_id()
        self._write({**self.keys, key_id: secrets.token_bytes(KEY_BYTES)}, self.writing)
        return key_id

    def write_with(self, key_id: str) -> None:
        """From now on ``key_id`` seals; the others go on reading."""
        self._write(self.keys, key_id)

    def _key(self, key_id: str) -> bytes | None:
        if key_id not in self.keys:
            self._look_again()
        return super()._key(key_id)

    def _look_again(self) -> None:
        if (age := _age(self.path)) != self._seen:
            self.keys, self.writing = _read(self.path)
            self._seen = age

    def _write(self, keys: Mapping[str, bytes], writing: str) -> None:
        _save(self.path, keys, writing)
        self._look_again()


def create_key_file(path: Path) -> KeyFile:
    """A file with one new key. Raises KeyFileFault where there is a file already."""
    if path.exists():
        raise KeyFileFault(f"密钥文件 {path} 已经存在,没有改动。")
    path.parent.mkdir(parents=True, exist_ok=True)
    key_id = _new_id()
    _save(path, {key_id: secrets.token_bytes(KEY_BYTES)}, key_id)
    return KeyFile(path)


def _new_id() -> str:
    return secrets.token_hex(4)


def _proof(key: bytes) -> str:
    code = hmac.HMAC(key, hashes.SM3())
    code.update(b"anju data key")
    return code.finalize().hex()[:32]


def _age(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise KeyFileFault(f"找不到密钥文件 {path}:请从保管处取回,不要新建。") from error
    return found.st_mtime_ns, found.st_ino


def _read(path: Path) -> tuple[dict[str, bytes], str]:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFileFault(f"密钥文件 {path} 别人也能读:请运行 chmod 600 {path}。")
    try:
        kept = json.loads(path.read_text())
        keys = {key_id: base64.b64decode(key) for key_id, key in kept["keys"].items()}
        writing: str = kept["writing"]
    except PermissionError as error:
        raise KeyFileFault(f"不能读密钥文件 {path}:请检查它属于哪个用户。") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFileFault(f"密钥文件 {path} 的内容不对:请从保管处取回。") from error
    if writing not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyFileFault(f"密钥文件 {path} 的内容不对:请从保管处取回。")
    return keys, writing


def _save(path: Path, keys: Mapping[str, bytes], writing: str) -> None:
    """Beside the old file first: a crash leaves the one or the other, never half of one."""
    packed = {key_id: base64.b64encode(key).decode() for key_id, key in keys.items()}
    # Only the owner may read what mkstemp makes.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w") as file:
        json.dump({"writing": writing, "keys": packed}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, path)
