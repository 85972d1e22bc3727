"""Reads one photograph, inside a confined process: what it says of itself, and copies to show."""

from __future__ import annotations

import io
from typing import Any

import pi_heif
from PIL import Image, ImageOps

from webapp.confined import exif
from workflows.fingerprints import fingerprint

FORMATS = ("JPEG", "PNG", "HEIF")
# A progressive JPEG of a camera has about ten scans; more of many pixels keep a decoder busy for
# minutes.  So many pixels may be gone over in all, and any picture counts for a million at least.
MOST_SCANNED, LEAST_SCANNED = 1_000_000_000, 1_000_000
START_OF_SCAN = b"\xff\xda"
MIXABLE = frozenset({"RGB", "RGBA", "L", "CMYK"})
DISPLAY_QUALITY, THUMBNAIL_QUALITY = 85, 75

# Loaded before the fork; the usual five formats, of which FORMATS lets two pass.
Image.preinit()
pi_heif.register_heif_opener(thumbnails=False)
# The limit is ours, and is told from the head of the file, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


def read(content: bytes, arguments: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """({"width", "height", "orientation", "taken", …}, [copy to show, thumbnail]).

    ``arguments`` are max_pixels and the longest sides display_side and thumbnail_side.  A picture
    that cannot be taken is {"fault": "pixels" | "broken"} without copies.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            pixels = image.width * image.height
            if pixels > arguments["max_pixels"]:
                return {"fault": "pixels"}, []
            scans = content.count(START_OF_SCAN) if image.format == "JPEG" else 1
            if scans * max(pixels, LEAST_SCANNED) > MOST_SCANNED:
                return {"fault": "broken"}, []
            return _read(image, arguments["display_side"], arguments["thumbnail_side"])
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, RuntimeError, LookupError):
        return {"fault": "broken"}, []


def _read(image: Image.Image, side: int, small: int) -> tuple[dict[str, Any], list[bytes]]:
    said = exif.told_by(image)
    width, height = image.size
    # A JPEG is decoded at a half, quarter or eighth where that is still large enough.
    scale = side / max(width, height)
    image.draft("RGB", (round(width * scale), round(height * scale)))
    image.load()
    shown = _shrunk(image, side)
    if said["orientation"] != 1 and image.format != "HEIF":
        # That of a HEIC is applied by its decoder.
        shown = _upright(shown, said["orientation"])
        if said["orientation"] > 4:
            width, height = height, width
    thumbnail = shown.copy()
    thumbnail.thumbnail((small, small), Image.Resampling.BICUBIC)
    copies = [_jpeg(shown, DISPLAY_QUALITY), _jpeg(thumbnail, THUMBNAIL_QUALITY)]
    said |= {"width": width, "height": height, "fingerprint": fingerprint(shown)}
    return said, copies


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    """The picture in RGB, its longest side ``side``; shrunk first where colours can be mixed."""
    if image.mode not in MIXABLE or "transparency" in image.info:
        image = _opaque(image)
    image.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _opaque(image)


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    marked = image.getexif()
    marked[exif.ORIENTATION] = orientation
    return ImageOps.exif_transpose(image)


def _opaque(image: Image.Image) -> Image.Image:
    """The picture in RGB; what is see-through becomes white paper."""
    if image.mode in ("I;16", "I;16B", "I"):
        # Sixteen bits of grey would be cut off, not scaled.
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return image.convert("RGB")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """Only pixels: what the camera wrote beside them stays with the original."""
    target = io.BytesIO()
    image.info = {}
    image.save(target, "JPEG", quality=quality, exif=b"")
    return target.getvalue()
