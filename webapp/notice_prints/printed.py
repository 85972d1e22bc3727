"""A notice as it is printed: its frozen content, and the way to it on the public site."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from models.notice import PublicNotice
from webapp.notice_columns import Column, columns_of
from webapp.public_addresses import public_address, qr_code


@dataclass(frozen=True)
class PrintedNotice:
    """What sheet, poster and loudspeaker text have in common.

    ``address`` is where the notice stands on the public site; empty where it does not.
    """

    number: str
    content: dict[str, Any]
    content_hash: str
    address: str

    @property
    def title(self) -> str:
        """What the notice is called."""
        return str(self.content["title"])

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its households, in their order."""
        lines: list[dict[str, Any]] = self.content["rows"]
        return lines

    @property
    def columns(self) -> list[tuple[Column, int]]:
        """The columns of its table, each with its hundredths of the width."""
        columns = columns_of(self.lines)
        whole = sum(column.share for column in columns)
        return [(column, round(100 * column.share / whole)) for column in columns]

    @property
    def first_day(self) -> dt.date:
        """The day on which it is put up."""
        return dt.date.fromisoformat(self.content["planned_on"])

    @property
    def last_day(self) -> dt.date:
        """The day at whose 24时 it has hung long enough."""
        return dt.date.fromisoformat(self.content["last_day"])

    @property
    def code(self) -> Markup:
        """The address as a QR code."""
        return qr_code(self.address)


def printed(notice: PublicNotice) -> PrintedNotice:
    """The sheet ``notice`` for paper."""
    path = url_for("public_notices.show_one", number=notice.number)
    address = public_address(path) if notice.is_on_site else ""
    return PrintedNotice(notice.number, notice.content, notice.content_hash, address)
