"""What an office reads over its whole area: progress, households, delays, payments, objections."""

from __future__ import annotations

from webapp.reports import delays, objections, paid, progress, roster

BLUEPRINTS = (progress.bp, roster.bp, delays.bp, paid.bp, objections.bp)
