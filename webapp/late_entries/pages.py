"""补录确认: the renovation office confirms by list what was entered after it happened."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.account import Account
from models.application import Application
from models.document import LATE_SCAN
from models.late_entry import LateEntryQuestion
from models.task import Task
from webapp import transactions
from webapp.files.uploads import keep, receive
from webapp.keys import keys_in, region_code_in
from webapp.late_entries.query import (
    LateFilters,
    areas_waiting,
    late_entries_page,
    late_entry_ids,
    steps_waiting,
)
from webapp.parts import parts
from webapp.user import user
from workflows import late_entries
from workflows.errors import Invalid

bp = Blueprint("late_entries", __name__)
SHOWN_REFUSALS = 5


@bp.get("/late-entries")
def show() -> ResponseReturnValue:
    """Late entries of the county that wait, by village."""
    late_entries.require_confirmer(user().actor)
    return _page()


@bp.post("/late-entries/confirm")
def confirm() -> ResponseReturnValue:
    """Confirm those that are ticked, or all that the filter shows, with one opinion."""
    actor, opinion = user().actor, request.form.get("opinion", "").strip()
    late_entries.require_confirmer(actor)
    session = transactions.session()
    if request.form.get("all"):
        ids = late_entry_ids(session, actor, _filters())
    else:
        ids = keys_in(request.form.getlist("ids"))
    try:
        said = late_entries.confirm(session, actor, ids, opinion)
    except Invalid as error:
        transactions.abandon()
        return _page(error=error, opinion=opinion, ticked=ids), 422
    for sentence in said.refused[:SHOWN_REFUSALS]:
        flash(sentence)
    if len(said.refused) > SHOWN_REFUSALS:
        flash(f"另有 {len(said.refused) - SHOWN_REFUSALS} 条没有确认,原因同类。")
    flash(f"已确认 {said.count} 条补录。" if said.count else "没有可以确认的补录,请刷新后再看。")
    filters = _filters()
    back = url_for("late_entries.show", area=filters.area or None, step=filters.step or None)
    return redirect(back, 303)


@bp.route("/late-entries/<int:task_id>/question", methods=["GET", "POST"])
def ask_back(task_id: int) -> ResponseReturnValue:
    """Ask the one who entered a step; until the answer it cannot be confirmed."""
    actor, asked = user().actor, request.form.get("question", "").strip()
    late_entries.require_confirmer(actor)
    error = None
    if request.method == "POST":
        try:
            late_entries.ask_back(transactions.session(), actor, task_id, asked)
        except Invalid as refused:
            transactions.abandon()
            error = refused
        else:
            flash("已退问录入人,答复以后会回到这里。")
            return redirect(url_for("late_entries.show"), 303)
    task, application, typed_by = late_entries.entry_of(transactions.session(), actor, task_id)
    page = render_template(
        "late_entries/question.html",
        task=task,
        application=application,
        typed_by=typed_by,
        asked=asked,
        error=error,
    )
    return page, 422 if error else 200


@bp.get("/late-entries/asked")
def asked() -> ResponseReturnValue:
    """What the office asked me about steps that I entered, oldest first."""
    return render_template("late_entries/asked.html", rows=_questions(), error=None, typed={})


@bp.post("/late-entries/questions/<int:question_id>")
def answer(question_id: int) -> ResponseReturnValue:
    """Answer in words, with one more scan where that helps."""
    actor, text = user().actor, request.form.get("answer", "").strip()
    file = request.files.get("file")
    try:
        upload = receive(file, parts().storage) if file is not None and file.filename else None
        task = late_entries.answer(transactions.session(), actor, question_id, text)
    except Invalid as error:
        transactions.abandon()
        page = render_template(
            "late_entries/asked.html", rows=_questions(), error=error, typed={question_id: text}
        )
        return page, 422
    if upload is not None:
        document = keep(transactions.session(), actor, task.application_id, LATE_SCAN, upload)
        document.task_id = document.task_id or task.id
    flash("已答复,等危改办确认。")
    return redirect(url_for("late_entries.asked"), 303)


def _page(
    *, error: Invalid | None = None, opinion: str = "", ticked: list[int] | None = None
) -> str:
    session, actor, filters = transactions.session(), user().actor, _filters()
    rows, following = late_entries_page(session, actor, filters, request.args.get("after", ""))
    return render_template(
        "late_entries/list.html",
        rows=rows,
        following=following,
        is_first=not request.args.get("after"),
        filters=filters,
        areas=areas_waiting(session, actor),
        steps=steps_waiting(session, actor),
        error=error,
        opinion=opinion,
        ticked=ticked or [],
    )


def _questions() -> list[tuple[LateEntryQuestion, Task, Application, str]]:
    rows = transactions.session().execute(
        select(LateEntryQuestion, Task, Application, Account.display_name)
        .join(Task, Task.id == LateEntryQuestion.task_id)
        .join(Application, Application.id == Task.application_id)
        .join(Account, Account.id == LateEntryQuestion.asked_by_id)
        .where(LateEntryQuestion.asked_of_id == user().id, LateEntryQuestion.answered_at.is_(None))
        .order_by(LateEntryQuestion.id)
        .limit(late_entries.MOST_AT_ONCE)
    )
    return [(question, task, case, asker) for question, task, case, asker in rows]


def _filters() -> LateFilters:
    area, step = request.values.get("area", ""), request.values.get("step", "")
    return LateFilters(area=region_code_in(area), step=step[:60])
