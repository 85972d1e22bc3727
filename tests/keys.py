"""The keys that seal personal data in the databases of the tests."""

from __future__ import annotations

from pathlib import Path

from models.keyring import Keyring, create_key_file

KEYRING = Keyring({"of-tests": b"sixteen bytes!!!"}, "of-tests")


def key_file(folder: Path) -> Path:
    """A key file such as a real installation has; made on the first asking."""
    path = folder / "data-keys"
    if not path.exists():
        create_key_file(path)
    return path
