"""Rooms: the old one with its kang, the new one, a lodging, and people met at a table."""

from __future__ import annotations

from random import Random

from webapp.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, sheet, tint
from webapp.demo.pictures.figure import bust
from webapp.demo.pictures.look import Look

QUILTS: tuple[Colour, ...] = ((196, 62, 74), (214, 120, 60), (72, 110, 168), (122, 84, 150))
FLOOR = 700


def old_room(look: Look, moment: int) -> Canvas:
    """A dim room: cracked and stained walls, a kang, a leaning beam."""
    wall = mix(look.old_wall, (120, 112, 104), 0.35)
    canvas = _room(look, moment, wall, (104, 86, 68))
    rng = canvas.rng
    for _ in range(4):
        x, y = rng.randint(80, 1200), rng.randint(160, 560)
        canvas.oval(x, y, rng.randint(40, 110), rng.randint(26, 70), tint(wall, -0.16))
    for _ in range(5):
        x, y = rng.randint(60, 560), rng.randint(180, 420)
        canvas.box(x, y, x + rng.randint(60, 120), y + rng.randint(70, 130), (196, 188, 164))
    for _ in range(3 if look.grade == "D" else 2):
        _wall_crack(canvas)
    _window(canvas, 760, (128, 150, 166), look.frame)
    _kang(canvas, tint(wall, -0.3), rng.choice(QUILTS))
    canvas.line([(0, 118), (WIDTH, 150)], (74, 58, 46), 34)
    if look.grade == "D":
        canvas.line([(430, 740), (452, 130)], (126, 98, 70), 30)
    return canvas


def new_room(look: Look, moment: int) -> Canvas:
    """White walls, light, a tiled kang, a stove with its pipe (R67)."""
    canvas = _room(look, moment, (240, 238, 232), (176, 158, 132))
    _window(canvas, 720, (172, 208, 234), (250, 250, 250))
    canvas.shade([(700, 700), (1000, 700), (1120, 900), (640, 900)], 0)
    _kang(canvas, (206, 212, 214), canvas.rng.choice(QUILTS))
    canvas.box(90, 470, 300, 720, (120, 122, 128))
    canvas.box(110, 500, 280, 600, (66, 62, 64))
    canvas.oval(195, 552, 52, 36, (232, 120, 48))
    canvas.box(176, 120, 214, 470, (150, 152, 158))
    canvas.oval(195, 466, 88, 20, (90, 92, 98))
    return canvas


def lodging_room(look: Look, moment: int) -> Canvas:
    """Where the household lives meanwhile: rented or lent (R117)."""
    canvas = _room(look, moment, (222, 226, 214), (150, 132, 112))
    _window(canvas, 800, (160, 196, 222), look.frame)
    rng = canvas.rng
    canvas.box(120, 520, 560, 720, (150, 112, 78))
    canvas.polygon([(120, 520), (180, 470), (600, 470), (560, 520)], rng.choice(QUILTS))
    for x in (620, 700):
        canvas.box(x, 600, x + 60, 740, (204, 172, 120))
    canvas.oval(660, 588, 70, 18, (214, 184, 132))
    for index in range(3):
        canvas.box(960 + index * 80, 640 - index * 16, 1036 + index * 80, 740, rng.choice(QUILTS))
    return canvas


def meeting(look: Look, moment: int, banner: str) -> Canvas:
    """A village meeting under a red banner: people around a table."""
    canvas = _room(look, moment, (232, 234, 228), (160, 150, 140))
    rng = canvas.rng
    canvas.box(150, 70, 1130, 170, (188, 36, 40))
    canvas.text(640, 118, banner, 50, (252, 226, 120))
    canvas.box(500, 200, 780, 330, (246, 246, 240))
    canvas.line([(520, 236), (760, 236)], (120, 120, 120), 4)
    for y in (262, 288, 312):
        canvas.line([(520, y), (520 + rng.randint(120, 230), y)], (150, 150, 150), 4)
    ages = [rng.randint(30, 76) for _ in range(6)]
    for index, age in enumerate(ages):
        sex = rng.choice(("男", "男", "女"))
        bust(canvas, 150 + index * 196, 420 + (index % 2) * 16, 6.2, sex=sex, age=age)
    canvas.polygon([(60, 640), (1220, 640), (1280, 880), (0, 880)], (150, 104, 66))
    canvas.polygon([(60, 640), (1220, 640), (1226, 664), (54, 664)], (178, 130, 88))
    for _ in range(9):
        x, y = rng.randint(120, 1100), rng.randint(690, 830)
        canvas.polygon([(x, y), (x + 90, y - 6), (x + 104, y + 40), (x + 6, y + 48)],
                       (246, 246, 240))  # fmt: skip
        canvas.line([(x + 16, y + 12), (x + 80, y + 8)], (140, 140, 150), 3)
        canvas.line([(x + 18, y + 26), (x + 70, y + 22)], (140, 140, 150), 3)
    for _ in range(5):
        x, y = rng.randint(120, 1160), rng.randint(660, 780)
        canvas.box(x - 18, y - 40, x + 18, y, (236, 240, 244))
        canvas.oval(x, y - 40, 18, 6, (140, 92, 52))
    return canvas


def visit(look: Look, moment: int) -> Canvas:
    """Two visitors at the household's table, a form between them (R100)."""
    canvas = old_room(look, moment)
    rng = canvas.rng
    bust(canvas, 330, 380, 8.4, sex=rng.choice(("男", "女")), age=34)
    bust(canvas, 640, 400, 8.2, sex=look.sex, age=look.age)
    bust(canvas, 960, 380, 8.4, sex=rng.choice(("男", "女")), age=45)
    canvas.polygon([(140, 720), (1140, 720), (1240, HEIGHT), (40, HEIGHT)], (138, 100, 66))
    canvas.polygon([(520, 770), (760, 762), (790, 880), (510, 890)], (248, 248, 242))
    for y in range(790, 880, 20):
        canvas.line([(540, y), (740, y - 4)], (130, 134, 150), 3)
    return canvas


def _room(look: Look, moment: int, wall: Colour, floor: Colour) -> Canvas:
    rng = Random(look.number * 2003 + moment)
    canvas = Canvas(rng, sheet(tint(wall, -0.12), tint(wall, 0.08)))
    canvas.image.paste(
        sheet(tint(floor, -0.15), tint(floor, 0.1), (WIDTH, HEIGHT - FLOOR)), (0, FLOOR)
    )
    canvas.polygon([(0, 0), (90, 90), (90, FLOOR), (0, FLOOR + 90)], tint(wall, -0.22))
    canvas.line([(0, FLOOR), (WIDTH, FLOOR)], tint(floor, -0.35), 8)
    return canvas


def _window(canvas: Canvas, x: int, glass: Colour, frame: Colour) -> None:
    canvas.box(x, 190, x + 330, 440, frame)
    for column in range(3):
        pane = x + 14 + column * 104
        canvas.box(pane, 204, pane + 92, 426, tint(glass, canvas.rng.uniform(0, 0.3)))
    canvas.polygon([(x + 14, 204), (x + 80, 204), (x + 14, 330)], tint(glass, 0.5))
    canvas.box(x - 14, 440, x + 344, 458, tint(frame, -0.15))


def _kang(canvas: Canvas, brick: Colour, quilt: Colour) -> None:
    canvas.polygon([(600, 560), (1280, 540), (1280, 600), (540, 630)], (214, 186, 128))
    canvas.polygon([(540, 630), (1280, 600), (1280, 790), (540, 800)], brick)
    for row in range(3):
        y = 660 + row * 46
        canvas.line([(540, y), (1280, y - 14)], tint(brick, -0.15), 3)
    canvas.polygon([(980, 470), (1250, 462), (1262, 548), (980, 560)], quilt)
    canvas.polygon([(980, 430), (1240, 424), (1250, 470), (980, 478)], tint(quilt, 0.3))
    for index in range(6):
        canvas.oval(1010 + index * 40, 512 + (index % 2) * 18, 12, 10, tint(quilt, 0.55))


def _wall_crack(canvas: Canvas) -> None:
    rng = canvas.rng
    x, y = float(rng.randint(120, 1100)), 110.0
    path = [(x, y)]
    while y < rng.randint(460, 660):
        x, y = x + rng.randint(-26, 30), y + rng.randint(24, 50)
        path.append((x, y))
    canvas.line(path, (66, 56, 50), 5)
