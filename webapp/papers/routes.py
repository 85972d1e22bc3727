"""A step's papers: the sheet to look at, its PDF, and the signed scan that comes back later."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.history import FileRead
from models.task import Task
from webapp import transactions
from webapp.cases.frame import load_frame
from webapp.files.uploads import receive
from webapp.inbox.pages import counters_of
from webapp.papers.facts import facts_of
from webapp.papers.filled import Filled, fill
from webapp.papers.lacking import lacking_page
from webapp.papers.press import body_of, characters_of, pdf_answer
from webapp.papers.supplying import supply_paper
from webapp.parts import parts
from webapp.shown_numbers import require_measure
from webapp.user import user
from workflows import clock, rights
from workflows.errors import Forbidden, NotFound
from workflows.papers import PAPERS, Paper

bp = Blueprint("papers", __name__)
FULL = "full"


@bp.get("/papers")
def lacking() -> ResponseReturnValue:
    """待补纸质: steps of my desk that are done, but whose signed paper is not back yet."""
    session, actor = transactions.session(), user().actor
    rows, following = lacking_page(session, actor, request.args.get("after", ""))
    return render_template(
        "papers/lacking.html",
        rows=rows,
        following=following,
        counters=counters_of(session, actor),
    )


@bp.get("/tasks/<int:task_id>/papers/<key>")
def show(task_id: int, key: str) -> ResponseReturnValue:
    """The paper as it will be printed, with what cannot be printed named before."""
    filled = _filled(transactions.session(), task_id, key)
    body, may_show = body_of(filled, _facts(filled)), _may_show_numbers(filled)
    _log(filled, "打印预览")
    return render_template(
        "papers/show.html",
        p=filled,
        body=body,
        rare=characters_of(body),
        why_not=parts().printer.why_not,
        may_show_numbers=may_show,
        back=url_for("cases.step", application_id=filled.case.id, task_id=task_id)
        if filled.record
        else url_for("cases.papers", application_id=filled.case.id)
        if rights.may_do(user().actor, filled.task) is None
        else url_for("tasks.show", task_id=task_id),
    )


@bp.get("/tasks/<int:task_id>/papers/<key>/pdf")
def pdf(task_id: int, key: str) -> ResponseReturnValue:
    """The same as a PDF."""
    filled = _filled(transactions.session(), task_id, key)
    body, title = body_of(filled, _facts(filled)), filled.title
    name = f"{filled.paper.key}-{filled.case.application.number or task_id}.pdf"
    _log(filled, "打印")
    return pdf_answer(body, title, name)


@bp.post("/tasks/<int:task_id>/papers/<key>")
def supply(task_id: int, key: str) -> ResponseReturnValue:
    """Take the signed scan of a step that is done."""
    actor, reading = user().actor, transactions.reading()
    task = readable_task(reading, task_id)
    paper = _paper(task, key)
    if task.status != "done" or rights.may_do(actor, task) is None:
        raise Forbidden("这份纸质材料由办理这一步的岗位补交。")
    application_id, name = task.application_id, task.name
    upload = receive(request.files.get("file"), parts().storage)
    is_complete = supply_paper(transactions.session(), actor, task_id, paper, upload)
    said = f"已补交《{paper.title}》({name})。"
    flash(said if is_complete else f"{said}这一步还缺别的纸质材料。")
    if request.form.get("next") == "list":
        return redirect(url_for("papers.lacking"), 303)
    return redirect(url_for("cases.step", application_id=application_id, task_id=task_id), 303)


def readable_task(session: Session, task_id: int) -> Task:
    """An open or finished task of a case that the reader may read. Raises NotFound."""
    task = session.scalar(
        select(Task)
        .join(Application, Application.id == Task.application_id)
        .where(
            Task.id == task_id,
            Task.status.in_(("open", "done")),
            rights.visible_applications(user().actor),
        )
    )
    if task is None:
        raise NotFound
    return task


def _paper(task: Task, key: str) -> Paper:
    paper = PAPERS.get(key)
    outcome = task.outcome if task.status == "done" else None
    if paper is None or not paper.belongs_to(task.node_id, outcome):
        raise NotFound
    return paper


def _filled(session: Session, task_id: int, key: str) -> Filled:
    task = readable_task(session, task_id)
    paper = _paper(task, key)
    frame = load_frame(session, parts().runtime, user().actor, task.application_id)
    filled = fill(session, frame, task, paper, shows_numbers=False)
    filled.shows_numbers = request.args.get("numbers") == FULL and _may_show_numbers(filled)
    if filled.shows_numbers:
        require_measure(session, frame.application)
    return filled


def _facts(filled: Filled) -> dict[str, object]:
    return facts_of(transactions.session(), filled)


def _may_show_numbers(filled: Filled) -> bool:
    """Whole numbers only on papers that need them, for those whose step it is."""
    own = rights.may_do(user().actor, filled.task) is not None
    return filled.paper.has_id_numbers and own


def _log(filled: Filled, what: str) -> None:
    """Every print is kept: who, which paper, and whether with whole identity numbers."""
    read = {
        "application_id": filled.case.id,
        "account_id": user().id,
        "at": clock.now(),
        "what": f"{what}:{filled.paper.title}"[:60],
        "purpose": "含完整身份证号" if filled.shows_numbers else "",
        "address": (request.remote_addr or "")[:45],
        "is_in_clear": filled.shows_numbers,
    }
    transactions.record_apart(lambda own: own.add(FileRead(**read)))
