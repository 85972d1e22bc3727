"""The page of an act on a project: shown, done in one transaction, or shown again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import Form

from forms.fields.paper import PaperField
from models.project import Project
from models.role import Role
from webapp import transactions
from webapp.acts.page import is_done
from webapp.files.held import held
from webapp.files.uploads import keep_for_project
from webapp.user import user
from workflows.projects.access import authority_over, locked, note, project_of

# What an act gets: the writing session, and the number of the document for each paper sent.
Act = Callable[[Session, dict[str, int]], object]


def writable(project_id: int, *roles: Role) -> Project:
    """A project on which the reader may act in one of ``roles``. Raises NotFound, Forbidden."""
    actor = user().actor
    project = project_of(transactions.reading(), actor, project_id)
    authority_over(actor, project, *roles)
    return project


def act_page(
    project: Project,
    form: Form,
    act: Act,
    *roles: Role,
    title: str,
    lead: str,
    button: str,
    done: str,
    **content: Any,
) -> ResponseReturnValue:
    """Show the form of an act, or do it; a refusal of the rules stands beside its field."""
    status, project_id = 200, project.id

    def under_lock(papers: list[PaperField]) -> None:
        session = transactions.session()
        act(session, keep_papers(session, project_id, papers, *roles))

    if request.method == "POST":
        if is_done(form, under_lock):
            flash(done)
            return redirect(url_for("projects.show_one", project_id=project_id), 303)
        status = 422
        project = project_of(transactions.reading(), user().actor, project_id)
    page = render_template(
        "projects/act.html",
        project=project,
        form=form,
        title=title,
        lead=lead,
        button=button,
        has_papers=any(isinstance(field, PaperField) for field in form),
        **content,
    )
    return page, status


def keep_papers(
    session: Session, project_id: int, papers: list[PaperField], *roles: Role
) -> dict[str, int]:
    """Keep what was sent, under the lock of the project; name of the question -> document."""
    actor = user().actor
    project, authority = locked(session, actor, project_id, *roles)
    kept = {}
    for field in papers:
        if field.data:
            document = keep_for_project(session, actor, project_id, field.kind, held(field.data))
            kept[field.name] = document.id
            payload = {"document": document.id, "document_kind": field.kind}
            note(session, project, (actor, authority), "document_added", payload)
    return kept
