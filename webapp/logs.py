"""One line of JSON for each event, on the standard error."""

from __future__ import annotations

import sys

import structlog


def init_logs() -> None:
    """Plain tracebacks: structlog's own would print local variables, and so people's data."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        # Looked up anew each time: whoever redirects the standard error gets what follows.
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
