"""A round red seal with a star, drawn once for each name and then turned by chance."""

from __future__ import annotations

import math
from functools import cache
from random import Random

from PIL import Image, ImageDraw

from webapp.demo.pictures.canvas import Canvas, cjk_font

RED = (214, 34, 38)
SIDE = 300
ANGLES = (-16, -9, -4, 3, 8, 15)


def stamp(canvas: Canvas, x: int, y: int, owner: str, size: int = 230) -> None:
    """Press the seal of ``owner`` on the sheet around a point."""
    mask = _turned(owner, canvas.rng.choice(ANGLES), size)
    canvas.image.paste(RED, (x - size // 2, y - size // 2), mask)


@cache
def _turned(owner: str, angle: int, size: int) -> Image.Image:
    turned = _seal(owner).rotate(angle, Image.Resampling.BILINEAR)
    return turned.resize((size, size), Image.Resampling.BILINEAR)


@cache
def _seal(owner: str) -> Image.Image:
    """The seal as a mask: where ink is, and how much."""
    mask = Image.new("L", (SIDE, SIDE), 0)
    pen = ImageDraw.Draw(mask)
    middle, ink = SIDE // 2, 200
    pen.ellipse((8, 8, SIDE - 8, SIDE - 8), outline=ink, width=9)
    star = []
    for corner in range(10):
        radius = 52 if corner % 2 == 0 else 21
        angle = math.pi * corner / 5 - math.pi / 2
        star.append((middle + radius * math.cos(angle), middle + radius * math.sin(angle)))
    pen.polygon(star, fill=ink)
    _letters(mask, owner)
    blots = Random(owner)
    for _ in range(90):
        at = blots.randint(0, SIDE), blots.randint(0, SIDE)
        reach = blots.randint(2, 5)
        pen.ellipse((at[0], at[1], at[0] + reach, at[1] + reach), fill=0)
    return mask


def _letters(mask: Image.Image, owner: str) -> None:
    """The owner's name around the star, each character turned outwards."""
    font = cjk_font(34)
    middle, radius = SIDE // 2, 106
    spread = min(250, 26 * len(owner))
    for index, letter in enumerate(owner):
        angle = -spread / 2 + spread * index / max(len(owner) - 1, 1)
        tile = Image.new("L", (44, 44), 0)
        pen = ImageDraw.Draw(tile)
        if font is not None:
            pen.text((22, 22), letter, fill=200, font=font, anchor="mm")
        else:
            pen.rectangle((12, 8, 32, 36), outline=200, width=4)
            pen.line((12, 22, 32, 22), fill=200, width=4)
        turned = tile.rotate(-angle, Image.Resampling.BILINEAR)
        x = middle + radius * math.sin(math.radians(angle)) - 22
        y = middle - radius * math.cos(math.radians(angle)) - 22
        mask.paste(200, (round(x), round(y)), turned)
