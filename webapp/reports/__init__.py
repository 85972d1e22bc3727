"""What an office reads over its whole area: progress, households, delays, payments."""

from __future__ import annotations

from webapp.reports import delays, paid, progress, roster

BLUEPRINTS = (progress.bp, roster.bp, delays.bp, paid.bp)
