"""Opening a checked server and running it with waitress."""

from __future__ import annotations

from typing import Any

from flask import Flask
from waitress import create_server

from webapp.app import create_app
from webapp.config import Config
from webapp.confined.runner import warm_up
from webapp.long_requests import refuse_long_requests
from webapp.parts import EXTENSION
from webapp.remembered_pages import RememberedPages
from webapp.startup_checks import (
    check_database,
    check_keys,
    check_no_demo,
    check_open_sets,
    warn_of_missing_holidays,
)
from webapp.storage.opening import check_storage


def open_server(config: Config) -> Flask:
    """A server whose database was looked at. Raises UnsafeStartError, DrawingError."""
    app = create_app(config)
    parts = app.extensions[EXTENSION]
    check_database(parts.database)
    check_keys(parts.database)
    check_no_demo(parts.database)
    check_open_sets(parts.database, parts.runtime)
    check_storage(parts.storage)
    warn_of_missing_holidays(parts.database)
    return app


def serve_until_stopped(app: Flask, *, host: str, port: int, threads: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    warm_up()
    open_listener(app, host=host, port=port, threads=threads).run()


def open_listener(app: Flask, *, host: str, port: int, threads: int) -> Any:
    """A server of waitress that listens; ``run`` serves until it is stopped."""
    limits = app.extensions[EXTENSION].config.uploads
    server = create_server(
        RememberedPages(app),
        host=host,
        port=port,
        threads=threads,
        max_request_body_size=limits.request_bytes,
        ident="",
        clear_untrusted_proxy_headers=True,
    )
    refuse_long_requests(server, limits)
    return server
