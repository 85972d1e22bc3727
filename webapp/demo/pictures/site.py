"""The house between old and new: rubble, footing, ring beam, walls, roof timbers, repair."""

from __future__ import annotations

from webapp.demo.pictures.canvas import Canvas, Colour, tint
from webapp.demo.pictures.house import EAVES, FOOT, Frame, frame_of, old_house
from webapp.demo.pictures.look import Look, Season

CONCRETE: Colour = (172, 170, 166)
RED_BRICK: Colour = (182, 96, 72)
TIMBER: Colour = (206, 164, 104)
STAGES = ("基础", "圈梁", "墙体", "屋面")


def rubble(canvas: Canvas, look: Look) -> None:
    """What is left after the old house was pulled down."""
    frame, rng = frame_of(look), canvas.rng
    canvas.polygon([(frame.left - 60, 770), (frame.left + 60, 690), (frame.left + 260, 660),
                    (frame.right - 40, 676), (frame.far, 740), (frame.far + 60, 780)],
                   tint(look.old_wall, -0.1))  # fmt: skip
    for _ in range(150):
        x, y = rng.randint(frame.left - 50, frame.far + 30), rng.randint(676, 790)
        size = rng.randint(8, 26)
        tone = tint(rng.choice((look.old_wall, (150, 140, 130), RED_BRICK)), rng.uniform(-0.3, 0.2))
        canvas.polygon([(x, y), (x + size, y - 6), (x + size + 6, y + 10), (x + 4, y + 14)], tone)
    for _ in range(7):
        x = rng.randint(frame.left, frame.right)
        canvas.line([(x, 760), (x + rng.randint(-160, 160), 640)], (98, 76, 58), 14)


def footing(canvas: Canvas, look: Look) -> None:
    """Trench and concrete footing with its lower ring beam."""
    frame = frame_of(look)
    canvas.polygon([(frame.left - 40, 792), (frame.left + 40, 690), (frame.far + 20, 664),
                    (frame.far + 60, 780)], (142, 112, 84))  # fmt: skip
    _band(canvas, frame, FOOT - 30, FOOT + 10, CONCRETE)
    for x in range(frame.left + 20, frame.right, 60):
        canvas.line([(x, FOOT - 30), (x, FOOT - 92)], (120, 84, 70), 5)
    _materials(canvas)


def ring_beam(canvas: Canvas, look: Look) -> None:
    """Walls half up, formwork of the ring beam on them."""
    frame = frame_of(look)
    _brickwork(canvas, frame, EAVES + 70)
    _band(canvas, frame, EAVES + 40, EAVES + 74, TIMBER)
    for x in range(frame.left + 10, frame.right, 54):
        canvas.line([(x, EAVES + 40), (x, EAVES - 6)], (120, 84, 70), 5)
    _scaffold(canvas, frame)
    _materials(canvas)


def walls(canvas: Canvas, look: Look) -> None:
    """Walls to the eaves with their openings."""
    frame = frame_of(look)
    _brickwork(canvas, frame, EAVES + 6)
    _band(canvas, frame, EAVES - 18, EAVES + 10, CONCRETE)
    _holes(canvas, frame)
    _scaffold(canvas, frame)
    _materials(canvas)


def roof_timbers(canvas: Canvas, look: Look) -> None:
    """Rafters and insulation up, half of the covering on."""
    frame = frame_of(look)
    _brickwork(canvas, frame, EAVES + 6)
    _band(canvas, frame, EAVES - 18, EAVES + 10, CONCRETE)
    _holes(canvas, frame)
    first, second = frame.ridge
    for index in range(15):
        share = index / 14
        top = first[0] + (second[0] - first[0]) * share
        foot = frame.left - 40 + (frame.right - frame.left + 60) * share
        canvas.line([(top, first[1]), (foot, EAVES + 8)], TIMBER, 11)
    canvas.line([first, second], tint(TIMBER, -0.15), 16)
    half = (first[0] + second[0]) / 2
    canvas.polygon([first, (half, first[1]), ((frame.left + frame.right) / 2, EAVES + 14),
                    (frame.left - 44, EAVES + 14)], look.new_roof)  # fmt: skip
    _materials(canvas)


def repairing(canvas: Canvas, look: Look, season: Season) -> None:
    """The old house while it is being strengthened: scaffold, new plaster, steel ties."""
    old_house(canvas, look, season)
    frame = frame_of(look)
    middle = (frame.left + frame.right) // 2
    canvas.box(frame.left, EAVES + 30, middle - 60, FOOT, (196, 192, 184))
    for x in (frame.left + 20, middle - 90):
        canvas.box(x, EAVES + 20, x + 14, FOOT, (110, 112, 118))
    for y in (EAVES + 60, FOOT - 80):
        canvas.box(frame.left, y, middle - 60, y + 12, (110, 112, 118))
    _scaffold(canvas, frame)
    _materials(canvas)


def _band(canvas: Canvas, frame: Frame, top: int, bottom: int, colour: Colour) -> None:
    canvas.box(frame.left, top, frame.right, bottom, colour)
    canvas.polygon([(frame.right, top), (frame.far, top - 24), (frame.far, bottom - 26),
                    (frame.right, bottom)], tint(colour, -0.25))  # fmt: skip


def _brickwork(canvas: Canvas, frame: Frame, top: int) -> None:
    _band(canvas, frame, top, FOOT, RED_BRICK)
    joint = tint(RED_BRICK, 0.3)
    for row, y in enumerate(range(top, FOOT, 20)):
        canvas.line([(frame.left, y), (frame.right, y)], joint, 2)
        canvas.line([(frame.right, y), (frame.far, y - 25)], tint(RED_BRICK, -0.1), 2)
        for x in range(frame.left + (row % 2) * 24, frame.right, 48):
            canvas.line([(x, y), (x, y + 20)], joint, 2)
    _band(canvas, frame, FOOT - 26, FOOT + 6, CONCRETE)


def _holes(canvas: Canvas, frame: Frame) -> None:
    third = (frame.right - frame.left) // 3
    for index in range(3):
        x = frame.left + third * index + third // 2
        bottom = FOOT if index == 1 else 650
        canvas.box(x - 50, 530, x + 50, bottom, (70, 62, 58))
        canvas.box(x - 58, 518, x + 58, 532, CONCRETE)


def _scaffold(canvas: Canvas, frame: Frame) -> None:
    steel = (150, 138, 96)
    for x in range(frame.left - 30, frame.right + 40, 130):
        canvas.line([(x, FOOT + 30), (x, EAVES - 40)], steel, 8)
    for y in (EAVES + 20, EAVES + 150):
        canvas.line([(frame.left - 50, y), (frame.right + 40, y)], tint(steel, -0.2), 8)
        canvas.box(frame.left - 40, y - 12, frame.right + 30, y - 2, (186, 156, 112))


def _materials(canvas: Canvas) -> None:
    for row in range(5):
        for column in range(6 - row // 2):
            x, y = 900 + column * 40 + row * 8, 850 - row * 20
            canvas.box(x, y, x + 37, y + 18, tint(RED_BRICK, canvas.rng.uniform(-0.15, 0.12)))
    canvas.polygon([(330, 870), (420, 790), (520, 870)], (208, 190, 150))
    for index in range(3):
        canvas.oval(600 + index * 64, 866 - (index % 2) * 20, 40, 18, (206, 204, 198))
