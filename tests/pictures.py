"""Files as people send them: small, real, and each another one."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

WIDE, HIGH = 6, 4


@cache
def photo(seed: str, form: str = "JPEG", scale: int = 8) -> bytes:
    """A picture of coloured squares that only ``seed`` gives."""
    return encoded(squares(seed, scale), form)


@cache
def paper(pages: int = 1) -> bytes:
    """A PDF of blank pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    return written(writer)


def blank(seed: str) -> bytes:
    """A grey picture with ``seed`` written beside its pixels: nobody could tell it from another.

    For many pictures at which nobody looks: it is quick to read, and is compared with none.
    """
    note = PngInfo()
    note.add_itxt("Comment", seed)
    return encoded(Image.new("RGB", (WIDE, HIGH), "grey"), "PNG", pnginfo=note)


def squares(seed: str, scale: int = 8) -> Image.Image:
    """The squares as an image of 6 by 4 squares of ``scale`` pixels."""
    colours = hashlib.shake_256(seed.encode()).digest(WIDE * HIGH * 3)
    small = Image.frombytes("RGB", (WIDE, HIGH), colours)
    return small.resize((WIDE * scale, HIGH * scale), Image.Resampling.NEAREST)


def encoded(image: Image.Image, form: str = "JPEG", **more: Any) -> bytes:
    """The bytes of a file with ``image``."""
    target = io.BytesIO()
    image.save(target, form, **more)
    return target.getvalue()


def written(writer: PdfWriter) -> bytes:
    """The bytes of a PDF."""
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
