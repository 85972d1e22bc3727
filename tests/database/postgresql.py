"""A PostgreSQL server of the tests' own, in a temporary folder, on a unix socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from tests.database.scratch import scratch_folder

# Tests need no durability; they do need the answers of the real server.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
    "timezone": "UTC",
}
START_SECONDS = 30


def find_binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, newest version first; None without a server."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parent.parent.name),
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class PostgresqlServer:
    """One running server; ``stop`` ends it and removes its folder."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self.folder = scratch_folder()
        self._as_owner = self._owner_prefix()
        data = self.folder / "data"
        initdb = [
            str(binaries / "initdb"),
            *("--no-sync", "--no-instructions", "--auth=trust", "--username=anju"),
            *("--encoding=UTF8", "--locale=C", f"--pgdata={data}"),
        ]
        subprocess.run([*self._as_owner, *initdb], check=True, capture_output=True, cwd=self.folder)
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        postgres = [str(binaries / "postgres"), "-D", str(data), "-k", str(self.folder), *settings]
        self._process = subprocess.Popen(
            [*self._as_owner, *postgres],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_until_it_answers()

    def url(self, name: str) -> str:
        """SQLAlchemy's address of one database."""
        return f"postgresql+psycopg://anju@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> None:
        """A new database, a copy of ``template`` (which nobody may be connected to)."""
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY = file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """End the server at once: nothing in it is worth a clean shutdown."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.folder), user="anju", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    def _owner_prefix(self) -> list[str]:
        """PostgreSQL refuses to run as root; and no server may outlive a killed test run."""
        setpriv = shutil.which("setpriv")
        prefix = [setpriv, "--pdeathsig=INT"] if setpriv else []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            prefix += ["--reuid=postgres", "--regid=postgres", "--init-groups"]
        return prefix

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(host=str(self.folder), user="anju", dbname="postgres").close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
