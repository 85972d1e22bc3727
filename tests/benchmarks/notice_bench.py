"""The public site through the shipped server: strangers read lists and notices, eight at once."""

from __future__ import annotations

import datetime as dt
import http.client
import itertools
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.database import Database
from models.notice import PublicNotice
from models.notice_place import NoticePlace
from models.programme import Programme
from models.region import Region
from models.role import CODE_LENGTH, Level
from tests.webapp.public_notices.hung import DAYS, household, number_of, sheet
from workflows import clock

STORED, ON_SITE = 100_000, 10_000
TOWNSHIPS, VILLAGES, HOUSEHOLDS = 16, 10, 12
CONNECTIONS = 8
SECONDS = 4.0
TARGET_PER_SECOND = 300
MOST_KB = 50
STARTS_WITHIN = 60
LEVELS = tuple(Level)
ANJU = Path(sys.executable).with_name("anju")


@dataclass(frozen=True)
class Reading:
    """Answers a second and the server's own time for each, by kind of page."""

    healthz: Rate
    lists: Rate
    by_place: Rate
    one_sheet: Rate
    sheets: Rate


@dataclass(frozen=True)
class Rate:
    """``milliseconds`` are the processor's for one answer: others on the machine do not count."""

    per_second: float
    milliseconds: float
    longest: int


def measure(url: str) -> Reading:
    """Fill a county, serve it as it is shipped, read it for some seconds each."""
    with tempfile.TemporaryDirectory() as folder:
        environ = settings(url, Path(folder))
        run = {"check": True, "capture_output": True, "env": environ}
        subprocess.run([ANJU, "keys", "new", environ["ANJU_KEY_FILE"]], **run)  # type: ignore[call-overload]
        subprocess.run([ANJU, "init-db"], **run)  # type: ignore[call-overload]
        database = Database(url)
        with database.write() as session:
            fill(session)
            session.commit()
        database.dispose()
        with served(environ) as server:
            townships = [f"150783{100 + each}" for each in range(TOWNSHIPS)]
            places = [f"/notices?township={each}" for each in townships]
            places += [f"/notices?village=村{each}" for each in range(TOWNSHIPS * VILLAGES)]
            numbers = Random(5).sample(range(STORED - ON_SITE + 1, STORED + 1), ON_SITE)
            return Reading(
                server.read(["/healthz"]),
                server.read(["/notices"]),
                server.read(places),
                server.read([f"/notices/{number_of(numbers[0])}"]),
                server.read([f"/notices/{number_of(each)}" for each in numbers]),
            )


def settings(url: str, folder: Path) -> dict[str, str]:
    """The environment of a real installation."""
    return os.environ | {
        "ANJU_DATABASE_URL": url,
        "ANJU_SECRET_KEY": secrets.token_hex(32),
        "ANJU_DIGEST_KEY": secrets.token_hex(32),
        "ANJU_KEY_FILE": str(folder / "keys"),
        "ANJU_STORAGE_DIR": str(folder / "documents"),
    }


@contextmanager
def served(environ: dict[str, str]) -> Iterator[Server]:
    """``anju serve`` as a program of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = subprocess.Popen([ANJU, "serve", "--port", str(port)], env=environ)
    server = Server(process.pid, port)
    try:
        server.await_answer()
        yield server
    finally:
        process.terminate()
        process.wait(30)


@dataclass(frozen=True)
class Server:
    """The shipped server at its door."""

    pid: int
    port: int

    def connection(self) -> http.client.HTTPConnection:
        """One that is kept open."""
        return http.client.HTTPConnection("127.0.0.1", self.port)

    def await_answer(self) -> None:
        """Return when the server answers."""
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                assert get(self.connection(), "/healthz")
                return
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def read(self, paths: list[str]) -> Rate:
        """Eight readers at once, each page by another."""
        addresses, stop = itertools.cycle(paths), threading.Event()
        counts, longest = [0] * CONNECTIONS, [0] * CONNECTIONS

        def go_on(who: int) -> None:
            connection = self.connection()
            while not stop.is_set():
                longest[who] = max(longest[who], get(connection, next(addresses)))
                counts[who] += 1

        readers = [threading.Thread(target=go_on, args=(who,)) for who in range(CONNECTIONS)]
        began, used = time.perf_counter(), self.processor_seconds()
        for reader in readers:
            reader.start()
        time.sleep(SECONDS)
        stop.set()
        for reader in readers:
            reader.join()
        took, used = time.perf_counter() - began, self.processor_seconds() - used
        return Rate(sum(counts) / took, used / sum(counts) * 1000, max(longest))

    def processor_seconds(self) -> float:
        """What the server has used so far, of its own and of the system's time."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def get(connection: http.client.HTTPConnection, path: str) -> int:
    """Read a page to its end; its length in bytes."""
    connection.request("GET", quote(path, safe="/?=&"))
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{path}: {answer.status}"
    return len(body)


def fill(session: Session) -> None:
    """A hundred thousand notices of all levels; the newest ten thousand are on the site."""
    programme_id = session.scalars(select(Programme.id).order_by(Programme.id).limit(1)).one()
    session.execute(insert(Region), list(regions()))
    for first in range(1, STORED + 1, 10_000):
        numbers = range(first, first + 10_000)
        session.execute(insert(PublicNotice), [notice(each, programme_id) for each in numbers])
        session.execute(insert(NoticePlace), [row for each in numbers for row in places(each)])


def notice(number: int, programme_id: int) -> dict[str, Any]:
    """One sheet: those of before hung in the years before."""
    days = number % DAYS if number > STORED - ON_SITE else 60 + (STORED - number) % 3_000
    posted_on = clock.today() - dt.timedelta(days=days)
    rows = [household(each) for each in range(1, HOUSEHOLDS + 1)]
    level = LEVELS[number % len(LEVELS)]
    area = village_of(number)[: CODE_LENGTH[level]]
    return sheet(number, programme_id, level, rows=rows, posted_on=posted_on, area_code=area)


def places(number: int) -> Iterator[dict[str, Any]]:
    """Under what it is found."""
    village = village_of(number)
    yield {"notice_id": number, "area_code": village[:9]}
    if LEVELS[number % len(LEVELS)] is not Level.TOWNSHIP:
        yield {"notice_id": number, "area_code": village}


def village_of(number: int) -> str:
    """Each village in turn."""
    turn = number // len(LEVELS) % (TOWNSHIPS * VILLAGES)
    return f"150783{100 + turn // VILLAGES}{200 + turn % VILLAGES}"


def regions() -> Iterator[dict[str, str]]:
    """Sixteen townships with ten villages each; the county is there already."""
    for number in range(TOWNSHIPS):
        code = f"150783{100 + number}"
        yield {"code": code, "name": f"第{number}镇", "parent_code": "150783"}
        for other in range(VILLAGES):
            name = f"村{number * VILLAGES + other}"
            yield {"code": f"{code}{200 + other}", "name": name, "parent_code": code}
