"""Drawing pictures and storing them ahead of time: a second processor has nothing else to do.

What a task will need is what the same task needed for such a household before; a picture that
nobody foresaw is made when it is asked for.  Both ways give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from werkzeug.datastructures import FileStorage

from webapp.confined import picture
from webapp.demo.case_plan import CasePlan
from webapp.demo.pictures import Look, draw
from webapp.files import uploads
from webapp.files.limits import UploadLimits
from webapp.files.uploads import Upload
from webapp.storage import Storage

# Sort of task and household -> the kinds of pictures it needed, each with its place in the row.
Sort = tuple[str, str, str, bool]
Wanted = tuple[str, int]
Order = tuple[str, Look, int, dt.datetime]


class Press:
    """Makes pictures that lie in ``storage``; with a ``pool`` also ahead of time."""

    def __init__(self, storage: Storage, pool: ProcessPoolExecutor | None = None) -> None:
        self.storage = storage
        self._pool = pool
        self._known: dict[Sort, set[Wanted]] = {}
        self._ordered: dict[Order, Future[Upload]] = {}

    def order(self, case: CasePlan, node: str, first: int, at: dt.datetime) -> None:
        """Begin with the pictures that ``node`` will probably need at the moment ``at``."""
        if self._pool is None:
            return
        for kind, place in self._known.get(_sort(case, node), ()):
            order = (kind, case.look, first + place, _minute(at))
            if order not in self._ordered:
                self._ordered[order] = self._pool.submit(_made, self.storage, *order)

    def upload(
        self, case: CasePlan, node: str, kind: str, first: int, place: int, at: dt.datetime
    ) -> Upload:
        """The picture number ``place`` of ``kind`` that ``node`` needs now, read and stored."""
        self._known.setdefault(_sort(case, node), set()).add((kind, place))
        order = (kind, case.look, first + place, _minute(at))
        made = self._ordered.pop(order, None)
        return _made(self.storage, *order) if made is None else made.result()


@contextmanager
def running_press(storage: Storage, *, ahead: bool) -> Iterator[Press]:
    """A press; it works ``ahead`` where there is a processor to spare."""
    if not ahead or len(os.sched_getaffinity(0)) < 2:
        yield Press(storage)
        return
    # Forked before the work begins: the child holds no transaction and makes pictures only.
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        pool.submit(os.getpid).result()
        yield Press(storage, pool)


def stored(content: bytes, name: str, storage: Storage) -> Upload:
    """A picture that was sent as ``name``, as any file that comes in."""
    file = FileStorage(io.BytesIO(content), filename=name)
    return uploads.receive(file, storage, UploadLimits(), run=_opened_here)


def _opened_here(_job: str, content: bytes, **arguments: Any) -> tuple[dict[str, Any], list[bytes]]:
    # Drawn by this program: nobody has to be kept from it, and a process each takes as long again.
    return picture.read(content, arguments)


def _made(storage: Storage, kind: str, look: Look, number: int, at: dt.datetime) -> Upload:
    return stored(draw(kind, look, number, at), f"{kind}.jpg", storage)


def _sort(case: CasePlan, node: str) -> Sort:
    return node, case.plan, case.method, case.is_without_house


def _minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)
