"""Folders for what the tests write: in memory where there is room, gone after the run."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

MEMORY_DISK = Path("/dev/shm")
ROOM_BYTES = 2 * 1024**3
PREFIX = "anju-tests-"


def scratch_folder() -> Path:
    """A new folder of this process; what killed runs left behind is removed first."""
    parent = _parent()
    for left_over in parent.glob(f"{PREFIX}*"):
        owner = re.match(rf"{PREFIX}(\d+)-", left_over.name)
        if owner and not _is_running(int(owner.group(1))):
            shutil.rmtree(left_over, ignore_errors=True)
    # Not pytest's own folder: that is closed to the user postgres, and too long for a socket.
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))


def _is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _parent() -> Path:
    has_memory_disk = os.access(MEMORY_DISK, os.W_OK)
    if has_memory_disk and shutil.disk_usage(MEMORY_DISK).free > ROOM_BYTES:
        return MEMORY_DISK
    return Path(tempfile.gettempdir())
