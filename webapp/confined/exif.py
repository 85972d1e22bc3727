"""What a camera wrote beside the pixels; anything that makes no sense is taken as not said."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image

ORIENTATION = ExifTags.Base.Orientation
LONGEST_TEXT = 60
# Cameras whose battery was out begin at their own zero, which is no answer.
EARLIEST, LATEST = 1990, 2100
WRITTEN = "%Y:%m:%d %H:%M:%S"


def told_by(image: Image.Image) -> dict[str, Any]:
    """orientation (1–8), camera_make, camera_model, software ("" where not said), and
    taken {"at": the camera's clock as ISO without zone, "offset": minutes east of UTC or None}
    and position {"latitude", "longitude", "accuracy_m", "at": ISO in UTC}, None where not said.
    """
    try:
        base = image.getexif()
        camera: Mapping[int, Any] = base.get_ifd(ExifTags.IFD.Exif)
        satellites: Mapping[int, Any] = base.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:
        # Written by whom ever: no tag is worth a picture.
        base, camera, satellites = Image.Exif(), {}, {}
    orientation = image.info.get("original_orientation") or base.get(ORIENTATION)
    return {
        "orientation": orientation if orientation in range(1, 9) else 1,
        "camera_make": _text(base.get(ExifTags.Base.Make)),
        "camera_model": _text(base.get(ExifTags.Base.Model)),
        "software": _text(base.get(ExifTags.Base.Software)),
        "taken": _taken(camera),
        "position": _position(satellites),
    }


def _taken(camera: Mapping[int, Any]) -> dict[str, Any] | None:
    for clock, zone in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
    ):
        try:
            at = dt.datetime.strptime(_text(camera.get(clock)), WRITTEN)
        except ValueError:
            continue
        if not EARLIEST <= at.year <= LATEST:
            continue
        return {"at": at.isoformat(), "offset": _offset(camera.get(zone))}
    return None


def _offset(written: Any) -> int | None:
    """Minutes east of UTC of "+08:00"."""
    try:
        zone = dt.datetime.strptime(_text(written), "%z").utcoffset()
    except ValueError:
        return None
    return None if zone is None else round(zone.total_seconds() / 60)


def _position(satellites: Mapping[int, Any]) -> dict[str, Any] | None:
    gps = ExifTags.GPS
    latitude = _degrees(satellites.get(gps.GPSLatitude), satellites.get(gps.GPSLatitudeRef), 90)
    longitude = _degrees(satellites.get(gps.GPSLongitude), satellites.get(gps.GPSLongitudeRef), 180)
    if latitude is None or longitude is None or latitude == longitude == 0:
        # Zero and zero lies in the Gulf of Guinea: a phone that did not know.
        return None
    return {
        "latitude": latitude,
        "longitude": longitude,
        "accuracy_m": _number(satellites.get(gps.GPSHPositioningError)),
        "at": _satellite_time(satellites.get(gps.GPSDateStamp), satellites.get(gps.GPSTimeStamp)),
    }


def _degrees(parts: Any, reference: Any, most: int) -> float | None:
    """Degrees of (degrees, minutes, seconds), negative for S and W."""
    try:
        degrees, minutes, seconds = (_number(part) for part in parts)
    except (TypeError, ValueError):
        return None
    if degrees is None or minutes is None or seconds is None:
        return None
    found = degrees + minutes / 60 + seconds / 3600
    side = _text(reference).upper()
    if found > most or side not in ("N", "S", "E", "W"):
        return None
    return round(-found if side in ("S", "W") else found, 7)


def _satellite_time(day: Any, time: Any) -> str | None:
    try:
        hours, minutes, seconds = (int(part) for part in time)
        written = f"{_text(day)} {hours:02}:{minutes:02}:{seconds:02}"
        return dt.datetime.strptime(written, WRITTEN).replace(tzinfo=dt.UTC).isoformat()
    except (TypeError, ValueError, ArithmeticError):
        return None


def _number(value: Any) -> float | None:
    """A quotient of a camera as a number that is not negative; None for what is none."""
    try:
        number = float(value)
    except (TypeError, ValueError, ArithmeticError):
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "ignore")
    text = value if isinstance(value, str) else ""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST_TEXT]
