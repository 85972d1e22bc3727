"""What goes over the socket between the server and a confined process: JSON and a few files."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

LENGTH = struct.Struct("!I")
# More than any file that is taken in, with its copies.
LONGEST = 256 * 1024 * 1024
PIECE = 1024 * 1024


class Cut(Exception):
    """The other side is gone, or says what no side of ours says."""


def send(line: socket.socket, said: dict[str, Any], files: Sequence[bytes] = ()) -> None:
    """Send ``said`` and ``files``. Raises OSError when the other side is gone."""
    head = json.dumps({"said": said, "sizes": [len(each) for each in files]}).encode()
    line.sendall(LENGTH.pack(len(head)) + head)
    for each in files:
        line.sendall(each)


def receive(line: socket.socket) -> tuple[dict[str, Any], list[bytes]]:
    """What the other side sent. Raises Cut, or OSError when nothing more comes."""
    (length,) = LENGTH.unpack(_exactly(line, LENGTH.size))
    try:
        head = json.loads(_exactly(line, length))
        said, sizes = dict(head["said"]), [int(size) for size in head["sizes"]]
    except (ValueError, KeyError, TypeError) as error:
        raise Cut from error
    return said, [_exactly(line, size) for size in sizes]


def _exactly(line: socket.socket, size: int) -> bytes:
    if not 0 <= size <= LONGEST:
        raise Cut
    content = bytearray()
    while len(content) < size:
        piece = line.recv(min(size - len(content), PIECE))
        if not piece:
            raise Cut
        content += piece
    return bytes(content)
