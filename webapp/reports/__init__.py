"""What an office reads over its whole area: progress, the roster of households, delays."""

from __future__ import annotations

from webapp.reports import delays, progress, roster

BLUEPRINTS = (progress.bp, roster.bp, delays.bp)
