"""The house itself: old with its damage, or new; a front wall, a gable side and a roof."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.demo.pictures.canvas import Canvas, Colour, Point, mix, tint
from webapp.demo.pictures.look import Look, Season

EAVES, FOOT = 470, 740
DEPTH, RISE = 210, 120
SNOW: Colour = (246, 248, 252)
BRICK: Colour = (170, 88, 68)


@dataclass(frozen=True)
class Frame:
    """Where the house stands on the sheet."""

    left: int
    right: int

    @property
    def far(self) -> int:
        """The right end of the gable side."""
        return self.right + DEPTH

    @property
    def ridge(self) -> tuple[Point, Point]:
        """Both ends of the roof's ridge."""
        return (self.left + DEPTH / 2 - 20, EAVES - RISE), (self.right + DEPTH / 2, EAVES - RISE)


def frame_of(look: Look) -> Frame:
    """The place of this household's house."""
    return Frame(look.left, look.left + look.width)


def old_house(canvas: Canvas, look: Look, season: Season) -> None:
    """The house as it was found: cracks, fallen plaster, a sagging roof for grade D."""
    frame = frame_of(look)
    wall = BRICK if look.is_brick else look.old_wall
    _walls(canvas, frame, wall)
    if look.is_brick:
        _bricks(canvas, frame, tint(wall, -0.18))
    else:
        _straw(canvas, frame, wall)
    _openings(canvas, look, frame, mix(look.frame, (120, 110, 100), 0.4), is_old=True)
    _plaster_off(canvas, frame, wall, 5 if look.grade == "D" else 2)
    for _ in range(3 if look.grade == "D" else 1):
        _crack(canvas, frame)
    _roof(canvas, look, frame, look.old_roof, season, sag=34 if look.grade == "D" else 8)
    _roof_damage(canvas, look, frame)
    if look.grade == "D":
        _prop(canvas, frame)


def new_house(canvas: Canvas, look: Look, season: Season) -> None:
    """A house as it stands after building: even walls, a steel roof, double windows."""
    frame = frame_of(look)
    _walls(canvas, frame, look.new_wall)
    canvas.box(frame.left, FOOT - 44, frame.right, FOOT, (150, 148, 150))
    canvas.polygon(
        [(frame.right, FOOT - 44), (frame.far, FOOT - 74), (frame.far, FOOT - 34),
         (frame.right, FOOT)], (126, 124, 128),
    )  # fmt: skip
    _openings(canvas, look, frame, (244, 246, 248), is_old=False)
    _roof(canvas, look, frame, look.new_roof, season, sag=0, is_new=True)


def repaired_house(canvas: Canvas, look: Look, season: Season) -> None:
    """The old house made safe: new plaster, tie-beam, new roof covering, the same openings."""
    frame = frame_of(look)
    wall = tint(BRICK if look.is_brick else look.old_wall, 0.38)
    _walls(canvas, frame, wall)
    if look.is_brick:
        _bricks(canvas, frame, tint(wall, -0.08))
    canvas.box(frame.left, EAVES + 18, frame.right, EAVES + 34, (196, 194, 188))
    canvas.box(frame.left, FOOT - 40, frame.right, FOOT, (160, 158, 156))
    for x in (frame.left + 4, (frame.left + frame.right) // 2 + 36, frame.right - 20):
        canvas.box(x, EAVES + 10, x + 16, FOOT, (178, 176, 172))
    _openings(canvas, look, frame, look.frame, is_old=False)
    _roof(canvas, look, frame, look.new_roof, season, sag=0, is_new=True)


def sealing_strips(canvas: Canvas, look: Look) -> None:
    """Paper strips across the door: sealed, nobody lives here (R117)."""
    x = door_of(look)
    for points in ([(x - 62, 520), (x + 62, 700)], [(x + 62, 520), (x - 62, 700)]):
        canvas.line(points, (244, 240, 226), 26)
        canvas.line(points, (206, 60, 50), 3)
    canvas.oval(x, 610, 28, 28, (206, 46, 40))
    canvas.oval(x, 610, 21, 21, (244, 240, 226))
    canvas.text(x, 609, "封", 26, (206, 46, 40))


def door_of(look: Look) -> int:
    """The middle of the door."""
    frame = frame_of(look)
    return frame.left + (frame.right - frame.left) * (2 if look.windows == 2 else 3) // (
        4 if look.windows == 2 else 8
    )


def _walls(canvas: Canvas, frame: Frame, wall: Colour) -> None:
    shadow = [(frame.left - 30, FOOT + 6), (frame.far + 30, FOOT - 30), (frame.far + 90, FOOT + 20),
              (frame.left + 60, FOOT + 44)]  # fmt: skip
    canvas.shade(shadow, 70)
    canvas.box(frame.left, EAVES, frame.right, FOOT, wall)
    middle = frame.right + DEPTH / 2
    side = tint(wall, -0.26)
    canvas.polygon(
        [(frame.right, EAVES), (middle, EAVES - RISE), (frame.far, EAVES - 14),
         (frame.far, FOOT - 34), (frame.right, FOOT)], side,
    )  # fmt: skip


def _straw(canvas: Canvas, frame: Frame, wall: Colour) -> None:
    rng = canvas.rng
    for _ in range(170):
        x, y = rng.randint(frame.left, frame.right - 30), rng.randint(EAVES, FOOT)
        canvas.line(
            [(x, y), (x + rng.randint(8, 30), y + rng.randint(-5, 5))],
            tint(wall, rng.uniform(-0.2, 0.14)), 3,
        )  # fmt: skip


def _bricks(canvas: Canvas, frame: Frame, joint: Colour) -> None:
    for row, y in enumerate(range(EAVES, FOOT, 18)):
        canvas.line([(frame.left, y), (frame.right, y)], joint, 2)
        for x in range(frame.left + (row % 2) * 22, frame.right, 44):
            canvas.line([(x, y), (x, y + 18)], joint, 2)


def _openings(canvas: Canvas, look: Look, frame: Frame, colour: Colour, *, is_old: bool) -> None:
    door = door_of(look)
    canvas.box(door - 56, 514, door + 56, FOOT, tint(colour, -0.3))
    canvas.box(door - 46, 524, door + 46, FOOT, colour if is_old else (128, 72, 52))
    canvas.box(door - 34, 540, door + 34, 610, (96, 116, 130) if is_old else (150, 186, 208))
    canvas.oval(door + 30, 650, 6, 6, (220, 196, 120))
    gap = (frame.right - frame.left) // look.windows
    for index in range(look.windows):
        x = frame.left + gap * index + gap // 2
        if abs(x - door) < 130:
            x += 140 if x >= door else -140
        if frame.left + 70 < x < frame.right - 70:
            _window(canvas, x, colour, is_old=is_old)
    _gable_window(canvas, frame, colour)


def _window(canvas: Canvas, x: int, colour: Colour, *, is_old: bool) -> None:
    rng = canvas.rng
    canvas.box(x - 70, 530, x + 70, 650, tint(colour, -0.25))
    glass: Colour = (78, 92, 104) if is_old else (150, 192, 216)
    for column in (-62, 3):
        for row in (538, 594):
            pane = tint(glass, rng.uniform(-0.1, 0.18))
            if is_old and rng.random() < 0.25:
                pane = (206, 200, 184)
            canvas.box(x + column, row, x + column + 58, row + 50, pane)
    if not is_old:
        canvas.polygon([(x - 62, 538), (x - 20, 538), (x - 62, 640)], (206, 226, 238))
        canvas.box(x - 78, 650, x + 78, 662, (206, 204, 200))
    elif rng.random() < 0.6:
        canvas.box(x - 66, 534, x + 66, 592, (222, 226, 224))
        canvas.line([(x - 66, 534), (x + 66, 592)], (196, 202, 204), 3)


def _gable_window(canvas: Canvas, frame: Frame, colour: Colour) -> None:
    x = frame.right + 80
    canvas.polygon([(x, 548), (x + 60, 540), (x + 60, 612), (x, 624)], tint(colour, -0.35))
    canvas.polygon([(x + 8, 556), (x + 52, 549), (x + 52, 604), (x + 8, 614)], (86, 104, 118))


def _roof(
    canvas: Canvas, look: Look, frame: Frame, colour: Colour, season: Season,
    *, sag: int, is_new: bool = False,
) -> None:  # fmt: skip
    first, second = frame.ridge
    middle = ((first[0] + second[0]) / 2, first[1] + sag)
    eave_left, eave_right = (frame.left - 44, EAVES + 16), (frame.right + 20, EAVES + 16)
    plane = [eave_left, first, middle, second, eave_right]
    canvas.polygon(plane, colour)
    rows, dark = 9, tint(colour, -0.2)
    if is_new or look.roof_kind == "sheet":
        for index in range(25):
            share = index / 24
            top = first[0] + (second[0] - first[0]) * share
            drop = sag * (1 - abs(2 * share - 1))
            foot = eave_left[0] + (eave_right[0] - eave_left[0]) * share
            canvas.line([(top, first[1] + drop), (foot, EAVES + 16)], dark, 3)
    else:
        for row in range(1, rows):
            share = row / rows
            y = first[1] + (EAVES + 16 - first[1]) * share
            left = first[0] + (eave_left[0] - first[0]) * share
            right = second[0] + (eave_right[0] - second[0]) * share
            bend = y + sag * (1 - share)
            canvas.line([(left, y), ((left + right) / 2, bend), (right, y)], dark, 4)
    far_eave = (frame.far + 24, EAVES - 6)
    canvas.line([second, far_eave], tint(colour, -0.35), 16)
    canvas.line([second, eave_right], tint(colour, -0.3), 10)
    canvas.line([first, middle, second], tint(colour, 0.2 if is_new else -0.3), 12)
    canvas.shade([(frame.left, EAVES + 16), (frame.right, EAVES + 16), (frame.right, EAVES + 44),
                  (frame.left, EAVES + 44)], 80)  # fmt: skip
    _chimney(canvas, second, season, is_new=is_new)
    if season is Season.WINTER:
        lower = [(x, y + 44) for x, y in (first, middle, second)]
        canvas.polygon([first, middle, second, *reversed(lower)], SNOW)
        canvas.polygon([(frame.left - 44, EAVES + 16), (frame.left - 20, EAVES - 16),
                        (frame.right + 10, EAVES - 10), (frame.right + 20, EAVES + 16)],
                       SNOW)  # fmt: skip


def _chimney(canvas: Canvas, ridge_end: Point, season: Season, *, is_new: bool) -> None:
    x, y = ridge_end[0] - 110, ridge_end[1]
    canvas.box(x - 22, y - 66, x + 22, y + 26, BRICK if is_new else tint(BRICK, -0.25))
    canvas.box(x - 28, y - 76, x + 28, y - 60, tint(BRICK, -0.4))
    if season is Season.WINTER:
        for index in range(5):
            canvas.oval(x + index * 16, y - 92 - index * 26, 14 + index * 6, 12 + index * 4,
                        (228, 230, 234))  # fmt: skip


def _plaster_off(canvas: Canvas, frame: Frame, wall: Colour, count: int) -> None:
    rng = canvas.rng
    for _ in range(count):
        x, y = rng.randint(frame.left + 30, frame.right - 30), rng.randint(EAVES + 40, FOOT - 20)
        patch = [(x + rng.randint(-46, 46), y + rng.randint(-30, 30)) for _ in range(6)]
        patch.sort(key=lambda point: (point[1] > y, point[0] if point[1] <= y else -point[0]))
        canvas.polygon(patch, tint(wall, rng.choice((-0.3, -0.22, 0.25))))
    canvas.polygon([(frame.left, FOOT), (frame.left, FOOT - 60), (frame.left + 90, FOOT - 22),
                    (frame.right, FOOT - 18), (frame.right, FOOT)], tint(wall, -0.35))  # fmt: skip


def _crack(canvas: Canvas, frame: Frame) -> None:
    rng = canvas.rng
    x, y = float(rng.randint(frame.left + 24, frame.right - 24)), float(EAVES + 16)
    path: list[Point] = [(x, y)]
    while y < rng.randint(FOOT - 90, FOOT):
        x, y = x + rng.randint(-18, 18), y + rng.randint(26, 48)
        path.append((min(max(x, frame.left + 6), frame.right - 6), min(y, FOOT)))
    canvas.line(path, (62, 48, 42), 6)
    canvas.line([(px + 4, py) for px, py in path], (214, 198, 172), 2)
    if len(path) > 3:
        bx, by = path[2]
        canvas.line([(bx, by), (bx + 34, by + 26), (bx + 46, by + 58)], (70, 56, 48), 4)


def _roof_damage(canvas: Canvas, look: Look, frame: Frame) -> None:
    rng = canvas.rng
    for _ in range(3 if look.grade == "D" else 1):
        x = rng.randint(frame.left + 60, frame.right - 60)
        y = rng.randint(EAVES - 70, EAVES - 20)
        canvas.polygon([(x - 44, y), (x - 10, y - 26), (x + 40, y - 12), (x + 26, y + 24)],
                       (44, 38, 36))  # fmt: skip
    x = rng.randint(frame.left + 80, frame.right - 200)
    canvas.polygon([(x, EAVES - 16), (x + 26, EAVES - 84), (x + 150, EAVES - 84),
                    (x + 136, EAVES - 16)], (92, 132, 172))  # fmt: skip
    for at in (x + 20, x + 120):
        canvas.oval(at, EAVES - 26, 12, 9, (120, 116, 112))


def _prop(canvas: Canvas, frame: Frame) -> None:
    canvas.line([(frame.left - 110, FOOT + 6), (frame.left + 10, EAVES + 60)], (122, 94, 66), 18)
    canvas.line([(frame.left - 104, FOOT + 4), (frame.left + 14, EAVES + 62)], (150, 120, 88), 5)
