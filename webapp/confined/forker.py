"""Forks one process for each file that nobody vouches for; a program, not imported by the server.

Its standard input is a socket; each message on it brings an end of another, on which the new
process gets its file and answers.  The libraries are loaded before, so that a process costs
milliseconds.  A crafted file of a few kilobytes can make a library take gigabytes, run for ever or
be taken over: here it ends or taints only a process that has no environment, no network of its
own, and one file.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.confined import messages, paper, picture, sheet

MEGABYTE = 1024 * 1024
OPEN_FILES = 32
Answer = tuple[dict[str, Any], list[bytes]]


@dataclass(frozen=True)
class Job:
    """What may be done with a file, and what it may take beyond the program itself."""

    work: Callable[[bytes, dict[str, Any]], Answer]
    megabytes: int
    seconds: int


JOBS = {
    "picture": Job(picture.read, megabytes=768, seconds=8),
    "paper": Job(paper.read, megabytes=384, seconds=8),
    "sheet": Job(sheet.read, megabytes=512, seconds=10),
}


def main() -> None:
    """Fork for each message until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nobody waits for the processes: the kernel takes them away.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = socket.socket(fileno=0)
    while True:
        message, lines, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            _serve(socket.socket(fileno=lines[0]))
        os.close(lines[0])


def _serve(line: socket.socket) -> None:
    """Do one job and end; whatever goes wrong, the server hears that the line is cut."""
    try:
        asked, (content,) = messages.receive(line)
        job = JOBS[asked["job"]]
        _limit(job)
        messages.send(line, *job.work(content, asked["arguments"]))
    finally:
        os._exit(0)


def _limit(job: Job) -> None:
    with open("/proc/self/statm") as file:
        present = int(file.read().split()[0]) * resource.getpagesize()
    memory = present + job.megabytes * MEGABYTE
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, job.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))
    # Also for a process that only waits, which takes no processor time.
    signal.alarm(4 * job.seconds)


if __name__ == "__main__":
    main()
