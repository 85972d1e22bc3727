"""Notices where they hang: on the village board behind glass, on a wall in the main street."""

from __future__ import annotations

from functools import cache
from random import Random

from PIL import Image

from webapp.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, sheet, tint
from webapp.demo.pictures.seal import stamp

WALLS: tuple[Colour, ...] = ((184, 96, 74), (212, 204, 190), (160, 170, 176), (204, 190, 150))
FRAMES: tuple[Colour, ...] = ((40, 92, 160), (176, 36, 40), (150, 154, 160))


def notice_board(variant: int, heading: str, owner: str) -> Canvas:
    """The glass case of the village committee with the notice among other papers."""
    canvas = _wall(variant)
    rng = canvas.rng
    frame = rng.choice(FRAMES)
    canvas.shade([(130, 120), (1190, 120), (1190, 860), (130, 860)], 90)
    canvas.box(110, 90, 1170, 830, frame)
    canvas.text(640, 142, heading, 66, (252, 244, 220))
    canvas.box(140, 200, 1140, 800, (232, 236, 232))
    x = 170
    for index in range(3):
        width = rng.randint(240, 290)
        top = rng.randint(230, 260)
        _sheet(canvas, x, top, width, rng.randint(380, 500), is_ours=index == 1, owner=owner)
        x += width + rng.randint(30, 60)
    for left in (200, 760):
        canvas.polygon(
            [(left, 200), (left + 60, 200), (left - 120, 800), (left - 180, 800)], (240, 244, 244)
        )
    return canvas


def street_notice(variant: int, owner: str) -> Canvas:
    """The notice pasted on a wall in the main street."""
    canvas = _wall(variant)
    rng = canvas.rng
    canvas.image.paste(sheet((172, 168, 160), (150, 146, 138), (WIDTH, 160)), (0, HEIGHT - 160))
    left, top = rng.randint(360, 520), rng.randint(120, 170)
    canvas.shade([(left + 12, top + 12), (left + 432, top + 12), (left + 432, top + 602),
                  (left + 12, top + 602)], 70)  # fmt: skip
    _sheet(canvas, left, top, 420, 590, is_ours=True, owner=owner)
    if rng.random() < 0.6:
        _sheet(canvas, left - 300, top + 120, 230, 300, is_ours=False, owner=owner)
    canvas.line([(1130, 0), (1130, 830)], (120, 116, 112), 40)
    return canvas


def _wall(variant: int) -> Canvas:
    rng = Random(variant * 4001)
    return Canvas(rng, _bricks(rng.choice(WALLS)).copy())


@cache
def _bricks(tone: Colour) -> Image.Image:
    canvas = Canvas(Random(0), sheet(tint(tone, 0.1), tint(tone, -0.12)))
    for row, y in enumerate(range(0, HEIGHT, 48)):
        canvas.line([(0, y), (WIDTH, y)], tint(tone, 0.2), 3)
        for x in range((row % 2) * 60, WIDTH, 120):
            canvas.line([(x, y), (x, y + 48)], tint(tone, 0.2), 3)
    return canvas.image


def _sheet(
    canvas: Canvas, left: int, top: int, width: int, height: int, *, is_ours: bool, owner: str
) -> None:
    rng = canvas.rng
    paper: Colour = (252, 250, 244) if is_ours else rng.choice(((250, 236, 200), (236, 242, 250)))
    lean = rng.randint(-8, 8)
    canvas.polygon([(left, top), (left + width, top + lean), (left + width - lean, top + height),
                    (left - lean, top + height)], paper)  # fmt: skip
    canvas.text(left + width / 2, top + 48, "公示" if is_ours else "通知", width // 8,
                (190, 30, 34) if is_ours else (50, 50, 60))  # fmt: skip
    step = 30
    for y in range(top + 96, top + height - 110, step):
        end = left + width - 30 - rng.randint(0, width // 3)
        canvas.line([(left + 26, y), (end, y)], (120, 122, 130), 6)
    if is_ours:
        stamp(canvas, left + width - 96, top + height - 84, owner, 130)
    for x, y in ((left + 8, top + 8), (left + width - 10, top + 8)):
        canvas.oval(x, y, 8, 8, (206, 60, 56))
