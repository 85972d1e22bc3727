"""Pages of the administrator, who keeps accounts and settings and sees and decides no case."""

from __future__ import annotations

from webapp.admin import (
    accounts,
    agencies,
    calendar,
    drawings,
    grants,
    handover,
    programmes,
    regions,
)

BLUEPRINTS = (
    accounts.bp,
    grants.bp,
    handover.bp,
    regions.bp,
    agencies.bp,
    programmes.bp,
    calendar.bp,
    drawings.bp,
)
