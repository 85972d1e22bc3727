"""What the repository promises about itself: names, sizes, languages, nothing foreign inside."""

from __future__ import annotations

import ast
import re

from tests.tracked import PACKAGES, ROOT, VENDOR, python_files, text_of, tracked_files

LONGEST_FILE = 400
# A file of tests is a list of sentences about one noun: it may be longer than the noun.
LONGEST_TEST_FILE = 600

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_drawings_hold_no_code() -> None:
    assert python_files("bpmn") == []


def test_no_file_grows_beyond_one_noun() -> None:
    # A migration is drafted by machine, read once and never edited again.
    written = [path for path in python_files() if "migrations" not in path.parts]
    lengths = {path: text_of(path).count("\n") for path in written}

    assert {
        str(path): lines
        for path, lines in lengths.items()
        if lines > (LONGEST_TEST_FILE if path.parts[0] == "tests" else LONGEST_FILE)
    } == {}


def test_no_module_is_named_after_nothing() -> None:
    empty = re.compile(r"^(common|utils?|helpers?|misc|base_service)(\.py)?$")

    assert [
        str(path) for path in python_files() if any(empty.match(part) for part in path.parts)
    ] == []


def test_every_package_says_what_it_is() -> None:
    openings = [path for path in python_files(*PACKAGES) if path.name == "__init__.py"]

    assert {path.parts[0] for path in openings} == set(PACKAGES)
    assert [str(path) for path in openings if not ast.get_docstring(ast.parse(text_of(path)))] == []


def test_documents_are_written_in_english() -> None:
    documents = [path for path in tracked_files() if path.suffix == ".md"]

    # Chinese terms are quoted in them, but never outweigh the text around.
    assert [
        str(path)
        for path in documents
        if len(CHINESE.findall(text_of(path))) > len(re.findall(r"[A-Za-z]", text_of(path)))
    ] == []


def visible_text(template: str) -> str:
    """What a reader may see of a template: no tags, no expressions, no scripts."""
    for hidden in (
        r"(?s)\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}",
        r"(?is)<(script|style)\b.*?</\1>",
        r"(?s)<!--.*?-->|<[^>]*>",
        r"&\w+;",
    ):
        template = re.sub(hidden, " ", template)
    return template


def test_pages_speak_chinese() -> None:
    templates = [path for path in tracked_files() if path.suffix == ".html"]
    sentence = re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}")

    assert {
        str(path): sentence.findall(visible_text(text_of(path)))
        for path in templates
        if sentence.search(visible_text(text_of(path)))
    } == {}


def test_no_code_of_others_is_committed() -> None:
    foreign = re.compile(rf"(^|/)node_modules/|^{VENDOR}/|\.min\.(js|css)$|^\.venv/")

    assert [str(path) for path in tracked_files() if foreign.search(path.as_posix())] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    # In two halves, or this file would name them itself.
    words = [
        "".join(halves)
        for halves in (
            ("/wo", "rk/"),
            ("/ro", "ot/"),
            ("pypi", ".org"),
            ("python", "hosted.org"),
            ("npmjs", ".org"),
            ("npmjs", ".com"),
            ("deb.deb", "ian.org"),
        )
    ]
    found = {}
    for path in tracked_files():
        content = (ROOT / path).read_bytes()
        hits = [word for word in words if word.encode() in content]
        if hits:
            found[str(path)] = hits
    assert found == {}


def test_pages_load_nothing_from_outside() -> None:
    outside = re.compile(
        r"""(?:\bsrc|\bhref)\s*=\s*["'](?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//"""
    )
    served = [path for path in tracked_files() if path.suffix in {".html", ".css", ".js"}]
    vendored = [path.relative_to(ROOT) for path in (ROOT / VENDOR).glob("*.css")]

    assert [str(path) for path in [*served, *vendored] if outside.search(text_of(path))] == []
