"""How much one upload may be; an installation may change each by a variable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

MEGABYTE = 1024 * 1024
PREFIX = "ANJU_UPLOAD_"


@dataclass(frozen=True)
class UploadLimits:
    """The most that one file and one request may be, and how large its copies are (pixels)."""

    file_megabytes: int = 10
    request_megabytes: int = 60
    megapixels: int = 60
    pages: int = 200
    display_side: int = 1600
    thumbnail_side: int = 320

    @property
    def file_bytes(self) -> int:
        """The most bytes of one file."""
        return self.file_megabytes * MEGABYTE

    @property
    def request_bytes(self) -> int:
        """The most bytes of several files sent together, with the form around them."""
        return self.request_megabytes * MEGABYTE

    @property
    def faults(self) -> list[str]:
        """What an administrator has to mend, in words."""
        if min(getattr(self, each.name) for each in fields(self)) <= 0:
            return [f"{PREFIX}… 的每一项都应是大于 0 的整数。"]
        if self.request_megabytes <= self.file_megabytes:
            return [f"{PREFIX}REQUEST_MEGABYTES 应大于 {PREFIX}FILE_MEGABYTES。"]
        return []


def upload_limits_from(environ: Mapping[str, str]) -> UploadLimits:
    """The limits, each from ``ANJU_UPLOAD_…`` where that is set; what is no number becomes 0."""
    told = {each.name: environ.get(PREFIX + each.name.upper()) for each in fields(UploadLimits)}
    return UploadLimits(
        **{
            name: int(value) if value.isascii() and value.isdecimal() else 0
            for name, value in told.items()
            if value is not None
        }
    )
