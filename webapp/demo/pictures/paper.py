"""Papers as a scanner sees them: forms, minutes, lists, certificates and receipts with a seal."""

from __future__ import annotations

from random import Random

from webapp.demo.pictures.canvas import Canvas, Colour, sheet
from webapp.demo.pictures.seal import stamp

WIDTH, HEIGHT = 1000, 1400
INK: Colour = (40, 44, 60)
PEN: Colour = (34, 60, 140)
RULE: Colour = (120, 122, 130)
MARGIN = 110
PER_LINE = 26
FIRST_SIGNED = 1
LABELS = (
    "户主姓名", "性别", "民族", "年龄", "家庭人口", "家庭住址", "联系电话", "户籍类别", "建造年份",
    "房屋结构", "建筑面积", "房屋间数", "危险程度", "困难类别", "证件号码", "年人均收入",
    "改造方式", "改造意愿", "经办人", "办理日期", "审核意见", "备注",
)  # fmt: skip
PARAGRAPHS = (
    "根据扎政办字〔2019〕27号文件要求，经入户核实，该户现住房屋年久失修，墙体开裂，屋面漏雨，存在安全隐患。",
    "会议按照公开、公平、公正的原则，逐户介绍了家庭情况和住房情况，参会人员充分发表了意见。",
    "经核对户籍、收入和住房情况，材料齐全，情况属实，现予以确认，并对真实性负责。",
    "公示期间设立了举报电话，在村务公开栏和主要街道张贴，接受群众监督，拍照留存。",
    "该户系农业户口，长期居住本村，只有唯一住房，家庭主要收入为种植业和务工收入，自筹能力较弱。",
    "施工中应严格按照技术规范进行，不得使用不合格建筑材料，确保质量和安全，按期完工。",
)  # fmt: skip


def form(variant: int, title: str, owner: str) -> Canvas:
    """A filled-in form: a table with labels and handwriting, signed and sealed."""
    canvas = _paper(title, variant)
    _title(canvas, title)
    rng, top = canvas.rng, 250
    labels = rng.sample(LABELS, 22)
    rows = rng.randint(9, 12)
    for row in range(rows):
        y = top + row * 74
        canvas.line([(MARGIN, y), (WIDTH - MARGIN, y)], RULE, 3)
        canvas.text_from(MARGIN + 16, y + 37, labels[row], 28, INK)
        canvas.write(MARGIN + 220, y + 38, rng.randint(2, 5), 34, PEN)
        if row % 3 != 2:
            canvas.text_from(560, y + 37, labels[-row - 1], 28, INK)
            canvas.write(720, y + 38, rng.randint(2, 4), 34, PEN)
    bottom = top + rows * 74
    for x in (MARGIN, MARGIN + 200, WIDTH - MARGIN):
        canvas.line([(x, top), (x, bottom)], RULE, 3)
    canvas.line([(MARGIN, bottom), (WIDTH - MARGIN, bottom)], RULE, 3)
    _signed(canvas, owner, bottom + 70)
    return canvas


def letter(variant: int, title: str, owner: str) -> Canvas:
    """A page of text, such as minutes, a certificate or a report."""
    canvas = _paper(title, variant)
    _title(canvas, title)
    y = 280
    for paragraph in canvas.rng.sample(PARAGRAPHS, 3):
        lines = [paragraph[: PER_LINE - 2]]
        rest = paragraph[PER_LINE - 2 :]
        lines += [rest[start : start + PER_LINE] for start in range(0, len(rest), PER_LINE)]
        for index, line in enumerate(lines):
            canvas.text_from(MARGIN + (60 if index == 0 else 0), y, line, 30, INK)
            y += 56
        y += 14
    _signed(canvas, owner, max(y + 60, 1000))
    return canvas


def signatures(variant: int, title: str) -> Canvas:
    """A sign-in sheet: names in many hands, some with a thumb print."""
    canvas = _paper(title, variant)
    _title(canvas, title)
    rng, top = canvas.rng, 240
    rows = 13
    for row in range(rows + 1):
        y = top + row * 76
        canvas.line([(MARGIN, y), (WIDTH - MARGIN, y)], RULE, 3)
    for x in (MARGIN, MARGIN + 90, MARGIN + 350, MARGIN + 480, WIDTH - MARGIN):
        canvas.line([(x, top), (x, top + rows * 76)], RULE, 3)
    for row in range(1, rows):
        y = top + row * 76 + 40
        canvas.text(MARGIN + 45, y, str(row), 30, INK)
        if row > FIRST_SIGNED and rng.random() < 0.14:
            canvas.oval(MARGIN + 300, y, 16, 22, (206, 60, 56))
        if row == FIRST_SIGNED:
            canvas.blanks.append((MARGIN + 200, y, 40))
        else:
            canvas.write(MARGIN + 130, y, rng.choice((2, 3, 3, 3)), rng.randint(34, 46), PEN)
        canvas.write(MARGIN + 370, y, 2, 26, INK)
        canvas.write(MARGIN + 510, y, rng.randint(4, 7), 28, PEN)
    return canvas


def receipt(variant: int, title: str, owner: str) -> Canvas:
    """An invoice or bank slip: ruled in colour, with figures."""
    canvas = Canvas(
        Random(f"{title}/{variant}"), sheet((244, 246, 240), (238, 240, 236), (1200, 800))
    )
    tone = canvas.rng.choice(((150, 70, 60), (60, 96, 150), (60, 120, 90)))
    canvas.text(600, 90, title, 54, tone)
    canvas.line([(400, 134), (800, 134)], tone, 4)
    for y in range(190, 640, 75):
        canvas.line([(80, y), (1120, y)], tone, 3)
    for x in (80, 420, 620, 800, 1120):
        canvas.line([(x, 190), (x, 565)], tone, 3)
    for row in range(1, 5):
        y = 228 + row * 75
        canvas.write(100, y, canvas.rng.randint(3, 6), 32, PEN)
        canvas.text(520, y, str(canvas.rng.randint(1, 60)), 34, PEN)
        canvas.text(710, y, str(canvas.rng.randint(12, 480)), 34, PEN)
        canvas.text(960, y, f"{canvas.rng.randint(200, 6800)}.00", 34, PEN)
    canvas.write(100, 602, 9, 30, INK)
    canvas.blanks.append((240, 700, 40))
    stamp(canvas, 940, 620, owner, 220)
    return canvas


def _paper(title: str, variant: int) -> Canvas:
    rng = Random(f"{title}/{variant}")
    white = rng.choice(((250, 249, 244), (246, 246, 246), (250, 246, 238)))
    dark: Colour = (white[0] - 8, white[1] - 8, white[2] - 8)
    canvas = Canvas(rng, sheet(white, dark, (WIDTH, HEIGHT)))
    edge = rng.randint(6, 22)
    canvas.polygon([(0, 0), (edge, 0), (edge // 3, HEIGHT), (0, HEIGHT)], (188, 188, 190))
    for y in (360, 1040):
        canvas.oval(46, y, 13, 13, (206, 206, 204))
    return canvas


def _title(canvas: Canvas, title: str) -> None:
    size = 54 if len(title) <= 12 else 42
    canvas.text(WIDTH / 2, 150, title[:20], size, INK)


def _signed(canvas: Canvas, owner: str, y: int) -> None:
    rng = canvas.rng
    y = min(y, HEIGHT - 190)
    canvas.write(MARGIN + 20, y + 20, 4, 28, INK)
    canvas.blanks.append((MARGIN + 260, y + 18, 44))
    if rng.random() < 0.5:
        canvas.oval(MARGIN + 410, y + 22, 20, 27, (208, 66, 60))
    canvas.write(560, y + 90, 8, 28, INK)
    stamp(canvas, 720, y + 50, owner)
