"""The demo's start: a county of its own, and never trouble with one that is out of date."""

from __future__ import annotations

import functools
import sqlite3
from pathlib import Path

import pytest

from webapp import demo, demo_county
from webapp.demo import seed
from webapp.parts import EXTENSION


@pytest.fixture(autouse=True)
def _small_county(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "seed", functools.partial(seed, households=1))


def start(path: Path) -> list[str]:
    """Open the demo at ``path``; what it said."""
    said: list[str] = []
    app = demo_county.open_demo(path, say=said.append)
    app.extensions[EXTENSION].database.dispose()
    return said


def test_an_outdated_county_is_set_aside_and_a_new_one_made(tmp_path: Path) -> None:
    path = tmp_path / "anju.sqlite"
    start(path)
    assert start(path) == []
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE houses DROP COLUMN rooms")
        connection.execute("UPDATE settings SET value = '\"x\"' WHERE name = 'schema_fingerprint'")
    connection.close()

    said = start(path)

    (aside,) = (each for each in tmp_path.iterdir() if each.name.startswith("anju.sqlite.old-"))
    assert said[0] == f"演示数据库是旧版本的,已改名为 {aside.name}。"
    assert start(path) == []


def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "anju.sqlite"
    path.write_text("这不是数据库" * 1000)

    assert "已改名为 anju.sqlite.old-" in start(path)[0]
    assert start(path) == []
