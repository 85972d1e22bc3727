"""Importing this module makes every table known to one ``METADATA``."""

from __future__ import annotations

from models import (
    account,
    application,
    correction,
    document,
    grading,
    history,
    household,
    identity,
    notice,
    organisation,
    outbox,
    process_instance,
    programme,
    refusal,
    region,
    resettlement,
    setting,
    step_record,
    task,
    township,
    village,
)
from models.base import Base

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "account",
    "application",
    "correction",
    "document",
    "grading",
    "history",
    "household",
    "identity",
    "notice",
    "organisation",
    "outbox",
    "process_instance",
    "programme",
    "refusal",
    "region",
    "resettlement",
    "setting",
    "step_record",
    "task",
    "township",
    "village",
]
