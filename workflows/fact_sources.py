"""Which decisions read facts beyond the case row, and where those come from."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.archive import archive_facts
from workflows.identity import confirmations
from workflows.refusals import refusal_facts
from workflows.runtime import FactSource

FACT_SOURCES: Mapping[str, tuple[FactSource, ...]] = {
    "identity_settled": (confirmations,),
    "eligibility": (confirmations,),
    "grade_listing": (confirmations,),
    "appraisal_start": (confirmations,),
    "subsidy": (confirmations,),
    "archive_completeness": (archive_facts,),
    "refusal": (refusal_facts,),
}
