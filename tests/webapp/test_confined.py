"""The processes that open files: alone with their file, told when they end, begun again."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.pictures import paper
from webapp.confined import runner


def look(content: bytes) -> int:
    said, _ = runner.run("paper", content, max_pages=9)
    return int(said["pages"])


def forker() -> Path:
    """What the kernel tells of the forker of this process."""
    look(paper())
    process = runner._forker._process
    assert process is not None
    return Path(f"/proc/{process.pid}")


def test_it_has_no_environment_and_no_file_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANJU_SECRET_KEY", "a secret of the server")
    status = forker()

    assert (status / "environ").read_bytes() == b""
    assert sorted(os.listdir(status / "fd")) == ["0", "1", "2"]


def test_a_process_that_ends_without_an_answer_is_told() -> None:
    with pytest.raises(runner.Lost):
        runner.run("no such job", b"")

    assert look(paper()) == 1


def test_a_forker_that_was_ended_from_outside_is_begun_again() -> None:
    before = forker()
    os.kill(int(before.name), signal.SIGKILL)

    assert look(paper(2)) == 2
    assert forker() != before


def test_many_files_at_once_each_get_their_own_answer() -> None:
    pages = [1, 2, 3, 4] * 3
    contents = [paper(number) for number in pages]

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(look, contents)) == pages
