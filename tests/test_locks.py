"""Locked versions: complete, hashed, without hosts, and exactly what the code imports."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tracked import PACKAGES, python_files, text_of

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-setup.lock")
# Named by a database address or a command line, never imported.
# The driver is named in database addresses; the paper forms are printed through pdfkit.
USED_WITHOUT_IMPORT = {"psycopg", "pdfkit"}

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def declared(*, extra: str | None = None, group: str | None = None) -> list[Requirement]:
    """The requirements of the product, of one of its extras, or of a dependency group."""
    about = tomllib.loads(text_of("pyproject.toml"))
    if group:
        lines = about["dependency-groups"][group]
    elif extra:
        lines = about["project"]["optional-dependencies"][extra]
    else:
        lines = about["project"]["dependencies"]
    return [Requirement(line) for line in lines]


def pins(lock: str) -> dict[str, str]:
    """Package name to pinned version."""
    return {canonicalize_name(name): version for name, version in PIN.findall(text_of(lock))}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_download_host(lock: str) -> None:
    assert re.findall(r"\S*://\S*", text_of(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_of_a_lock_carries_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", text_of(lock).strip())

    assert len(entries) > 2
    assert [entry for entry in entries if not PIN.match(entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", declared()),
        ("requirements-dev.lock", declared() + declared(extra="dev")),
        ("requirements-setup.lock", declared(group="setup")),
    ],
)
def test_a_lock_answers_every_requirement(lock: str, wanted: list[Requirement]) -> None:
    pinned = pins(lock)

    unanswered = [
        str(requirement)
        for requirement in wanted
        if not requirement.specifier.contains(pinned.get(canonicalize_name(requirement.name), "0"))
    ]
    assert unanswered == []


def test_tests_run_on_the_versions_the_product_runs_on() -> None:
    with_tests = pins("requirements-dev.lock")

    assert {
        name: version
        for name, version in pins("requirements.lock").items()
        if with_tests.get(name) != version
    } == {}


def test_the_npm_lock_names_no_download_host() -> None:
    lock = text_of("package-lock.json")

    assert '"resolved"' not in lock
    assert [
        name
        for name, package in json.loads(lock)["packages"].items()
        if name and "integrity" not in package
    ] == []


def test_the_npm_lock_answers_every_requirement() -> None:
    package = json.loads(text_of("package.json"))
    locked = json.loads(text_of("package-lock.json"))["packages"][""]

    assert locked["dependencies"] == package["dependencies"]
    assert locked["devDependencies"] == package["devDependencies"]


def imported_modules(path: Path) -> set[str]:
    """Top-level names of every module a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def imported_distributions() -> dict[str, set[str]]:
    """Installed package to the files of ours that import it."""
    owners = packages_distributions()
    found: dict[str, set[str]] = {}
    for path in python_files(*PACKAGES):
        for module in imported_modules(path) - set(sys.stdlib_module_names) - {*PACKAGES}:
            for owner in owners.get(module, [module]):
                found.setdefault(canonicalize_name(owner), set()).add(str(path))
    return found


def test_the_code_imports_only_what_it_declares() -> None:
    wanted = declared() + declared(extra="s3")
    names = {canonicalize_name(requirement.name) for requirement in wanted}

    assert {
        name: files for name, files in imported_distributions().items() if name not in names
    } == {}


def test_the_code_declares_only_what_it_uses() -> None:
    used = imported_distributions().keys() | USED_WITHOUT_IMPORT

    assert {canonicalize_name(requirement.name) for requirement in declared()} - used == set()
