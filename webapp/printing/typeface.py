"""The font that papers are set in: which characters it has, and which share one shape.

A character that the font lacks prints as nothing at all, and nobody notices in a name.
"""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

FAMILY = "Noto Serif CJK SC"
# Radicals and compatibility forms look like the everyday character and are drawn with its glyph.
LOOK_ALIKES = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
EVERYDAY = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2EBEF))
TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class Typeface:
    """``characters`` are code points; ``everyday`` maps a look-alike to what people type."""

    characters: frozenset[int]
    everyday: Mapping[int, int]

    def missing(self, text: str) -> list[str]:
        """The characters of ``text`` that would print as nothing, each once, in order."""
        return [
            each
            for each in dict.fromkeys(text)
            if ord(each) not in self.characters and unicodedata.category(each)[0] not in "CZ"
        ]


@cache
def typeface() -> Typeface | None:
    """The installed font of papers, read once; None where it is not installed."""
    found = _file_of(FAMILY)
    if found is None:
        return None
    path, number = found
    with TTFont(path, fontNumber=number, lazy=True) as font:
        glyphs: dict[int, str] = font.getBestCmap()
    by_glyph = {glyph: code for code, glyph in glyphs.items() if _within(code, EVERYDAY)}
    everyday = {
        code: by_glyph[glyph]
        for code, glyph in glyphs.items()
        if _within(code, LOOK_ALIKES) and glyph in by_glyph
    }
    return Typeface(frozenset(glyphs), everyday)


def _file_of(family: str) -> tuple[str, int] | None:
    """File and number inside it, as fontconfig finds it for wkhtmltopdf too."""
    command = shutil.which("fc-match")
    if command is None:
        return None
    asked = [command, "-f", "%{family[0]}\n%{file}\n%{index}", family]
    answer = subprocess.run(
        asked, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
    )
    lines = answer.stdout.splitlines()
    # Fontconfig always answers with something: only the family itself counts.
    if len(lines) != 3 or lines[0] != family:
        return None
    return lines[1], int(lines[2])


def _within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)
