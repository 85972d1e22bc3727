"""Files as they really arrive: what is taken, what is made of it, and what each refusal says."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, Fit, NameObject, TextStringObject
from werkzeug.datastructures import FileStorage as Sent

from tests.pictures import encoded, paper, photo, squares, written
from tests.webapp.heic import HEIC
from webapp.files import pictures
from webapp.files.limits import UploadLimits
from webapp.files.uploads import Upload, receive
from webapp.storage import FileStorage
from workflows.errors import Invalid

LIMITS = UploadLimits(file_megabytes=1, megapixels=1, pages=3, display_side=64, thumbnail_side=16)
BROKEN = "照片读不出来"


@pytest.fixture
def storage(tmp_path: Path) -> FileStorage:
    return FileStorage(tmp_path, wait_for_disk=False)


def sent(content: bytes, storage: FileStorage, name: str = "照片.jpg") -> Upload:
    return receive(Sent(io.BytesIO(content), filename=name), storage, LIMITS)


def shown(storage: FileStorage, upload: Upload, copy: str = pictures.DISPLAY) -> Image.Image:
    content = pictures.copy_of(storage, upload.sha256, copy, LIMITS)
    return Image.open(io.BytesIO(content))


def camera_tags(**more: Any) -> Image.Exif:
    """What a telephone writes that knows where it is."""
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = more.get("orientation", 1)
    tags[ExifTags.Base.Make], tags[ExifTags.Base.Model] = "HUAWEI", "P30\x00"
    tags[ExifTags.Base.Software] = "P30 9.1"
    camera = tags.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.DateTimeOriginal] = more.get("at", "2019:06:10 09:30:00")
    if "offset" in more:
        camera[ExifTags.Base.OffsetTimeOriginal] = more["offset"]
    satellites = tags.get_ifd(ExifTags.IFD.GPSInfo)
    satellites[ExifTags.GPS.GPSLatitudeRef], satellites[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
    satellites[ExifTags.GPS.GPSLatitude] = more.get("latitude", (43.0, 30.0, 36.0))
    satellites[ExifTags.GPS.GPSLongitude] = (122.0, 15.0, 0.0)
    satellites[ExifTags.GPS.GPSDateStamp] = "2019:06:10"
    satellites[ExifTags.GPS.GPSTimeStamp] = (1.0, 29.0, 58.0)
    satellites[ExifTags.GPS.GPSHPositioningError] = 4.5
    return tags


# --- photographs


@pytest.mark.parametrize(
    ("content", "content_type", "suffix"),
    [
        (photo("a house"), "image/jpeg", ".jpg"),
        (photo("a house", "PNG"), "image/png", ".png"),
        (HEIC, "image/heic", ".heic"),
    ],
    ids=["jpeg", "png", "heic"],
)
def test_a_photograph_is_kept_untouched_with_copies_to_show(
    storage: FileStorage, content: bytes, content_type: str, suffix: str
) -> None:
    upload = sent(content, storage, "房子.jpg")

    assert (upload.content_type, upload.filename) == (content_type, f"房子{suffix}")
    assert storage.get(upload.sha256) == content
    assert shown(storage, upload).format == "JPEG"
    assert max(shown(storage, upload, pictures.THUMBNAIL).size) <= LIMITS.thumbnail_side


def test_a_heic_photograph_is_shown_as_it_was_taken(storage: FileStorage) -> None:
    red, blue = (shown(storage, sent(HEIC, storage)).getpixel(at) for at in ((60, 40), (5, 5)))

    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > 150 > red[2]
    assert blue[2] > 150 > blue[0]


def test_a_photograph_taken_sideways_is_shown_upright(storage: FileStorage) -> None:
    # A quarter to the right: what the sensor saw at the left is above.
    image = Image.new("RGB", (60, 40), "white")
    image.paste("black", (0, 0, 30, 40))
    content = encoded(image, exif=camera_tags(orientation=6))

    upload = sent(content, storage)

    assert upload.picture is not None
    assert (upload.picture["width"], upload.picture["height"]) == (40, 60)
    copy = shown(storage, upload).convert("L")
    assert copy.size == (40, 60)
    assert copy.getpixel((20, 5)) < 60 < 200 < copy.getpixel((20, 55))  # type: ignore[operator]


def test_a_copy_to_show_is_small_and_carries_only_pixels(storage: FileStorage) -> None:
    content = encoded(squares("large", scale=40), exif=camera_tags(), comment=b"150783196203041021")

    upload = sent(content, storage)
    copy = shown(storage, upload)

    assert max(copy.size) == LIMITS.display_side
    assert not copy.getexif()
    assert copy.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_is_see_through_is_shown_on_white(storage: FileStorage) -> None:
    content = encoded(Image.new("RGBA", (32, 32), (0, 0, 0, 0)), "PNG")

    assert shown(storage, sent(content, storage)).getpixel((16, 16)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "I;16"])
def test_photographs_of_every_depth_are_taken(storage: FileStorage, mode: str) -> None:
    image = Image.new("I;16", (32, 32)) if mode == "I;16" else squares("depth").convert(mode)
    content = encoded(image, "JPEG" if mode == "CMYK" else "PNG")

    assert shown(storage, sent(content, storage)).mode == "RGB"


def test_a_copy_that_is_lost_is_made_anew(storage: FileStorage, tmp_path: Path) -> None:
    upload = sent(photo("a house"), storage)
    for copy in tmp_path.rglob("*-thumbnail-*"):
        copy.unlink()

    assert shown(storage, upload, pictures.THUMBNAIL).size == (16, 11)
    assert len(list(tmp_path.rglob("*-thumbnail-*"))) == 1


def test_what_the_camera_wrote_is_kept(storage: FileStorage) -> None:
    upload = sent(encoded(squares("gps"), exif=camera_tags(offset="+08:00")), storage)
    assert upload.picture is not None
    row = pictures.row_of(7, upload.picture)

    assert (row.camera_make, row.camera_model, row.software) == ("HUAWEI", "P30", "P30 9.1")
    assert row.taken_at == dt.datetime(2019, 6, 10, 1, 30, tzinfo=dt.UTC)
    assert row.taken_offset == 480
    assert (row.latitude, row.longitude, row.position_accuracy_m) == (43.51, 122.25, 4.5)
    assert row.position_at == dt.datetime(2019, 6, 10, 1, 29, 58, tzinfo=dt.UTC)


def test_a_camera_that_does_not_say_its_zone_is_taken_to_be_in_china(storage: FileStorage) -> None:
    upload = sent(encoded(squares("zone"), exif=camera_tags()), storage)
    assert upload.picture is not None
    row = pictures.row_of(7, upload.picture)

    assert row.taken_at is not None
    assert row.taken_at.astimezone(dt.UTC) == dt.datetime(2019, 6, 10, 1, 30, tzinfo=dt.UTC)
    assert row.taken_offset is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "0000:00:00 00:00:00", "latitude": (91.0, 0.0, 0.0)},
        {"at": "yesterday", "latitude": (43.0,)},
        {"at": "1904:01:01 00:00:00", "latitude": (IFDRational(1, 0), 0.0, 0.0)},
    ],
)
def test_what_a_camera_cannot_mean_is_unknown(storage: FileStorage, wrong: dict[str, Any]) -> None:
    upload = sent(encoded(squares("odd"), exif=camera_tags(**wrong)), storage)

    assert upload.picture is not None
    assert (upload.picture["taken"], upload.picture["position"]) == (None, None)


def test_a_picture_of_a_messenger_says_nothing_of_itself(storage: FileStorage) -> None:
    upload = sent(photo("stripped"), storage)
    assert upload.picture is not None
    row = pictures.row_of(7, upload.picture)

    assert (row.taken_at, row.latitude, row.camera_model) == (None, None, "")


# --- what is no photograph


def many_scans() -> bytes:
    """A progressive JPEG whose last scan comes a thousand times more."""
    content = encoded(squares("scans"), progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * 1000 + content[-2:]


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 3.6 thousand million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack("!I", len(data)) + checked + struct.pack("!I", zlib.crc32(checked))

    head = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(bytes(10_000))), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


NO_PHOTOGRAPHS: dict[str, tuple[Callable[[], bytes], str]] = {
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "网页或矢量图"),
    "html": (lambda: b"\xef\xbb\xbf\n<!DOCTYPE html><script>x()</script>", "网页或矢量图"),
    "gif": (lambda: b"GIF89a", "只能上传 JPG、PNG、HEIC 照片或 PDF 文件"),
    "zip": (lambda: b"PK\x03\x04", "只能上传"),
    "half a jpeg": (lambda: photo("half", scale=64)[:1500], BROKEN),
    "half a png": (lambda: photo("half", "PNG", 64)[:-40], BROKEN),
    "half a heic": (lambda: HEIC[:400], BROKEN),
    "heic of nothing": (lambda: b"\x00\x00\x00\x18ftypheic" + b"\x00" * 500, BROKEN),
    "jpeg of html": (lambda: b"\xff\xd8\xff\xe0<html><script>x()</script>", BROKEN),
    "many scans": (many_scans, BROKEN),
    "bomb": (bomb, "超过 1 百万像素"),
    "too many pixels": (lambda: encoded(Image.new("L", (1001, 1000))), "超过 1 百万像素"),
    "too long": (lambda: photo("long") + b"x" * 1024 * 1024, "超过 1 MB"),
    "empty": (lambda: b"", "空的"),
}


@pytest.mark.parametrize("name", NO_PHOTOGRAPHS)
def test_what_is_no_photograph_is_refused_in_words_and_not_kept(
    storage: FileStorage, tmp_path: Path, name: str
) -> None:
    made, sentence = NO_PHOTOGRAPHS[name]
    with pytest.raises(Invalid, match=sentence):
        sent(made(), storage)

    assert list(tmp_path.rglob("*")) == []


def test_html_behind_a_photograph_is_not_in_what_is_shown(storage: FileStorage) -> None:
    upload = sent(photo("polyglot") + b"<html><script>alert(1)</script>", storage)

    copy = pictures.copy_of(storage, upload.sha256, pictures.DISPLAY, LIMITS)

    assert b"<script" not in copy


# --- papers


def a_writer(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    return writer


def with_script() -> bytes:
    writer = a_writer()
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): ArrayObject()})}
    )
    return written(writer)


def with_script_of_a_page() -> bytes:
    """Script that hides among what a page does when it is opened."""
    writer = a_writer()
    act = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
    )
    writer.pages[0][NameObject("/AA")] = DictionaryObject(
        {NameObject("/O"): writer._add_object(act)}
    )
    return written(writer)


def with_attachment() -> bytes:
    writer = a_writer()
    writer.add_attachment("账本.xlsx", b"PK")
    return written(writer)


def with_launch() -> bytes:
    writer = a_writer()
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    )
    return written(writer)


def with_password() -> bytes:
    writer = a_writer()
    writer.encrypt("secret")
    return written(writer)


def with_link() -> bytes:
    """What scanning programs do write: a link, and the view that a reader opens with."""
    writer = a_writer(2)
    box = (10, 10, 90, 30)
    writer.add_annotation(0, Link(rect=box, url="https://example.invalid/"))
    writer.add_annotation(0, Link(rect=box, target_page_index=1, fit=Fit.fit()))
    return written(writer)


NO_PAPERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "script": (with_script, "脚本、附件"),
    "script of a page": (with_script_of_a_page, "脚本、附件"),
    "attachment": (with_attachment, "脚本、附件"),
    "launch": (with_launch, "脚本、附件"),
    "password": (with_password, "加了密码"),
    "half": (lambda: paper()[: len(paper()) // 2], "不完整"),
    "pages": (lambda: paper(4), "超过 3 页"),
    "nothing": (lambda: b"%PDF-1.4 nothing %%EOF", "读不出来"),
}


@pytest.mark.parametrize("name", NO_PAPERS)
def test_a_pdf_that_is_more_than_a_paper_is_refused_in_words_and_not_kept(
    storage: FileStorage, tmp_path: Path, name: str
) -> None:
    made, sentence = NO_PAPERS[name]
    with pytest.raises(Invalid, match=sentence):
        sent(made(), storage, "证明.pdf")

    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("made", [paper, with_link])
def test_a_scanned_paper_is_kept_as_it_is(storage: FileStorage, made: Callable[[], bytes]) -> None:
    content = made()

    upload = sent(content, storage, "证明.jpg")

    assert (upload.content_type, upload.filename) == ("application/pdf", "证明.pdf")
    assert storage.get(upload.sha256) == content
    assert upload.picture is None
