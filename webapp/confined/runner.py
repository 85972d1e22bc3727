"""The server's side: asks the forker for a process, gives it a file, and takes its answer."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from typing import Any

from webapp.confined import messages

COMMAND = (sys.executable, "-I", "-m", "webapp.confined.forker")
# The process ends itself long before; this is for one that was stopped from outside.
WAIT_SECONDS = 60
# A process closes its lines a moment before it is gone.
ENDING_SECONDS = 0.1
# Each process may take its whole allowance of memory: never more than these at once.
_places = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


class Lost(Exception):
    """The process took more than it may, or was ended by its file."""


def run(job: str, content: bytes, **arguments: Any) -> tuple[dict[str, Any], list[bytes]]:
    """Have ``job`` done with ``content``: its answer and the files it made. Raises Lost."""
    with _places:
        try:
            return _asked(job, content, arguments)
        except Lost:
            # No file ends the forker; where it was ended from outside, the file is not to blame.
            if not _forker.has_ended():
                raise
            return _asked(job, content, arguments)


def _asked(
    job: str, content: bytes, arguments: dict[str, Any]
) -> tuple[dict[str, Any], list[bytes]]:
    with _forker.line() as line:
        try:
            messages.send(line, {"job": job, "arguments": arguments}, [content])
            return messages.receive(line)
        except (OSError, messages.Cut) as error:
            raise Lost from error


def warm_up() -> None:
    """Load the libraries now, so that the first file need not wait for them."""
    _forker.line().close()


class _Forker:
    """The one forker of this server, begun when the first file comes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def line(self) -> socket.socket:
        """A line to a new process."""
        ours, theirs = socket.socketpair()
        ours.settimeout(WAIT_SECONDS)
        with theirs, self._lock:
            try:
                self._hand_over(theirs)
            except OSError:
                # It was ended from outside: begun again once.
                self._control = None
                self._hand_over(theirs)
        return ours

    def has_ended(self) -> bool:
        """Whether the forker is no more."""
        assert self._process is not None
        try:
            self._process.wait(timeout=ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _hand_over(self, theirs: socket.socket) -> None:
        if self._control is None:
            self._control = self._begun()
        socket.send_fds(self._control, [b"+"], [theirs.fileno()])

    def _begun(self) -> socket.socket:
        if self._process is not None:
            self._process.wait()
        ours, theirs = socket.socketpair()
        with theirs:
            # Isolated and without our environment, which holds secrets.
            self._process = subprocess.Popen(
                COMMAND,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                start_new_session=True,
            )
        return ours


_forker = _Forker()
