"""The files of the repository, for the tests that hold it to its promises."""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("models", "workflows", "forms", "webapp")
VENDOR = "webapp/static/vendor"


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file git knows of, relative to the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"not a git repository: {listing.stderr.strip()}")
    assert listing.returncode == 0, listing.stderr
    return tuple(
        Path(name) for name in listing.stdout.split("\0") if name and (ROOT / name).exists()
    )


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for path in tracked_files()
        if path.suffix == ".py" and (not folders or path.parts[0] in folders)
    ]


def text_of(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def asset_names() -> set[str]:
    """File names of the browser assets, as they are served."""
    assets = json.loads(text_of("package.json"))["assets"]
    return {Path(file).name for files in assets.values() for file in files}
