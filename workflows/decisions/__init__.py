"""Decision tables (DMN): load, prove, decide, explain."""

from workflows.decisions.collection import DecisionTables, load_directory
from workflows.decisions.errors import (
    DecisionError,
    ImpossibleValue,
    NotKnown,
    Problem,
    UnknownDecision,
)
from workflows.decisions.inquiry import Decision, Inquiry, decide
from workflows.decisions.questions import answer

__all__ = [
    "Decision",
    "DecisionError",
    "DecisionTables",
    "ImpossibleValue",
    "Inquiry",
    "NotKnown",
    "Problem",
    "UnknownDecision",
    "answer",
    "decide",
    "load_directory",
]
