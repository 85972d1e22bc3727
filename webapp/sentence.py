"""One act of a case as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from webapp.cases.changes import Change


@dataclass
class Sentence:
    """One act: ``who`` (role, place) ``text`` [``label``], with the reason and what changed.

    ``tone`` colours the label: ok, soon, late or plain.  ``is_minor`` acts are machine steps that
    only a reader who asks for everything wants to see.
    """

    text: str
    label: str = ""
    tone: str = "plain"
    quote: str = ""
    details: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    heading: str = ""
    task_id: int | None = None
    taken_back_id: int | None = None
    documents: list[tuple[int, str]] = field(default_factory=list)
    is_minor: bool = False
