"""Opening a checked server and running it with waitress."""

from __future__ import annotations

from flask import Flask
from waitress import create_server

from webapp.app import create_app
from webapp.config import Config
from webapp.parts import EXTENSION
from webapp.startup_checks import check_database, check_keys, check_no_demo, check_open_sets

# Above this waitress itself refuses; below it the page with the sentence answers.
MAX_BODY_BYTES = 64 * 1024 * 1024


def open_server(config: Config) -> Flask:
    """A server whose database was looked at. Raises UnsafeStartError, DrawingError."""
    app = create_app(config)
    parts = app.extensions[EXTENSION]
    check_database(parts.database)
    check_keys(parts.database)
    check_no_demo(parts.database)
    check_open_sets(parts.database, parts.runtime)
    return app


def serve_until_stopped(app: Flask, *, host: str, port: int, threads: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    server = create_server(
        app,
        host=host,
        port=port,
        threads=threads,
        max_request_body_size=MAX_BODY_BYTES,
        ident="",
        clear_untrusted_proxy_headers=True,
    )
    server.run()
