"""Pages for everybody: they ask nobody who they are, set no cookie and are kept by no index.

Whatever such a page shows was frozen for publication; it is made without the frame of the other
pages, which begins with the reader's account.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

# The blueprints whose pages are of this kind.
NAMES = frozenset({"public_notices", "public_objections"})
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    # What was corrected or has left is gone for the next reader, too: kept copies are asked about.
    "Cache-Control": "public, no-cache",
}


class CookielessSessions(SecureCookieSessionInterface):
    """The usual sessions; a page for everybody neither sets, renews nor mentions the cookie."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Not where nobody is asked who they are."""
        if not asks_nobody():
            super().save_session(app, session, response)


def asks_nobody() -> bool:
    """Whether the present request is for a page that is everybody's."""
    return request.blueprint in NAMES


def public_page(template: str, status: int = 200, **facts: object) -> Response:
    """The page as ``templates/public`` draws it; a reader who has it already gets 304."""
    return public_answer(drawn(template, **facts), status)


def drawn(template: str, **facts: object) -> bytes:
    """A page of ``templates/public``, without what the frame of other pages asks first."""
    return current_app.jinja_env.get_template(template).render(facts).encode()


def public_answer(page: bytes, status: int = 200) -> Response:
    """``page`` with the headers of pages for everybody."""
    response = Response(page, status, content_type="text/html; charset=utf-8")
    response.headers.update(HEADERS)
    if status == 200:
        response.add_etag()
        response.make_conditional(request)
    return response
