"""What the demo's telephones write into a picture: when, where, and with what."""

from __future__ import annotations

import datetime as dt
from random import Random

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from webapp.demo.pictures.look import Look

# Invented makes. The county lies between these degrees.
CAMERAS = (("Kestrel", "K7"), ("Kestrel", "K9 Lite"), ("Birch", "B20"), ("Nonni", "N3 Pro"))
SOUTH, NORTH, WEST, EAST = 47.62, 48.31, 121.75, 123.05
# A village is a square of yards of its own for each household, 0.0015 degrees wide (about 110 m).
ROWS, YARD, SCATTER = 20, 0.0015, 37
# Degrees: nobody stands on the same spot twice.
STEP_ASIDE = 0.00025
# Brought along later, on paper or by messenger, so that nothing says when they were taken.
WITHOUT_TIME = frozenset({"改造前房屋和户主图片", "施工前照片"})
SHARE_STRIPPED = 0.08


def told_by(look: Look, kind: str, seed: int, taken_at: dt.datetime) -> Image.Exif | None:
    """The EXIF of a picture at the household of ``look``; None where a messenger took it away."""
    rng = Random(seed)
    if rng.random() < SHARE_STRIPPED:
        return None
    written = Image.Exif()
    written[Base.Make.value], written[Base.Model.value] = rng.choice(CAMERAS)
    if kind not in WITHOUT_TIME:
        details = written.get_ifd(IFD.Exif.value)
        details[Base.DateTimeOriginal.value] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
        details[Base.OffsetTimeOriginal.value] = "+08:00"
    place = house_of(look)
    latitude, longitude = (each + rng.uniform(-STEP_ASIDE, STEP_ASIDE) for each in place)
    satellites = written.get_ifd(IFD.GPSInfo.value)
    satellites[GPS.GPSLatitudeRef.value], satellites[GPS.GPSLongitudeRef.value] = "N", "E"
    satellites[GPS.GPSLatitude.value] = _sexagesimal(latitude)
    satellites[GPS.GPSLongitude.value] = _sexagesimal(longitude)
    return written


def house_of(look: Look) -> tuple[float, float]:
    """Latitude and longitude of a household, in degrees: a yard of its own in its village."""
    village = Random(f"village {look.village_code}")
    corner = village.uniform(SOUTH, NORTH), village.uniform(WEST, EAST)
    rows = divmod(look.number * SCATTER % ROWS**2, ROWS)
    latitude, longitude = (start + row * YARD for start, row in zip(corner, rows, strict=True))
    return latitude, longitude


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees - int(degrees)) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes - int(minutes)) * 60, 4)
