"""Which picture belongs to which kind of document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from zlib import crc32

from PIL import Image

from models.document import HOUSE_PHOTOS, POSTED, SITE_PHOTO, TAKEN_DOWN
from webapp.demo.pictures import board, camera, house, interior, paper, site
from webapp.demo.pictures.canvas import Canvas, dated, developed, jpeg, taken_by_hand, write_name
from webapp.demo.pictures.figure import portrait
from webapp.demo.pictures.landscape import reference_object, yard
from webapp.demo.pictures.look import Look, Season, season_of

Painter = Callable[[Look, int, Season], Canvas]
BOARD = "村务公开栏"
COMMITTEE, GOVERNMENT, OFFICE = "村民委员会", "乡镇人民政府", "扎兰屯市危改办"
SHOP = "扎兰屯市建材经销处"
RECEIPTS, SHEETS = ("票据", "决算", "回单"), ("签到", "名单")
FORMS = ("表", "协议", "报告", "确认书")
# Boards and blank papers repeat; what is written on them does not.
NOTICES, SHEETS_OF_A_KIND = 10, 2


def draw(kind: str, look: Look, moment: int, taken_at: dt.datetime) -> bytes:
    """A JPEG for a document of ``kind``; ``moment`` tells several of one kind apart."""
    variant = look.number + moment
    if kind.startswith((POSTED, TAKEN_DOWN)):
        place = kind.split("-", 1)[1]
        seed = crc32(f"{look.number}/{kind}/{moment}".encode())
        image = dated(_notice(place, variant % NOTICES).copy(), taken_at)
        return jpeg(image, camera.told_by(look, kind, seed, taken_at))
    painter = PAINTERS.get(kind)
    if painter is None:
        return jpeg(_signed_paper(kind, look, variant))
    canvas = painter(look, moment, season_of(taken_at.date()))
    seed = crc32(f"{look.number}/{kind}/{moment}".encode())
    image = dated(taken_by_hand(canvas, seed), taken_at)
    return jpeg(image, camera.told_by(look, kind, seed, taken_at))


def _signed_paper(kind: str, look: Look, variant: int) -> Image.Image:
    blank, places = _blank_paper(kind, variant % SHEETS_OF_A_KIND)
    image = blank.copy()
    for x, y, size in places:
        write_name(image, x / 2, y / 2, look.name, size // 2)
    write_name(image, image.width - 70, 22, f"No.{look.number:04d}-{variant:03d}", 13)
    return image


@lru_cache(maxsize=40)
def _notice(place: str, variant: int) -> Image.Image:
    if "栏" in place:
        owner = COMMITTEE if place == BOARD else GOVERNMENT
        return developed(board.notice_board(variant, place, owner))
    return developed(board.street_notice(variant, COMMITTEE))


@lru_cache(maxsize=80)
def _blank_paper(kind: str, variant: int) -> tuple[Image.Image, list[tuple[float, float, int]]]:
    canvas = _paper_of(kind, variant)
    return developed(canvas), canvas.blanks


def _paper_of(kind: str, variant: int) -> Canvas:
    if any(word in kind for word in RECEIPTS):
        return paper.receipt(variant, kind, SHOP)
    if any(word in kind for word in SHEETS):
        return paper.signatures(variant, kind)
    if any(word in kind for word in FORMS):
        return paper.form(variant, kind, OFFICE if "鉴定" in kind else GOVERNMENT)
    return paper.letter(variant, kind, GOVERNMENT if "镇" in kind else COMMITTEE)


def old_with_reference(look: Look, moment: int, season: Season) -> Canvas:
    """The old house beside something that does not move (R92)."""
    canvas = yard(look, season, moment)
    house.old_house(canvas, look, season)
    reference_object(canvas, look, season)
    return canvas


def old_with_head(look: Look, moment: int, season: Season) -> Canvas:
    """The head of the household, face to the camera, before the old house (R92)."""
    canvas = old_with_reference(look, moment, season)
    portrait(canvas, 610, 930, 560, sex=look.sex, age=look.age)
    return canvas


def new_with_head(look: Look, moment: int, season: Season) -> Canvas:
    """The head before the new house."""
    canvas = new_outside(look, moment, season)
    portrait(canvas, 560, 930, 520, sex=look.sex, age=look.age)
    return canvas


def new_outside(look: Look, moment: int, season: Season) -> Canvas:
    """The finished house; a grade-C house is the old one made safe."""
    canvas = yard(look, season, moment)
    finish = house.repaired_house if look.grade == "C" else house.new_house
    finish(canvas, look, season)
    reference_object(canvas, look, season)
    return canvas


def demolished(look: Look, moment: int, season: Season) -> Canvas:
    """Rubble where the old house stood."""
    canvas = yard(look, season, moment)
    site.rubble(canvas, look)
    reference_object(canvas, look, season)
    return canvas


def sealed(look: Look, moment: int, season: Season) -> Canvas:
    """The old house with strips across its door."""
    canvas = yard(look, season, moment)
    house.old_house(canvas, look, season)
    house.sealing_strips(canvas, look)
    reference_object(canvas, look, season)
    return canvas


def grading(look: Look, moment: int, season: Season) -> Canvas:
    """What an assessor photographs: the house outside and inside."""
    if moment % 2:
        return interior.old_room(look, moment)
    return old_with_reference(look, moment, season)


def disposal(look: Look, moment: int, season: Season) -> Canvas:
    """The old house pulled down or sealed (R52, R117)."""
    return (sealed if moment % 2 else demolished)(look, moment, season)


def building(look: Look, moment: int, season: Season) -> Canvas:
    """Work in progress: the stages of a new house in turn, or a repair."""
    canvas = yard(look, season, moment)
    if look.grade == "C":
        site.repairing(canvas, look, season)
    else:
        stages = (site.footing, site.ring_beam, site.walls, site.roof_timbers)
        stages[moment % len(stages)](canvas, look)
    reference_object(canvas, look, season)
    return canvas


def finished(look: Look, moment: int, season: Season) -> Canvas:
    """The house ready: the head before it, its room."""
    return interior.new_room(look, moment) if moment % 2 else new_with_head(look, moment, season)


PAINTERS: dict[str, Painter] = {
    HOUSE_PHOTOS[0]: old_with_reference,
    HOUSE_PHOTOS[1]: old_with_head,
    "入户调查照片": lambda look, moment, _season: interior.visit(look, moment),
    "鉴定照片": grading,
    "安置照片": lambda look, moment, _season: interior.lodging_room(look, moment),
    "旧房拆除或封存照片": disposal,
    "施工前照片": old_with_reference,
    "施工照片": building,
    "整改照片": building,
    "改造前房屋和户主图片": old_with_head,
    "改造后房屋和户主图片": finished,
    SITE_PHOTO: new_outside,
}
