"""What is kept of a photograph so that it is known again: a small grey copy, and nothing else.

Everything that likeness is judged by is reckoned from it, so a better judgement needs no original.
"""

from __future__ import annotations

import base64
from typing import Any

from PIL import Image

VERSION = 1
SIDE = 48


def fingerprint(image: Image.Image) -> dict[str, Any]:
    """{"version", "grey"} of an upright RGB picture; ``grey`` is 48 × 48 bytes in base64."""
    grey = image.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return {"version": VERSION, "grey": base64.b64encode(grey.tobytes()).decode()}


def grey_of(kept: dict[str, Any]) -> bytes | None:
    """The 48 × 48 bytes of a fingerprint; None where none of this version was made."""
    if kept.get("version") != VERSION:
        return None
    grey = base64.b64decode(kept["grey"])
    return grey if len(grey) == SIDE * SIDE else None
