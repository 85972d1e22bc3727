"""What can be done with a task beside completing it: hand it on, urge it, take it back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms.taking_back import take_back
from forms.task_acts import HandingOnForm, TakingBackForm
from models.task import Task
from webapp import transactions
from webapp.acts.page import shown, typed
from webapp.cases.frame import CaseFrame, load_frame
from webapp.complaints import complain
from webapp.parts import parts
from webapp.user import user
from workflows.errors import Forbidden, Invalid, NotFound
from workflows.handing_on import colleagues, hand_on, may_hand_on
from workflows.urging import urge as urge_task

bp = Blueprint("task_acts", __name__)
HANDING_ON = "转给同一岗位的一位同事后,只有这位同事能办;转出的人和分管领导可以收回、改派。"
ALONE = "这个岗位现在只有您一个人,没有可以转给的同事;要离开几天,请安排代班。"


@bp.route("/tasks/<int:task_id>/handing-on", methods=["GET", "POST"])
def handing_on(task_id: int) -> ResponseReturnValue:
    """转办: put the task into the hands of one colleague of the post, or take it out of them."""
    frame, task = _frame_of(task_id)
    # What was read is out of reach once the transaction that writes has begun.
    application_id = frame.id
    if task.status != "open" or not may_hand_on(frame.actor, task, frame.application.village_code):
        raise Forbidden("这一步现在不能由您转办。")
    others = [
        (number, name)
        for number, name in colleagues(transactions.reading(), task)
        if number != task.assigned_to_id
    ]
    form = HandingOnForm(typed(), colleagues=others, is_assigned=task.assigned_to_id is not None)
    if request.method == "POST" and form.validate():
        try:
            hand_on(
                transactions.session(),
                frame.actor,
                task_id,
                to_id=form.to_id,
                reason=form.reason.data or "",
            )
        except Invalid as error:
            transactions.abandon()
            complain(form, error)
            frame, task = _frame_of(task_id)
        else:
            name = dict(others).get(form.to_id or 0)
            flash(f"已转给{name}。" if name else "已收回,由本岗位办理。")
            return redirect(url_for("cases.show", application_id=application_id), 303)
    page = shown(
        frame,
        form,
        title=f"转办:{task.name}",
        lead=HANDING_ON if others or task.assigned_to_id else ALONE,
        button="转办",
        cancel="不转了",
    )
    return page, 422 if request.method == "POST" else 200


@bp.post("/tasks/<int:task_id>/urge")
def urge(task_id: int) -> ResponseReturnValue:
    """催办: ask whoever has the task to get on with it."""
    session = transactions.session()
    task = urge_task(session, user().actor, task_id, request.form.get("note", ""))
    flash(f"已催办“{task.name}”,对方的待办里会显示。")
    return redirect(url_for("cases.show", application_id=task.application_id), 303)


@bp.route("/tasks/<int:task_id>/taking-back", methods=["GET", "POST"])
def taking_back(task_id: int) -> ResponseReturnValue:
    """取回: undo a step that one has just done, while nobody has acted on it."""
    frame, task = _frame_of(task_id)
    form, name = TakingBackForm(typed()), task.name
    if request.method == "POST" and form.validate():
        runtime, reason = parts().runtime, form.reason.data or ""
        take_back(transactions.session(), runtime, frame.actor, task_id, reason)
        flash(f"已取回“{name}”,原来填的内容在草稿里,改好后重新提交。")
        return redirect(url_for("tasks.show", task_id=task_id), 303)
    if task not in frame.taken_back_tasks:
        raise Forbidden("这一步之后已有进展,或不是由您办结的,不能取回。")
    following = "、".join(step for _, step in frame.desks)
    page = shown(
        frame,
        form,
        title=f"取回:{task.name}",
        lead=f"取回后这一步重新由您办理,原来的记录作废但保留可查;下一步({following})随之撤销。",
        button="确认取回",
        cancel="不取回了",
        is_final=True,
    )
    return page, 422 if request.method == "POST" else 200


def _frame_of(task_id: int) -> tuple[CaseFrame, Task]:
    """The case of a task that the reader may see. Raises NotFound."""
    reading, actor = transactions.reading(), user().actor
    task = reading.get(Task, task_id)
    if task is None:
        raise NotFound
    frame = load_frame(reading, parts().runtime, actor, task.application_id)
    return frame, next(each for each in frame.tasks if each.id == task_id)
