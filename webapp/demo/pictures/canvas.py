"""The sheet that everything is drawn on: twice the final size, so that edges come out soft.

Coordinates are those of the large sheet, 1280 x 960 unless a painter asks for another size.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

Colour = tuple[int, int, int]
Point = tuple[float, float]

WIDTH, HEIGHT = 1280, 960
JPEG_QUALITY = 60
BALLPOINT: Colour = (34, 60, 140)
CJK_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)


class Canvas:
    """A sheet with its own luck: the same number always draws the same picture."""

    def __init__(self, rng: Random, background: Image.Image) -> None:
        self.rng = rng
        self.image = background
        self.pen = ImageDraw.Draw(background)
        # Where a name is written when the sheet is used for one household.
        self.blanks: list[tuple[float, float, int]] = []

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled shape."""
        self.pen.polygon(list(points), fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """A filled rectangle."""
        self.pen.rectangle((left, top, right, bottom), fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: int = 4) -> None:
        """A line through the points."""
        self.pen.line(list(points), fill=colour, width=width)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """A filled ellipse around its centre."""
        self.pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=colour)

    def shade(self, points: Sequence[Point], darkness: int) -> None:
        """Lay a shadow over a shape; ``darkness`` 0 to 255."""
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        box = (int(left), int(top), int(right) + 1, int(bottom) + 1)
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        moved = [(x - box[0], y - box[1]) for x, y in points]
        ImageDraw.Draw(mask).polygon(moved, fill=darkness)
        self.image.paste((20, 18, 30), box[:2], mask)

    def text(self, x: float, y: float, words: str, size: int, colour: Colour) -> None:
        """Words centred on a point; strokes stand in where no Chinese font is installed."""
        mask = _words(words, size)
        if mask is None:
            self.write(x - len(words) * size * 0.55, y, len(words), size, colour)
            return
        left, top = round(x - mask.width / 2), round(y - mask.height / 2)
        self.image.paste(colour, (left, top), mask)

    def text_from(self, left: float, y: float, words: str, size: int, colour: Colour) -> None:
        """Words that begin at ``left``."""
        self.text(left + len(words) * size / 2, y, words, size, colour)

    def write(self, left: float, y: float, letters: int, size: float, colour: Colour) -> None:
        """``letters`` characters by hand that nobody can read."""
        width = max(2, round(size / 13))
        for index in range(letters):
            self._stroke_letter(left + (index + 0.5) * size * 1.1, y, size * 0.42, colour, width)

    def _stroke_letter(self, x: float, y: float, r: float, colour: Colour, width: int) -> None:
        rng = self.rng
        y += rng.uniform(-0.15, 0.15) * r
        lean = rng.uniform(-0.12, 0.12) * r
        for level in rng.sample((-0.8, -0.35, 0.1, 0.55, 0.9), rng.choice((2, 3))):
            reach = r * rng.uniform(0.45, 1)
            self.line(
                [(x - reach, y + level * r), (x + reach, y + level * r - 0.18 * r)], colour, width
            )
        middle = x + rng.choice((-0.45, 0, 0, 0.4)) * r
        self.line([(middle + lean, y - r), (middle, y + r * rng.uniform(0.5, 1))], colour, width)
        if rng.random() < 0.7:
            self.line([(middle, y - 0.2 * r), (x - r, y + r)], colour, width)
        if rng.random() < 0.6:
            self.line([(middle, y), (x + r, y + r)], colour, width)


def sheet(top: Colour, bottom: Colour, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """A background that runs from one colour to another."""
    return _gradient(top, bottom, size).copy()


def tint(colour: Colour, amount: float) -> Colour:
    """Lighter for a positive ``amount`` (towards white), darker for a negative one."""
    goal = 255 if amount > 0 else 0
    share = abs(amount)
    red, green, blue = (round(each + (goal - each) * share) for each in colour)
    return red, green, blue


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """``share`` of the second colour in the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def developed(canvas: Canvas) -> Image.Image:
    """The picture in its final size, edges soft."""
    return canvas.image.reduce(2)


def taken_by_hand(canvas: Canvas, seed: int) -> Image.Image:
    """The finished picture as one of many: nobody stands twice in the same place and light.

    It is cut a little closer, leans a little, and leaves and clouds throw their shade on it.
    """
    rng, image = Random(seed), canvas.image
    width, height = image.size
    closer = rng.uniform(0.78, 0.95)
    left = rng.uniform(0, 1 - closer) * width
    top = rng.uniform(0, 1 - closer) * height
    lean = [rng.uniform(-0.05, 0.05) * width for _ in range(4)]
    right, bottom = left + closer * width, top + closer * height
    corners = (
        *(left + lean[0], top), *(left, bottom + lean[1]),
        *(right, bottom + lean[2]), *(right + lean[3], top),
    )  # fmt: skip
    image = image.transform(
        (width // 2, height // 2),
        Image.Transform.QUAD,
        corners,
        Image.Resampling.BILINEAR,
        fillcolor=(96, 92, 84),
    )
    light = Image.new("L", image.size, 255)
    for across, down, depth in ((4, 3, 90), (9, 7, 80), (20, 15, 80)):
        spots = Image.frombytes("L", (across, down), rng.randbytes(across * down))
        spots = spots.point([255 - depth + value * depth // 255 for value in range(256)])
        light = ImageChops.multiply(light, spots.resize(image.size, Image.Resampling.BICUBIC))
    image = ImageChops.multiply(image, Image.merge("RGB", (light, light, light)))
    # The camera makes up for the shade.
    return image.point([min(255, value * 8 // 5) for value in range(256)] * 3)


def dated(image: Image.Image, taken_at: dt.datetime) -> Image.Image:
    """A camera's date in the corner; ``image`` itself is changed."""
    pen, font = ImageDraw.Draw(image), _stamp_font()
    words = f"{taken_at:%Y-%m-%d %H:%M}"
    x, y = image.width - 14, image.height - 12
    pen.text((x + 1, y + 1), words, fill=(60, 30, 10), font=font, anchor="rs")
    pen.text((x, y), words, fill=(255, 176, 66), font=font, anchor="rs")
    return image


def write_name(image: Image.Image, x: float, y: float, words: str, size: int) -> None:
    """Words in ballpoint blue, centred on a point of a finished picture."""
    mask = _words(words, size)
    if mask is not None:
        place = (round(x - mask.width / 2), round(y - mask.height / 2))
        image.paste(BALLPOINT, place, mask)


def jpeg(image: Image.Image, written: Image.Exif | None = None) -> bytes:
    """The finished picture as it is stored; ``written`` is what its camera says."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY, exif=written or b"")
    return out.getvalue()


@cache
def cjk_font(size: int) -> ImageFont.FreeTypeFont | None:
    """A Chinese font of this machine, or None."""
    for path in CJK_FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size, index=2 if "noto" in path else 0)
    return None


@lru_cache(maxsize=64)
def _gradient(top: Colour, bottom: Colour, size: tuple[int, int]) -> Image.Image:
    column = Image.linear_gradient("L").resize((1, size[1]))
    coloured = ImageOps.colorize(column, top, bottom)
    return coloured.resize(size, Image.Resampling.NEAREST)


@lru_cache(maxsize=512)
def _words(words: str, size: int) -> Image.Image | None:
    font = cjk_font(size)
    if font is None:
        return None
    left, top, right, bottom = font.getbbox(words, anchor="ls")
    mask = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4), 0)
    ImageDraw.Draw(mask).text((2 - left, 2 - top), words, fill=255, font=font, anchor="ls")
    return mask


@cache
def _stamp_font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(17)
