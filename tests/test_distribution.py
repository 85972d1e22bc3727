"""What is handed on: the wheel with drawings, pages, browser files and their licences."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.tracked import PACKAGES, ROOT, VENDOR, asset_names, text_of, tracked_files

BUILD_WHEEL = (
    *(sys.executable, "-m", "uv", "build"),
    *("--quiet", "--wheel", "--offline", "--no-build-isolation"),
)


def test_every_browser_asset_is_served_with_its_licence() -> None:
    served = {path.name for path in (ROOT / VENDOR).iterdir() if not path.name.startswith(".")}
    licences = text_of(f"{VENDOR}/LICENSES.txt")

    assert served == asset_names() | {"LICENSES.txt"}
    assert [
        name
        for name in json.loads(text_of("package.json"))["dependencies"]
        if f"\n{name} " not in licences
    ] == []


def test_the_wheel_carries_drawings_pages_assets_and_licences(tmp_path: Path) -> None:
    source = tmp_path / "source"
    vendored = [path.relative_to(ROOT) for path in (ROOT / VENDOR).iterdir()]
    for path in [*tracked_files(), *vendored]:
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_bytes((ROOT / path).read_bytes())
    subprocess.run(
        [*BUILD_WHEEL, "--python", sys.executable, "--out-dir", str(tmp_path)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())

    data = {".html", ".css", ".js", ".bpmn", ".dmn", ".toml", ".csv", ".py", ".svg", ".mako"}
    expected = {
        path.as_posix()
        for path in tracked_files()
        if path.parts[0] in {*PACKAGES, "bpmn"} and path.suffix in data
    }
    expected |= {f"{VENDOR}/{name}" for name in asset_names() | {"LICENSES.txt"}}
    assert expected - carried == set()
    assert [name for name in carried if name.startswith("tests/")] == []
