"""存草稿: what is typed into the form of a task is kept, by button or by itself."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms.registry import TASK_FORMS
from webapp import transactions
from webapp.fragments import is_script, refused_fragment
from webapp.parts import parts
from webapp.user import user
from webapp.wording import moment
from workflows import drafts, steps
from workflows.errors import Refused

bp = Blueprint("drafts", __name__)


@bp.post("/tasks/<int:task_id>/draft")
def save(task_id: int) -> ResponseReturnValue:
    """Keep the form as it is typed; nothing is checked and nothing decided.

    A script gets the time in words, or the sentence why nothing was kept.
    """
    actor = user().actor
    try:
        step = steps.view_task(transactions.reading(), parts().runtime, actor, task_id)
        assert step.task is not None
        form = TASK_FORMS[step.task.form_key](None, step)
        # The way out is chosen when the form is sent, not before.
        typed = {
            name: values
            for name, values in request.form.lists()
            if (name in form._fields or form.owns(name)) and not name.endswith(("-kind", "-file"))
        }
        draft = drafts.save(transactions.session(), actor, task_id, typed)
    except Refused as error:
        if is_script():
            transactions.abandon()
            return refused_fragment(error)
        raise
    if is_script():
        return f"{moment(draft.saved_at)[-5:]} 已存草稿"
    flash("草稿已保存,只有您自己看得到;办结后自动删除。")
    return redirect(url_for("tasks.show", task_id=task_id), 303)


@bp.post("/tasks/<int:task_id>/draft/discard")
def discard(task_id: int) -> ResponseReturnValue:
    """Throw the draft away and show the form as it was at first."""
    actor = user().actor
    steps.view_task(transactions.reading(), parts().runtime, actor, task_id)
    drafts.discard(transactions.session(), actor, task_id)
    flash("草稿已放弃。")
    return redirect(url_for("tasks.show", task_id=task_id), 303)
