"""One request, one transaction.

A GET reads and cannot write.  A POST writes, in a transaction that opens when the page first asks
for it, after CSRF and log-in were checked; it commits when the answer is below 400, else it rolls
back.  What must outlive a refusal goes through :func:`record_apart`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, Response, g, request
from sqlalchemy.orm import Session

from webapp.parts import parts

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_REFUSAL = 400


@dataclass
class _Work:
    reading: Session | None = None
    writing: Session | None = None
    reads_only: bool = False
    apart: list[Callable[[Session], None]] = field(default_factory=list)


def init_transactions(app: Flask) -> None:
    """End every request's transaction, however the request ends."""
    app.after_request(_finish)
    app.teardown_request(_discard)


def session() -> Session:
    """The session of this request: a writing one in a POST, else a reading one."""
    work = _work()
    if work.reads_only or request.method in SAFE_METHODS:
        return reading()
    if work.writing is None:
        # A reader that waits for nobody must not stay open beside the writer.
        _close(work, "reading")
        work.writing = parts().database.write()
    return work.writing


def reading() -> Session:
    """A session that cannot write, also before a POST begins to write."""
    work = _work()
    if work.writing is not None:
        return work.writing
    if work.reading is None:
        work.reading = parts().database.read()
    return work.reading


def end_reading() -> None:
    """Let go of what was read: the rest of this request takes its time without the database."""
    _close(_work(), "reading")


def abandon() -> None:
    """Roll back what this request wrote; from here on it reads."""
    work = _work()
    work.reads_only = True
    _close(work, "writing")


def record_apart(act: Callable[[Session], None]) -> None:
    """Run ``act`` in a short write transaction of its own, after this request's has ended."""
    _work().apart.append(act)


def _work() -> _Work:
    if "work" not in g:
        g.work = _Work()
    work = g.work
    assert isinstance(work, _Work)
    return work


def _finish(response: Response) -> Response:
    work = _work()
    _close(work, "reading")
    if work.writing is not None and response.status_code < FIRST_REFUSAL:
        writing, work.writing = work.writing, None
        with writing:
            writing.commit()
    _close(work, "writing")
    apart, work.apart = work.apart, []
    if apart:
        with parts().database.write() as own:
            for act in apart:
                act(own)
            own.commit()
    return response


def _discard(_error: BaseException | None) -> None:
    work = _work()
    _close(work, "reading")
    _close(work, "writing")


def _close(work: _Work, which: str) -> None:
    open_session: Session | None = getattr(work, which)
    setattr(work, which, None)
    if open_session is not None:
        open_session.rollback()
        open_session.close()
