"""A signature drawn on the screen: from the strokes that a script sends to a picture."""

from __future__ import annotations

import io
import itertools

import orjson
from PIL import Image, ImageDraw

from workflows.errors import Invalid

Point = tuple[int, int]
MOST_STROKES, MOST_POINTS, FARTHEST = 200, 10_000, 10_000
WIDTH, HEIGHT, EDGE, PEN = 600, 260, 20, 5
# Shorter than this (in the picture's own measure) is a slip of the finger, and no name.
SHORTEST = 120
UNREADABLE = "签字没有传上来,请再签一次。"


def picture_of(sent: str) -> bytes:
    """A PNG of the strokes in ``sent``: JSON, a list of strokes, each a list of [x, y].

    Where and how large it was drawn is left out, so that the same strokes sent twice are the same
    bytes (F39).  Raises Invalid.
    """
    strokes = _scaled(_read(sent))
    length = sum(_distance(a, b) for line in strokes for a, b in itertools.pairwise(line))
    if length < SHORTEST:
        raise Invalid("签字太短,看不清。请农户重新签一次姓名。", "signature")
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    for line in strokes:
        draw.line(line, fill=20, width=PEN, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _read(sent: str) -> list[list[Point]]:
    try:
        told = orjson.loads(sent)
        strokes = [[(int(x), int(y)) for x, y in line] for line in told]
    except (ValueError, TypeError, OverflowError) as error:
        raise Invalid(UNREADABLE, "signature") from error
    points = [point for line in strokes for point in line]
    is_sane = all(abs(x) <= FARTHEST and abs(y) <= FARTHEST for x, y in points)
    if (
        not all(strokes)
        or not points
        or len(strokes) > MOST_STROKES
        or len(points) > MOST_POINTS
        or not is_sane
    ):
        raise Invalid(UNREADABLE, "signature")
    return strokes


def _scaled(strokes: list[list[Point]]) -> list[list[Point]]:
    """The strokes moved and stretched into the picture, in their own proportions."""
    xs = [x for line in strokes for x, _ in line]
    ys = [y for line in strokes for _, y in line]
    left, top = min(xs), min(ys)
    wide, high = max(max(xs) - left, 1), max(max(ys) - top, 1)
    # A dot must not be blown up to a name.
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high, 3.0)
    return [
        [(round(EDGE + (x - left) * scale), round(EDGE + (y - top) * scale)) for x, y in line]
        for line in strokes
    ]


def _distance(one: Point, other: Point) -> float:
    across, down = one[0] - other[0], one[1] - other[1]
    return float((across**2 + down**2) ** 0.5)
