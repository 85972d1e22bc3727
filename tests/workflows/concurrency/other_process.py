"""What runs in another process: one act for each order received, one answer sent for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.list_rows import complete_row
from forms.submission import submit
from models.database import Database
from tests.forms.stage import shipped_runtime
from tests.keys import KEYRING
from workflows import clock, worker
from workflows.actors import actor_of
from workflows.errors import AlreadyDone

# Read once in the process that all others are forked from.
RUNTIME = shipped_runtime()


def serve(url: str, now: dt.datetime, line: Connection) -> None:
    """Follow orders until killed."""
    clock.set_now(now)
    database = Database(url, keyring=KEYRING)
    line.send("ready")
    while True:
        order = line.recv()
        if order["act"] == "work":
            line.send(worker.run_until_idle(database, RUNTIME, complete_row=complete_row))
        else:
            line.send(send_form(database, order, line))


def send_form(database: Database, order: Mapping[str, Any], line: Connection) -> object:
    """Complete a task; with ``stop`` wait between flush and commit, to be killed there."""
    with database.write() as session:
        actor = actor_of(session, order["account_id"])
        try:
            submit(session, RUNTIME, actor, order["task_id"], MultiDict(order["answers"]))
        except AlreadyDone as error:
            return {"refused": error.sentence, "by_same_person": error.by_same_person}
        session.flush()
        if order.get("stop"):
            line.send("flushed")
            line.recv()
        session.commit()
    return "done"
