"""Looks through one PDF, inside a confined process: pages, and what a paper must not hold."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

# A scan has a dozen objects a page; many more is no paper that somebody signed.
MOST_OBJECTS = 200_000
# Where a file must end (7.5.5 of ISO 32000); programs append a little behind it.
TAIL, END = 2048, b"%%EOF"
# Keys that carry what runs, what is attached, or a form that is drawn by a program.
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"})
# What an action of a paper must not do; going to a page or an address is harmless.
ACTIONS = frozenset(
    {
        "/GoToE",
        "/GoToR",
        "/ImportData",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Rendition",
        "/RichMediaExecute",
        "/Sound",
        "/SubmitForm",
    }
)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(content: bytes, arguments: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """{"pages"}, or {"fault": "cut" | "locked" | "active" | "pages" | "broken"}.

    ``arguments`` is max_pages.
    """
    if END not in content[-TAIL:]:
        return {"fault": "cut"}, []
    try:
        return _looked_through(content, arguments["max_pages"]), []
    except (PyPdfError, OSError, ValueError, TypeError, LookupError, AttributeError):
        return {"fault": "broken"}, []
    except (RecursionError, ArithmeticError, AssertionError):
        return {"fault": "broken"}, []


def _looked_through(content: bytes, max_pages: int) -> dict[str, Any]:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return {"fault": "locked"}
    for held in _dictionaries(reader.trailer):
        if _is_active(held):
            return {"fault": "active"}
    pages = len(reader.pages)
    if not pages:
        return {"fault": "broken"}
    return {"fault": "pages"} if pages > max_pages else {"pages": pages}


def _is_active(held: DictionaryObject) -> bool:
    if ACTIVE_KEYS & held.keys():
        return True
    action = held.get("/S")
    return isinstance(action, str) and action in ACTIONS


def _dictionaries(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from the root, each once."""
    waiting: list[PdfObject] = [root]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        held = waiting.pop()
        if isinstance(held, IndirectObject):
            if (held.idnum, held.generation) in seen:
                continue
            seen.add((held.idnum, held.generation))
            found = held.get_object()
            if found is None:
                continue
            held = found
        count += 1
        if count > MOST_OBJECTS:
            raise ValueError("too many objects")
        if isinstance(held, DictionaryObject):
            yield held
            waiting += [held.raw_get(key) for key in held]
        elif isinstance(held, ArrayObject):
            waiting += list.__iter__(held)
