"""The sets of drawings in use: which is new, and how many cases still run on each."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from webapp import transactions
from webapp.admin.permission import administrators_only
from webapp.parts import parts
from workflows.engine import definition_sets, process_instances

bp = Blueprint("admin_drawings", __name__, url_prefix="/admin/drawings")
administrators_only(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    """Every set ever used, newest first."""
    running = (
        select(func.count())
        .where(
            process_instances.c.definition_hash == definition_sets.c.hash,
            process_instances.c.status == "running",
        )
        .scalar_subquery()
    )
    rows = transactions.session().execute(
        select(
            definition_sets.c.hash, definition_sets.c.loaded_at, running.label("running")
        ).order_by(definition_sets.c.loaded_at.desc())
    )
    runtime = parts().runtime
    return render_template(
        "admin/drawings.html",
        rows=rows.all(),
        current=runtime.library.current,
        tables=sorted(runtime.tables.by_ref.values(), key=lambda table: table.ref),
        tables_version=runtime.tables.version,
    )
