"""The keys that seal personal data in the databases of the tests."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from models.keyring import Keyring, create_key_file

KEYRING = Keyring({"of-tests": b"sixteen bytes!!!"}, "of-tests")


def key_file(folder: Path) -> Path:
    """A key file such as a real installation has; made on the first asking."""
    path = folder / "data-keys"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(_content())
    return path


@cache
def _content() -> bytes:
    """What stands in it: a new one waits for the disk."""
    folder = Path(tempfile.mkdtemp())
    content = create_key_file(folder / "data-keys").path.read_bytes()
    shutil.rmtree(folder)
    return content
