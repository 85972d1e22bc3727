"""What can go wrong in the engine. Each leaves the transaction to the caller, who rolls back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class EngineError(Exception):
    """Base of the errors below."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a drawing; ``element_id`` is empty when the file as a whole is meant."""

    file: str
    element_id: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.element_id or '(file)'}: {self.reason}"


class DrawingError(EngineError):
    """Drawings that cannot be run; ``problems`` names every mistake found, in order of file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BadData(EngineError, ValueError):
    """Routing data, a message or a handler's answer holds what process data may not hold."""


class UnknownOutcome(BadData):
    """The drawing has no such way out of this task."""


class UnknownProcess(EngineError, LookupError):
    """No drawing of this set has that process id."""


class UnknownInstance(EngineError, LookupError):
    """There is no process instance with that number."""


class UnknownDefinitions(EngineError, LookupError):
    """The database does not hold the drawings that an instance was started from."""


class TaskNotOpen(EngineError):
    """The task is not waiting for anybody: done, cancelled, foreign or never there."""


class NobodyWaiting(EngineError):
    """No node of this instance waits for that message."""


class StaleInstance(EngineError):
    """Somebody else moved the instance since it was read, or a failed run is used again."""


class NoWayOut(EngineError):
    """No flow out of a gateway fits the data, or a variable that it reads is missing."""


class Stuck(EngineError):
    """The process runs but waits for nobody and nothing, or goes in circles by itself."""
