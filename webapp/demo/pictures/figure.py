"""People, drawn simply: a head of household face to the camera, visitors, people at a meeting."""

from __future__ import annotations

from webapp.demo.pictures.canvas import Canvas, Colour, tint

SKINS: tuple[Colour, ...] = ((226, 182, 146), (212, 166, 130), (232, 192, 160))
COATS: tuple[Colour, ...] = (
    (60, 84, 128), (96, 58, 62), (78, 94, 72), (116, 96, 70), (70, 72, 84), (142, 66, 70),
)  # fmt: skip
DARK: Colour = (44, 40, 44)
GREY: Colour = (196, 196, 198)


def portrait(canvas: Canvas, x: float, foot: float, height: float, *, sex: str, age: int) -> None:
    """A standing person, face to the camera; ``height`` from head to foot."""
    rng = canvas.rng
    unit = height / 100
    skin, coat = rng.choice(SKINS), rng.choice(COATS)
    canvas.oval(x, foot, 24 * unit, 4 * unit, (70, 66, 62))
    _legs(canvas, x, foot, unit)
    _coat(canvas, x, foot, unit, coat, skin)
    _head(canvas, x, foot - 86 * unit, unit, skin, sex=sex, age=age)


def bust(canvas: Canvas, x: float, y: float, unit: float, *, sex: str, age: int) -> None:
    """Head and shoulders above a table; ``y`` is the height of the eyes."""
    rng = canvas.rng
    skin, coat = rng.choice(SKINS), rng.choice(COATS)
    canvas.polygon(
        [(x - 19 * unit, y + 44 * unit), (x - 16 * unit, y + 18 * unit),
         (x - 6 * unit, y + 12 * unit), (x + 6 * unit, y + 12 * unit),
         (x + 16 * unit, y + 18 * unit), (x + 19 * unit, y + 44 * unit)], coat,
    )  # fmt: skip
    canvas.polygon(
        [(x - 4 * unit, y + 11 * unit), (x + 4 * unit, y + 11 * unit), (x, y + 19 * unit)],
        tint(skin, -0.1),
    )
    _head(canvas, x, y, unit, skin, sex=sex, age=age)


def _legs(canvas: Canvas, x: float, foot: float, unit: float) -> None:
    for side in (-1, 1):
        inner, outer = x + side * 1.5 * unit, x + side * 11 * unit
        canvas.polygon(
            [(inner, foot - 42 * unit), (outer, foot - 42 * unit),
             (x + side * 10 * unit, foot - 3 * unit), (x + side * 3 * unit, foot - 3 * unit)],
            (58, 60, 72),
        )  # fmt: skip
        canvas.oval(x + side * 7 * unit, foot - 2 * unit, 6 * unit, 3 * unit, DARK)


def _coat(canvas: Canvas, x: float, foot: float, unit: float, coat: Colour, skin: Colour) -> None:
    for side in (-1, 1):
        canvas.line(
            [(x + side * 15 * unit, foot - 70 * unit), (x + side * 20 * unit, foot - 54 * unit),
             (x + side * 18 * unit, foot - 40 * unit)], tint(coat, -0.15), round(8 * unit),
        )  # fmt: skip
        canvas.oval(x + side * 18 * unit, foot - 37 * unit, 4 * unit, 4.5 * unit, skin)
    canvas.polygon(
        [(x - 15 * unit, foot - 34 * unit), (x - 16 * unit, foot - 70 * unit),
         (x - 6 * unit, foot - 75 * unit), (x + 6 * unit, foot - 75 * unit),
         (x + 16 * unit, foot - 70 * unit), (x + 15 * unit, foot - 34 * unit)], coat,
    )  # fmt: skip
    canvas.line([(x, foot - 74 * unit), (x, foot - 35 * unit)], tint(coat, -0.35), 4)
    for step in range(4):
        canvas.oval(x + 2.2 * unit, foot - (66 - step * 9) * unit, unit, unit, tint(coat, 0.35))
    canvas.polygon(
        [(x - 6 * unit, foot - 75 * unit), (x + 6 * unit, foot - 75 * unit), (x, foot - 67 * unit)],
        tint(skin, -0.12),
    )


def _head(
    canvas: Canvas, x: float, y: float, unit: float, skin: Colour, *, sex: str, age: int
) -> None:
    hair = GREY if age >= 68 else ((110, 108, 110) if age >= 55 else DARK)
    covered = canvas.rng.random() < 0.35
    if sex == "女":
        canvas.oval(x, y - 1 * unit, 11.5 * unit, 12.5 * unit, hair)
    canvas.oval(x, y, 9.4 * unit, 11 * unit, skin)
    for side in (-1, 1):
        canvas.oval(x + side * 9.4 * unit, y + unit, 1.8 * unit, 2.8 * unit, tint(skin, -0.08))
    if covered:
        _hat(canvas, x, y, unit, skin, sex)
    else:
        canvas.pen.pieslice(
            (x - 10 * unit, y - 12.5 * unit, x + 10 * unit, y + 5 * unit), 180, 360, fill=hair
        )
        canvas.oval(x, y - 2 * unit, 8.2 * unit, 3.4 * unit, skin)
    for side in (-1, 1):
        eye = x + side * 3.8 * unit
        canvas.oval(eye, y + 0.5 * unit, 1.5 * unit, 1.0 * unit, (250, 250, 246))
        canvas.oval(eye, y + 0.5 * unit, 0.95 * unit, 1.0 * unit, DARK)
        canvas.line(
            [(eye - 2 * unit, y - 2 * unit), (eye + 2 * unit, y - 2.4 * unit)], hair, round(unit)
        )
        if age >= 50:
            canvas.line(
                [(eye + side * 2.4 * unit, y + 1 * unit), (eye + side * 4 * unit, y + 2.4 * unit)],
                tint(skin, -0.22), max(1, round(0.5 * unit)),
            )  # fmt: skip
    canvas.line(
        [(x, y + unit), (x + 1.3 * unit, y + 4.2 * unit), (x - 0.6 * unit, y + 4.4 * unit)],
        tint(skin, -0.22), max(1, round(0.7 * unit)),
    )  # fmt: skip
    canvas.pen.arc(
        (x - 3.2 * unit, y + 3.5 * unit, x + 3.2 * unit, y + 8 * unit), 25, 155,
        fill=(158, 82, 72), width=max(2, round(0.8 * unit)),
    )  # fmt: skip


def _hat(canvas: Canvas, x: float, y: float, unit: float, skin: Colour, sex: str) -> None:
    if sex == "女":
        colour = canvas.rng.choice(((186, 58, 66), (86, 116, 160), (170, 120, 60)))
        canvas.pen.pieslice(
            (x - 11.5 * unit, y - 14 * unit, x + 11.5 * unit, y + 8 * unit), 175, 365, fill=colour
        )
        canvas.oval(x, y + 1 * unit, 8.6 * unit, 8 * unit, skin)
        return
    colour = canvas.rng.choice(((52, 70, 104), (84, 86, 70), (60, 56, 54)))
    canvas.pen.pieslice(
        (x - 10.5 * unit, y - 14.5 * unit, x + 10.5 * unit, y + 4 * unit), 180, 360, fill=colour
    )
    canvas.pen.rounded_rectangle(
        (x - 11 * unit, y - 6.5 * unit, x + 11 * unit, y - 4 * unit), 2 * unit, tint(colour, -0.25)
    )
