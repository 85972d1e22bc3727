"""Carrying documents from one place to another, each looked at on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.storage.place import Storage, key_of

COPIED, PRESENT, DAMAGED = "copied", "present", "damaged"


@dataclass(frozen=True)
class Carried:
    """What became of one original: copied, present before, or damaged where it came from."""

    key: str
    result: str


def carry(source: Storage, target: Storage) -> Iterator[Carried]:
    """Copy every original that ``target`` lacks, and read each back; may be begun again any time.

    Copies to show are not carried: they are made anew.  Raises StorageDown.
    """
    for key in source.originals():
        if _is_there(source, target, key):
            yield Carried(key, PRESENT)
            continue
        content = source.get(key)
        if key_of(content) != key:
            yield Carried(key, DAMAGED)
            continue
        target.put(content)
        arrived = key_of(target.get(key)) == key
        yield Carried(key, COPIED if arrived else DAMAGED)


def _is_there(source: Storage, target: Storage, key: str) -> bool:
    try:
        return target.size(key) == source.size(key)
    except FileNotFoundError:
        return False
