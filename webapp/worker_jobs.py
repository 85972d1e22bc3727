"""What the worker does beside timers, messages and lists: each kind of sheet has its own job."""

from __future__ import annotations

from webapp.imports.walk import walk_rows
from webapp.intake_sheets.drafting import make_drafts
from workflows.objection_ends import find_cases
from workflows.worker import Job

JOBS: tuple[Job, ...] = (walk_rows, make_drafts, find_cases)
