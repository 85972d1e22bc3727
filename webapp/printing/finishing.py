"""What is done to a PDF after it was set: text that can be searched, the same bytes each time."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
)

# ``<first> <last>`` and then what they mean: a list, or the first of a run.
RANGE = re.compile(rb"(<[0-9A-F]{4}> <[0-9A-F]{4}> )(\[[^\]]*\]|<[0-9A-F]{4}>)")
MEANING = re.compile(rb"<([0-9A-F]{4})>")
TAB, SPACE = 0x0009, 0x0020


def finished(pdf: bytes, title: str, everyday: Mapping[int, int]) -> bytes:
    """``pdf`` with a text layer of everyday characters, a title, and nothing of the moment in it.

    The engine takes for each glyph the first character that it stands for, often a radical:
    whoever looks for 户 would not find ⼾.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for font in _fonts(writer):
        table = font["/ToUnicode"].get_object()
        assert isinstance(table, StreamObject)
        mended = DecodedStreamObject()
        mended.set_data(_mended(table.get_data(), everyday))
        font[NameObject("/ToUnicode")] = writer._add_object(mended.flate_encode())
        _name_without_chance(font)
    # The time of printing and a number drawn from it would make every print a different file.
    writer.metadata = {"/Title": title, "/Producer": "Anju"}
    writer._ID = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _fonts(writer: PdfWriter) -> list[DictionaryObject]:
    """Every font of every page that has a text layer, each once."""
    found: dict[int, DictionaryObject] = {}
    for page in writer.pages:
        for font in _parts(page, "/Resources", "/Font").values():
            whole = font.get_object()
            if isinstance(whole, DictionaryObject) and "/ToUnicode" in whole:
                found.setdefault(id(whole), whole)
    return list(found.values())


def _parts(whole: DictionaryObject, *names: str) -> DictionaryObject:
    """The dictionary under ``names``, one in the other; empty where there is none."""
    for name in names:
        part = whole.get(name)
        inner = part.get_object() if part is not None else None
        whole = inner if isinstance(inner, DictionaryObject) else DictionaryObject()
    return whole


def _name_without_chance(font: DictionaryObject) -> None:
    """The letters that mark a font as a part of one are drawn by lot; one set serves as well."""
    parts = font["/DescendantFonts"].get_object()
    assert isinstance(parts, ArrayObject)
    for part in parts:
        descriptor = _parts(part.get_object(), "/FontDescriptor")
        name = str(descriptor["/FontName"]).rpartition("+")[2].lstrip("/")
        descriptor[NameObject("/FontName")] = NameObject(f"/ANJUAA+{name}")


def _mended(table: bytes, everyday: Mapping[int, int]) -> bytes:
    def meaning(found: re.Match[bytes]) -> bytes:
        code = int(found[1], 16)
        plain = SPACE if code == TAB else everyday.get(code, code)
        return b"<" + chr(plain).encode("utf-16-be").hex().upper().encode() + b">"

    return RANGE.sub(lambda found: found[1] + MEANING.sub(meaning, found[2]), table)
