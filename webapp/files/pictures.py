"""Photographs: read in a process of their own, shown by copies that carry nothing but pixels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from models.picture import Picture
from webapp.confined import runner
from webapp.files.capture import Capture
from webapp.files.limits import UploadLimits
from webapp.storage import Storage, copy_name
from workflows import clock
from workflows.errors import Invalid

# A job, a file and what the job wants to know: the answer, and the files it made.
Run = Callable[..., tuple[dict[str, Any], list[bytes]]]
DISPLAY, THUMBNAIL = "display", "thumbnail"
COPIES = (DISPLAY, THUMBNAIL)
JPEG_SIGNATURE = b"\xff\xd8\xff"
BROKEN = "这张照片读不出来,可能没有传完或已经损坏,请重新拍摄或重新选择。"
TOO_MANY_PIXELS = "照片的尺寸太大,超过 {megapixels} 百万像素,请缩小后再上传。"


def read(
    content: bytes, limits: UploadLimits, run: Run = runner.run
) -> tuple[dict[str, Any], list[bytes]]:
    """(what the photograph says of itself as JSON, its copies in the order of COPIES).

    ``run`` is where it is opened.  Raises Invalid for one that cannot be read.
    """
    try:
        said, copies = run(
            "picture",
            content,
            max_pixels=limits.megapixels * 1_000_000,
            display_side=limits.display_side,
            thumbnail_side=limits.thumbnail_side,
        )
    except runner.Lost:
        raise Invalid(BROKEN, "file") from None
    if said.get("fault") == "pixels":
        raise Invalid(TOO_MANY_PIXELS.format(megapixels=limits.megapixels), "file")
    # A process that a picture has taken over could send anything.
    are_copies = len(copies) == len(COPIES) and all(c.startswith(JPEG_SIGNATURE) for c in copies)
    if "fault" in said or not are_copies:
        raise Invalid(BROKEN, "file")
    return said, copies


def keep_copies(storage: Storage, key: str, limits: UploadLimits, copies: list[bytes]) -> None:
    """Keep the copies of the original ``key``."""
    for copy, content in zip(COPIES, copies, strict=True):
        storage.put_copy(key, _sized(copy, limits), content)


def copy_of(storage: Storage, key: str, copy: str, limits: UploadLimits) -> bytes:
    """A copy of the original ``key``, made anew where it is lost. Raises FileNotFoundError."""
    try:
        return storage.get(copy_name(key, _sized(copy, limits)))
    except FileNotFoundError:
        original = storage.get(key)
    try:
        _, copies = read(original, limits)
    except Invalid as error:
        raise FileNotFoundError from error
    keep_copies(storage, key, limits, copies)
    return copies[COPIES.index(copy)]


def row_of(document_id: int, said: dict[str, Any], capture: Capture | None = None) -> Picture:
    """The row of a photograph, from what :func:`read` and the telephone that sent it say."""
    taken, position = said["taken"] or {}, said["position"] or {}
    return Picture(
        document_id=document_id,
        width=said["width"],
        height=said["height"],
        orientation=said["orientation"],
        taken_at=_moment(taken) if taken else None,
        taken_offset=taken.get("offset"),
        latitude=position.get("latitude"),
        longitude=position.get("longitude"),
        position_accuracy_m=position.get("accuracy_m"),
        position_at=dt.datetime.fromisoformat(position["at"]) if position.get("at") else None,
        phone_latitude=capture.latitude if capture else None,
        phone_longitude=capture.longitude if capture else None,
        phone_accuracy_m=capture.accuracy_m if capture else None,
        phone_at=capture.at if capture else None,
        camera_make=said["camera_make"],
        camera_model=said["camera_model"],
        software=said["software"],
        fingerprint=said["fingerprint"],
    )


def _moment(taken: dict[str, Any]) -> dt.datetime:
    """The camera's clock as a moment; without a zone it is taken for China's."""
    offset = taken["offset"]
    zone = clock.SHANGHAI if offset is None else dt.timezone(dt.timedelta(minutes=offset))
    return dt.datetime.fromisoformat(taken["at"]).replace(tzinfo=zone)


def _sized(copy: str, limits: UploadLimits) -> str:
    """A copy's name: one of another size is another copy."""
    side = limits.display_side if copy == DISPLAY else limits.thumbnail_side
    return f"{copy}-{side}"
