"""Copies the few browser files the product serves out of node_modules, with their licences.

``package.json`` lists the files under ``assets``.  Beside them goes ``LICENSES.txt`` with the
licence of every package that ends up in them, bundled ones included: what we hand on with the
wheel must carry its terms.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

MODULES = Path("node_modules")

MIT_TERMS = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""


def main(destination: Path) -> None:
    """Copy every listed file and write the licences; a missing one of either is an error."""
    package = json.loads(Path("package.json").read_text(encoding="utf-8"))
    destination.mkdir(parents=True, exist_ok=True)
    packages: set[str] = set()
    for name, files in package["assets"].items():
        packages |= bundled_packages(name)
        for file in files:
            shutil.copyfile(MODULES / name / file, destination / Path(file).name)
    texts = [licence_text(name) for name in sorted(packages)]
    (destination / "LICENSES.txt").write_text("\n\n".join(texts), encoding="utf-8")


def manifest(name: str) -> dict[str, object]:
    """The installed package's own ``package.json``."""
    found: dict[str, object] = json.loads(
        (MODULES / name / "package.json").read_text(encoding="utf-8")
    )
    return found


def bundled_packages(name: str) -> set[str]:
    """The package and all it depends on at run time: a bundle holds parts of any of them."""
    found, waiting = set(), [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            dependencies = manifest(current).get("dependencies", {})
            assert isinstance(dependencies, dict)
            waiting.extend(dependencies)
    return found


def licence_text(name: str) -> str:
    """Name, version and terms of one package."""
    about = manifest(name)
    heading = f"{'=' * 80}\n{name} {about['version']} ({about['license']})\n{'=' * 80}\n"
    files = sorted(MODULES.joinpath(name).glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
    if files:
        return heading + files[0].read_text(encoding="utf-8").strip()
    if about["license"] != "MIT":
        raise SystemExit(f"{name} has no licence file; its terms cannot be handed on")
    return f"{heading}Copyright (c) {author(about)}\n\n{MIT_TERMS}"


def author(about: dict[str, object]) -> str:
    """Who holds the copyright, as far as the package says."""
    named = about.get("author") or f"the authors of {about['name']}"
    return str(named["name"]) if isinstance(named, dict) else str(named)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
