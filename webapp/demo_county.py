"""The demo: one folder with database, secrets and documents, and a server with its own worker."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import DatabaseError

from forms.list_rows import complete_row
from forms.registry import TASK_FORMS
from models.database import Database
from models.keyring import KeyFile, KeyFileFault, create_key_file
from models.schema import has_the_tables
from webapp import demo_clock
from webapp.app import create_app
from webapp.config import Config, UnsafeStartError
from webapp.parts import EXTENSION
from webapp.serving import serve_until_stopped
from webapp.startup_checks import check_database, check_keys, check_open_sets
from webapp.storage import FileStorage
from webapp.worker_jobs import JOBS
from workflows import clock
from workflows.runtime import Runtime
from workflows.startup import load_runtime
from workflows.worker import run_forever

THREADS = 8
PAUSE_SECONDS = 0.5


def open_demo(path: Path, *, say: Callable[[str], None]) -> Flask:
    """The demo's server on the database at ``path``; makes and fills it when it is not there."""
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    config = Config(
        database_url=f"sqlite:///{path}",
        secret_key=_kept(folder / "demo-secret"),
        digest_key=_kept(folder / "demo-digest-key"),
        storage_dir=folder / "documents",
        demo=True,
        key_file=folder / "demo-data-keys",
    )
    keyring = _kept_keys(folder / "demo-data-keys")
    runtime = load_runtime(form_keys=frozenset(TASK_FORMS), digest_key=config.digest_key.encode())
    if path.exists() and not _was_brought_up_to_date(path):
        aside = _set_aside(path)
        say(f"演示数据库是旧版本的,已改名为 {aside.name}。")
    if not path.exists():
        _make_county(path, runtime, FileStorage(config.storage_dir), keyring, say)
    database = Database(config.database_url, keyring=keyring)
    check_database(database)
    check_keys(database)
    check_open_sets(database, runtime)
    with database.read() as session:
        demo_clock.restore_offset(session)
    return create_app(config, database=database, runtime=runtime)


def _was_brought_up_to_date(path: Path) -> bool:
    """Whether the database has the tables of this code, if need be after its migrations ran."""
    database = Database(f"sqlite:///{path}")
    try:
        return _has_the_tables(database) or _migrate(database)
    except DatabaseError as error:
        if "locked" in str(error):
            raise UnsafeStartError(["演示数据库正被另一个程序占用,请先停止它。"]) from error
        # Tables in the way, or no database at all.
        return False
    finally:
        database.dispose()


def _has_the_tables(database: Database) -> bool:
    with database.engine.connect() as connection:
        return has_the_tables(connection)


def _migrate(database: Database) -> bool:
    # Loaded here, for hardly any start needs it and all wait for it.
    from alembic.util import CommandError

    from models.migration import upgrade

    try:
        upgrade(database.engine)
    except CommandError:
        # A revision that this code does not know.
        return False
    return _has_the_tables(database)


def _set_aside(path: Path) -> Path:
    """Rename the database with what SQLite keeps beside it; nothing is deleted."""
    aside = path.with_name(f"{path.name}.old-{clock.local(clock.now()):%Y%m%d-%H%M%S}")
    for ending in ("", "-wal", "-shm"):
        if (part := path.with_name(path.name + ending)).exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def _make_county(
    path: Path,
    runtime: Runtime,
    storage: FileStorage,
    keyring: KeyFile,
    say: Callable[[str], None],
) -> None:
    """Fill a file beside ``path`` and give it its name when it is whole.

    A first start that was interrupted thus leaves nothing that a second one would trip over.
    """
    # Loaded here, for only the first start needs it and all wait for it.
    from models.migration import upgrade
    from webapp.demo import seed

    say("第一次启动:正在生成演示县,大约需要一两分钟……")
    unfinished = path.with_name(f"{path.name}.unfinished")
    for leftover in path.parent.glob(f"{unfinished.name}*"):
        leftover.unlink()
    database = Database(f"sqlite:///{unfinished}", keyring=keyring)
    upgrade(database.engine)
    seed(database, runtime, storage, progress=say)
    database.dispose()
    with sqlite3.connect(unfinished) as connection:
        # Everything into the one file before it is renamed: a log keeps its old name.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    unfinished.rename(path)


def serve_demo(app: Flask, *, host: str, port: int) -> None:
    """Serve, with the worker in a thread beside."""
    parts = app.extensions[EXTENSION]
    stop = threading.Event()
    worker = threading.Thread(
        target=run_forever,
        args=(parts.database, parts.runtime, stop, PAUSE_SECONDS, complete_row, JOBS),
        name="worker",
        daemon=True,
    )
    worker.start()
    try:
        serve_until_stopped(app, host=host, port=port, threads=THREADS)
    finally:
        stop.set()
        worker.join(timeout=10)


def _kept_keys(path: Path) -> KeyFile:
    """The keys of this demo's personal data. Raises UnsafeStartError."""
    try:
        return KeyFile(path) if path.exists() else create_key_file(path)
    except KeyFileFault as error:
        raise UnsafeStartError([error.sentence]) from error


def _kept(path: Path) -> str:
    """A secret of this demo's own, made on the first start and kept beside its database."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
