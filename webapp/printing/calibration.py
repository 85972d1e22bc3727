"""How much wkhtmltopdf shrinks a page, measured once for each of its versions and kept in a file.

Builds differ in the pixels they take for a millimetre; a factor in ``html{zoom}`` undoes it.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdf import PdfReader

SIDE_MM = 100.0
POINTS_PER_MM = 72 / 25.4
# A box of a known size, away from the edges.
PATTERN = f"""<!doctype html><html><head><meta charset="utf-8"><style>
body{{margin:0}}
div{{position:absolute;left:20mm;top:20mm;width:{SIDE_MM}mm;height:{SIDE_MM}mm;background:#000}}
</style></head><body><div></div></body></html>"""
# What no build is off by: a measure outside is a measuring error.
PLAUSIBLE = (0.5, 2.0)


class Unmeasurable(Exception):
    """The test page did not come out as a square of a plausible size."""


def zoom_of(folder: Path, version: str, run: Callable[[str], bytes]) -> float:
    """The factor for ``version``; ``run`` turns HTML into a PDF. Raises Unmeasurable."""
    path = folder / f"zoom-{re.sub(r'[^0-9a-z.]+', '-', version.lower())[:60]}"
    try:
        return float(path.read_text())
    except (FileNotFoundError, ValueError):
        factor = SIDE_MM / measured_side_mm(run(PATTERN))
    if not PLAUSIBLE[0] < factor < PLAUSIBLE[1]:
        raise Unmeasurable(f"zoom {factor}")
    _keep(path, f"{factor:.5f}")
    return float(f"{factor:.5f}")


def measured_side_mm(pdf: bytes) -> float:
    """The side in millimetres of the square on the first page. Raises Unmeasurable."""
    sides: list[float] = []

    def look(operator: Any, operands: Any, matrix: Any, _text_matrix: Any) -> None:
        if operator == b"re":
            width, height = (abs(float(each) * matrix[0]) for each in operands[2:])
            if abs(width - height) < 1:
                sides.append(width)

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_operand_before=look)
    if not sides:
        raise Unmeasurable("no square on the page")
    return max(sides) / POINTS_PER_MM


def _keep(path: Path, text: str) -> None:
    """Write at once: another server may measure at the same moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    os.replace(temporary, path)
