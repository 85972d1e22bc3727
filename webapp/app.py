"""Putting one server together."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from forms.fields.paper import ACCEPTED_FILES
from forms.registry import TASK_FORMS
from models.database import Database
from webapp import (
    carry_over_page,
    demo_clock,
    diagram,
    drafts,
    duty_exceptions,
    health,
    navigation,
    officials,
    phrases,
    search,
    shown_numbers,
    stand_ins,
    task_acts,
    tasks,
)
from webapp.acts import moves as move_acts
from webapp.acts import registrations as acts
from webapp.acts import stops as stop_acts
from webapp.admin import BLUEPRINTS as ADMIN_BLUEPRINTS
from webapp.cases import pages as cases
from webapp.checks import pages as checking
from webapp.config import Config, keyring_for, refuse_unsafe
from webapp.errors import init_errors
from webapp.files import documents, originals
from webapp.imports import pages as imports
from webapp.inbox import pages as inbox
from webapp.intake import filing as intake_filing
from webapp.intake import index as intake_index
from webapp.intake import letter as intake_letter
from webapp.intake import pages as intake
from webapp.intake_sheets import pages as intake_sheets
from webapp.keys import DIGITS
from webapp.late_entries import pages as late_entries
from webapp.lists import BLUEPRINTS as LIST_BLUEPRINTS
from webapp.login import pages as login
from webapp.login.passwords import hasher_of
from webapp.logs import init_logs
from webapp.long_requests import Request
from webapp.mending import pages as mending
from webapp.notice_lists import pages as notice_lists
from webapp.notice_prints import pages as notice_prints
from webapp.objections import pages as public_objections
from webapp.objections import pictures as objection_pictures
from webapp.old_ledgers import pages as old_ledgers
from webapp.papers import routes as papers
from webapp.parts import EXTENSION, Parts
from webapp.printing import Printer
from webapp.projects import BLUEPRINTS as PROJECT_BLUEPRINTS
from webapp.public_notices import pages as public_notices
from webapp.public_pages import CookielessSessions
from webapp.reports import BLUEPRINTS as REPORT_BLUEPRINTS
from webapp.security import init_security
from webapp.shots import shots
from webapp.status import pages as status
from webapp.storage.opening import open_storage
from webapp.transactions import init_transactions
from webapp.user import init_login
from webapp.wording import init_wording
from workflows.runtime import Runtime
from workflows.startup import load_runtime

MAX_TEXT_BYTES = 500_000

BLUEPRINTS = (
    login.bp,
    inbox.bp,
    search.bp,
    cases.bp,
    checking.bp,
    shown_numbers.bp,
    diagram.bp,
    tasks.bp,
    task_acts.bp,
    drafts.bp,
    phrases.bp,
    stand_ins.bp,
    duty_exceptions.bp,
    acts.bp,
    stop_acts.bp,
    move_acts.bp,
    carry_over_page.bp,
    documents.bp,
    originals.bp,
    papers.bp,
    notice_lists.bp,
    notice_prints.bp,
    public_notices.bp,
    late_entries.bp,
    imports.bp,
    intake_sheets.bp,
    old_ledgers.bp,
    officials.bp,
    intake_index.bp,
    intake_filing.bp,
    intake_filing.receipts,
    intake_letter.bp,
    intake.bp,
    mending.bp,
    health.bp,
    status.bp,
    public_objections.bp,
    objection_pictures.bp,
    *REPORT_BLUEPRINTS,
    *LIST_BLUEPRINTS,
    *PROJECT_BLUEPRINTS,
    *ADMIN_BLUEPRINTS,
)


class KeyConverter(IntegerConverter):
    """A whole number that fits into a key."""

    regex = rf"[0-9]{{1,{DIGITS}}}"


def create_app(
    config: Config,
    *,
    database: Database | None = None,
    runtime: Runtime | None = None,
    printer: Printer | None = None,
) -> Flask:
    """A server for ``config``. Raises UnsafeStartError, DrawingError or DecisionError.

    ``database`` and ``runtime`` may be handed in by a caller that already has them.
    """
    refuse_unsafe(config)
    init_logs()
    app = Flask("webapp")
    app.request_class = Request
    app.session_interface = CookielessSessions()
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="anju_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies and not config.demo,
        PERMANENT_SESSION_LIFETIME=dt.timedelta(hours=config.session_hours),
        MAX_CONTENT_LENGTH=config.uploads.request_bytes,
        MAX_FORM_MEMORY_SIZE=MAX_TEXT_BYTES,
        # A token lives as long as the session: a form filled in over an hour must not be lost.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=not config.demo,
        BABEL_DEFAULT_LOCALE="zh_CN",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        SEND_FILE_MAX_AGE_DEFAULT=dt.timedelta(days=1),
    )
    # Numbers in addresses are keys of tables: what no key can be is no page.
    app.url_map.converters["int"] = KeyConverter
    app.jinja_env.filters["zip"] = zip
    app.jinja_env.globals.update(
        upload_limits=config.uploads, upload_accept=ACCEPTED_FILES, shots=shots
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.extensions[EXTENSION] = Parts(
        config=config,
        database=database or Database(config.database_url, keyring=keyring_for(config)),
        runtime=runtime
        or load_runtime(form_keys=frozenset(TASK_FORMS), digest_key=config.digest_key.encode()),
        storage=open_storage(config),
        printer=printer or Printer(config.storage_dir / "printing"),
        hasher=hasher_of(config.password_cost),
    )
    Babel(app)
    # Registered first, run last: the headers are set on whatever the transaction ends with.
    init_security(app, https=not config.demo)
    init_transactions(app)
    init_login(app)
    init_errors(app)
    init_wording(app)
    navigation.init_navigation(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if config.demo:
        app.register_blueprint(demo_clock.bp)
    return app
