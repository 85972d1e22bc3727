"""Automatic controls (F01..F58): each answers pass, fail or unknown, and every answer is a row.

A check says what it found and does nothing else. A failure blocks only where the list of controls
says so; else it is a hold that a named person decides with a reason, or a flag that is only shown.
"Unknown" never counts as pass.
"""

import os

# Before numpy is loaded: tables so small are reckoned sooner by one thread, and others only spin.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from workflows.checks.check import REVIEWING, Answer, Check, Checked, Found
from workflows.checks.refused import record_refused, record_refused_of, refused_of
from workflows.checks.registry import CHECKS
from workflows.checks.results import (
    end_results_of,
    open_holds,
    record,
    record_all,
    refusals,
    refusals_of,
    results_of,
    results_of_document,
    results_of_documents,
    take_over_draft,
)
from workflows.checks.verdicts import VERDICTS, decide, may_decide

__all__ = [
    "CHECKS",
    "REVIEWING",
    "VERDICTS",
    "Answer",
    "Check",
    "Checked",
    "Found",
    "decide",
    "end_results_of",
    "may_decide",
    "open_holds",
    "record",
    "record_all",
    "record_refused",
    "record_refused_of",
    "refusals",
    "refusals_of",
    "refused_of",
    "results_of",
    "results_of_document",
    "results_of_documents",
    "take_over_draft",
]
