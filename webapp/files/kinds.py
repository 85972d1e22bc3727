"""What a file really is: told by its content, never by the name that the sender chose."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.errors import Invalid


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken in."""

    content_type: str
    suffix: str


JPEG = FileKind("image/jpeg", ".jpg")
PNG = FileKind("image/png", ".png")
HEIC = FileKind("image/heic", ".heic")
PDF = FileKind("application/pdf", ".pdf")
PICTURES = frozenset({JPEG.content_type, PNG.content_type, HEIC.content_type})

SIGNATURES = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
# The box that begins such a file names what it holds (ISO 23008-12).
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})
# Pages and drawings begin like this, whatever they are called.
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<body", b"<!--")
BEGINNING = 1024


def told_by(content: bytes) -> FileKind:
    """The kind of ``content``. Raises Invalid with what it is instead."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return HEIC
    beginning = content[:BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith(MARKUP):
        raise Invalid("这个文件里是网页或矢量图,不是照片,改了名字也不能上传。", "file")
    raise Invalid("只能上传 JPG、PNG、HEIC 照片或 PDF 文件。", "file")
