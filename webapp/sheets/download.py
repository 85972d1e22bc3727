"""A workbook as the answer of a page."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_answer(content: bytes, name: str) -> Response:
    """``content`` to be saved as ``name``; sheets hold what people told, so nothing keeps them."""
    response = Response(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "no-store"
    return response
