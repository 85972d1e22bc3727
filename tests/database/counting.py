"""What a piece of work asks of the database: statements and commits, as the driver gets them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event


@dataclass
class Counted:
    """Statements in their order, without BEGIN and COMMIT; and how many commits."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0

    def told(self) -> str:
        """The statements, one a line, for a message."""
        return "\n".join(" ".join(each.split())[:220] for each in self.statements)


@contextmanager
def counted(engine: Engine) -> Iterator[Counted]:
    """Count what is sent through ``engine`` from now on until the block ends."""
    found = Counted()

    def on_statement(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.statements.append(statement)

    def on_commit(_connection: Any) -> None:
        found.commits += 1

    event.listen(engine, "before_cursor_execute", on_statement)
    event.listen(engine, "commit", on_commit)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", on_statement)
        event.remove(engine, "commit", on_commit)
