"""Sky, hills, yard and what always stands there: well, pole, haystack, corn crib, elm."""

from __future__ import annotations

import math
from functools import lru_cache
from random import Random

from PIL import Image

from webapp.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, sheet, tint
from webapp.demo.pictures.look import Look, Season

HORIZON = 420
PLACES = 12
GROUND: dict[Season, tuple[Colour, Colour]] = {
    Season.WINTER: ((226, 232, 240), (246, 248, 252)),
    Season.SPRING: ((172, 160, 108), (150, 128, 92)),
    Season.SUMMER: ((112, 158, 76), (140, 152, 92)),
    Season.AUTUMN: ((196, 166, 84), (168, 140, 92)),
}
SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((96, 158, 214), (220, 234, 242)),
    ((122, 172, 214), (240, 232, 214)),
    ((150, 168, 186), (222, 226, 228)),
    ((108, 148, 200), (250, 222, 190)),
    ((84, 148, 210), (198, 224, 244)),
)
LEAVES: dict[Season, Colour] = {
    Season.SPRING: (150, 170, 84),
    Season.SUMMER: (72, 122, 60),
    Season.AUTUMN: (208, 150, 52),
}
WOOD: Colour = (110, 84, 62)


def yard(look: Look, season: Season, moment: int) -> Canvas:
    """The place on one day; ``moment`` changes light and clouds, the hills stay."""
    rng = Random(look.number * 1009 + moment)
    view = _view(look.number % PLACES, season, (look.number + moment) % len(SKIES))
    return Canvas(rng, view.copy())


@lru_cache(maxsize=40)
def _view(place: int, season: Season, weather: int) -> Image.Image:
    """What lies behind a house; neighbours see the same hills."""
    rng = Random(place)
    canvas = Canvas(Random(place * 7 + weather), sheet(*SKIES[weather]))
    _clouds(canvas)
    _hills(canvas, rng, season)
    _ground(canvas, season)
    _birches(canvas, rng, season)
    _fence(canvas, season)
    return canvas.image


def reference_object(canvas: Canvas, look: Look, season: Season) -> None:
    """The fixed object that proves where the picture was taken (R92)."""
    x = 170
    draw = {"well": _well, "pole": _pole, "haystack": _haystack, "crib": _crib, "elm": _elm}
    draw[look.reference](canvas, x, season)


def _clouds(canvas: Canvas) -> None:
    rng = canvas.rng
    for _ in range(rng.randint(1, 4)):
        x, y = rng.randint(60, WIDTH - 60), rng.randint(40, 230)
        for _ in range(5):
            canvas.oval(
                x + rng.randint(-90, 90), y + rng.randint(-14, 14), rng.randint(40, 90),
                rng.randint(14, 30), (246, 248, 250),
            )  # fmt: skip


def _hills(canvas: Canvas, place: Random, season: Season) -> None:
    far: Colour = (126, 146, 168)
    near = mix(GROUND[season][0], (84, 104, 104), 0.55)
    for colour, height, base in ((far, 90, 350), (near, 60, 395)):
        shift, stretch = place.uniform(0, 6), place.uniform(150, 240)
        ridge = [
            (x, base - height * (0.5 + 0.5 * math.sin(x / stretch + shift + math.sin(x / 97))))
            for x in range(0, WIDTH + 40, 40)
        ]
        canvas.polygon([*ridge, (WIDTH, HORIZON + 20), (0, HORIZON + 20)], colour)


def _ground(canvas: Canvas, season: Season) -> None:
    back, front = GROUND[season]
    canvas.image.paste(sheet(back, front, (WIDTH, HEIGHT - HORIZON)), (0, HORIZON))
    rng = canvas.rng
    path = tint(front, -0.12) if season is not Season.WINTER else (214, 216, 222)
    canvas.polygon([(560, 700), (700, 700), (860, HEIGHT), (420, HEIGHT)], path)
    for _ in range(90):
        x, y = rng.randint(0, WIDTH), rng.randint(HORIZON + 30, HEIGHT)
        length = 6 + (y - HORIZON) // 40
        tone = tint(front, rng.uniform(-0.18, 0.14))
        canvas.line([(x, y), (x + rng.randint(-8, 8), y - length)], tone, 3)


def _birches(canvas: Canvas, place: Random, season: Season) -> None:
    for _ in range(place.randint(4, 8)):
        x, foot = place.choice((place.randint(10, 300), place.randint(960, 1270))), 440
        height = place.randint(110, 220)
        leaves = LEAVES.get(season)
        if leaves is not None:
            for _ in range(6):
                canvas.oval(
                    x + place.randint(-34, 34), foot - height + place.randint(-30, 60),
                    place.randint(22, 40), place.randint(22, 40),
                    tint(leaves, place.uniform(-0.2, 0.2)),
                )  # fmt: skip
        canvas.line([(x, foot + 16), (x + place.randint(-6, 6), foot - height)], (226, 224, 216), 8)
        if leaves is None:
            for _ in range(5):
                start = foot - place.randint(60, height)
                canvas.line(
                    [(x, start), (x + place.choice((-1, 1)) * place.randint(18, 36), start - 34)],
                    (150, 140, 132), 3,
                )  # fmt: skip


def _fence(canvas: Canvas, season: Season) -> None:
    tone = tint(WOOD, 0.15)
    for x in range(0, WIDTH, 46):
        canvas.line([(x, 548), (x + canvas.rng.randint(-4, 4), 462)], tone, 9)
    for y in (484, 520):
        canvas.line([(0, y), (WIDTH, y + 4)], tone, 7)
    if season is Season.WINTER:
        canvas.line([(0, 480), (WIDTH, 484)], (244, 246, 250), 5)


def _well(canvas: Canvas, x: int, _season: Season) -> None:
    canvas.oval(x, 780, 120, 26, (96, 92, 84))
    canvas.box(x - 84, 690, x + 84, 780, (164, 162, 158))
    canvas.oval(x, 780, 84, 24, (150, 148, 144))
    canvas.oval(x, 690, 84, 24, (188, 186, 180))
    canvas.oval(x, 692, 62, 16, (40, 44, 52))
    for side in (-74, 74):
        canvas.line([(x + side, 700), (x + side, 540)], WOOD, 14)
    canvas.line([(x - 100, 556), (x + 100, 556)], tint(WOOD, -0.2), 20)
    canvas.line([(x, 560), (x, 660)], (206, 196, 170), 5)
    canvas.box(x - 20, 640, x + 20, 680, (84, 96, 110))


def _pole(canvas: Canvas, x: int, _season: Season) -> None:
    for y, sag in ((150, 40), (182, 46)):
        wire = [
            (at, y + sag * math.sin(math.pi * (at - x) / (WIDTH - x)))
            for at in range(x, WIDTH + 30, 60)
        ]
        canvas.line(wire, (70, 72, 78), 3)
    canvas.line([(x, 800), (x, 110)], (150, 148, 142), 24)
    canvas.line([(x + 6, 800), (x + 6, 110)], (120, 118, 114), 8)
    for y in (146, 178):
        canvas.line([(x - 70, y), (x + 70, y)], (96, 92, 88), 10)
        for side in (-62, 62):
            canvas.oval(x + side, y - 12, 8, 10, (230, 232, 236))
    canvas.box(x - 16, 560, x + 16, 606, (238, 238, 232))
    canvas.box(x - 16, 560, x + 16, 574, (46, 96, 160))


def _haystack(canvas: Canvas, x: int, season: Season) -> None:
    canvas.oval(x, 790, 150, 28, (110, 96, 70))
    canvas.polygon(
        [(x - 140, 786), (x - 110, 640), (x, 560), (x + 110, 640), (x + 140, 786)], (206, 172, 96)
    )
    rng = canvas.rng
    for _ in range(70):
        at, y = x + rng.randint(-120, 120), rng.randint(610, 780)
        canvas.line(
            [(at, y), (at + rng.randint(-20, 20), y + 18)],
            tint((206, 172, 96), rng.uniform(-0.3, 0.3)),
            3,
        )
    if season is Season.WINTER:
        canvas.polygon(
            [(x - 112, 650), (x, 556), (x + 112, 650), (x + 40, 636), (x - 50, 640)],
            (246, 248, 252),
        )


def _crib(canvas: Canvas, x: int, season: Season) -> None:
    for side in (-100, -34, 34, 100):
        canvas.line([(x + side, 790), (x + side, 560)], WOOD, 12)
    canvas.box(x - 108, 580, x + 108, 720, (222, 176, 64))
    rng = canvas.rng
    for _ in range(120):
        at, y = x + rng.randint(-100, 100), rng.randint(588, 714)
        canvas.oval(at, y, 8, 5, tint((232, 188, 72), rng.uniform(-0.25, 0.2)))
    for y in (580, 626, 674, 720):
        canvas.line([(x - 112, y), (x + 112, y)], WOOD, 8)
    roof = (246, 248, 252) if season is Season.WINTER else (132, 116, 92)
    canvas.polygon([(x - 140, 584), (x, 510), (x + 140, 584)], roof)


def _elm(canvas: Canvas, x: int, season: Season) -> None:
    trunk: Colour = (88, 72, 60)
    canvas.polygon([(x - 34, 800), (x - 18, 420), (x + 18, 420), (x + 38, 800)], trunk)
    branches = [(-110, 300), (-50, 230), (20, 210), (84, 260), (130, 330)]
    for dx, y in branches:
        canvas.line([(x, 460), (x + dx // 2, y + 80), (x + dx, y)], trunk, 14)
        for step in (-40, 30):
            canvas.line([(x + dx // 2, y + 80), (x + dx + step, y - 30)], trunk, 6)
    leaves = LEAVES.get(season)
    if leaves is None:
        return
    rng = canvas.rng
    for dx, y in branches * 4:
        canvas.oval(
            x + dx + rng.randint(-50, 50), y + rng.randint(-50, 60), rng.randint(38, 66),
            rng.randint(34, 56), tint(leaves, rng.uniform(-0.25, 0.18)),
        )  # fmt: skip
