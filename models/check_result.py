"""What automatic checks (F01..F58) found: one row for each time one was run on something."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"
# What a failed check does: nobody gets past it, a named person decides, or it is only shown.
BLOCK, HOLD, FLAG = "block", "hold", "flag"
CLEARED, UPHELD = "cleared", "upheld"
_OPEN_HOLD = "result = 'fail' AND effect = 'hold' AND verdict IS NULL AND ended_at IS NULL"


class CheckResult(Base):
    """One answer of one check, about a case, a draft of one, or a document of either.

    ``found`` lists what else was hit: ``[{"application_id": 7, "document_id": 31, "why": "…"}]``.
    ``inputs`` and ``found`` hold digests, measures and masked values only, and ``why`` names
    nobody: whoever may read this case need not be allowed to read the one that was hit.

    ``verdict`` is what a named person made of a hold: cleared (无问题), or upheld (属实), which
    bars the way until what was checked is replaced.  ``ended_at`` is when that happened, or when a
    newer answer of the same check came.  ``is_for_county``: only the county may judge it.
    """

    __tablename__ = "check_results"
    __table_args__ = (
        CheckConstraint("result IN ('pass', 'fail', 'unknown')", name="result"),
        CheckConstraint("effect IN ('block', 'hold', 'flag')", name="effect"),
        CheckConstraint("verdict IN ('cleared', 'upheld')", name="verdict"),
        CheckConstraint(
            "(verdict IS NULL) = (decided_by_id IS NULL) AND (verdict IS NULL) = (reason = '')",
            name="decided_by_a_named_person",
        ),
        Index("ix_check_results_application", "application_id", "id"),
        Index("ix_check_results_document", "document_id", "id"),
        Index("ix_check_results_draft", "intake_draft_id", "id"),
        # The desk of those who decide: open holds of an area.
        partial_index(
            "ix_check_results_open",
            "village_code",
            "id",
            where=_OPEN_HOLD,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[str] = mapped_column(String(10))
    check_version: Mapped[int]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    intake_draft_id: Mapped[int | None] = mapped_column(ForeignKey("intake_drafts.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    village_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    inputs: Mapped[dict[str, Any]]
    result: Mapped[str] = mapped_column(String(8))
    effect: Mapped[str] = mapped_column(String(8))
    why: Mapped[str] = mapped_column(String(300), default="")
    found: Mapped[list[Any]]
    is_for_county: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    verdict: Mapped[str | None] = mapped_column(String(8))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str] = mapped_column(String(1000), default="")
