"""名单: the lists of my desk, one list with its shared part and its rows, and sending it off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, object_session
from werkzeug.datastructures import MultiDict

from forms.fields import DocumentsField
from forms.list_head import ListHead
from forms.list_number import DATED, NUMBER, asks_number, date_of, number_of, register_number
from forms.list_rows import check_shared, is_listable, shared_fields, shared_form
from forms.step_form import StepForm
from models.case_list import DISCARDED, DRAFT, FINISHED, REFUSED, RUNNING, CaseList, CaseListRow
from models.document import Document
from models.region import Region
from webapp import transactions
from webapp.files.uploads import keep_all, keep_for_list, receive_all
from webapp.fragments import is_script, refused_fragment
from webapp.inbox.pages import steps_of
from webapp.inbox.query import Filters, open_task_ids
from webapp.keys import key_in, keys_in, region_code_in
from webapp.lists.contents import Contents, contents_of, typed_rows
from webapp.parts import parts
from webapp.user import user
from workflows import case_lists, clock, rights
from workflows.errors import AlreadyDone, Invalid, NotFound
from workflows.list_papers import scan_kinds, share_later

bp = Blueprint("lists", __name__)
PAGE = 20
STATES = {DRAFT: "草稿", RUNNING: "正在办理", FINISHED: "已办理"}
CHANGED = "这份名单刚被同事改过。您填写的都还在下面;再次保存,以您填写的为准。"


@bp.get("/lists")
def show() -> ResponseReturnValue:
    """The lists of my desks, newest first, and the steps that can be done by list."""
    before = key_in(request.args.get("before", ""))
    query = (
        select(CaseList, Region.name)
        .join(Region, Region.code == CaseList.area_code)
        .where(rights.own_lists(user().actor), CaseList.state != DISCARDED)
        .order_by(CaseList.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(CaseList.id < before)
    rows = transactions.session().execute(query).all()
    return render_template(
        "lists/index.html",
        rows=rows[:PAGE],
        following=rows[PAGE - 1][0].id if len(rows) > PAGE else None,
        states=STATES,
        steps=_listable_steps(),
        number_of=number_of,
    )


def _listable_steps() -> list[tuple[str, str]]:
    drawn = parts().runtime.library.current
    keys = {task.node_id: task.form_key for task in drawn.user_tasks()}
    return [step for step in steps_of(user().actor) if is_listable(keys[step[0]])]


@bp.post("/lists")
def make() -> ResponseReturnValue:
    """A draft of the ticked tasks, or of every open one that the inbox's filters show."""
    session, actor = transactions.session(), user().actor
    ticked = keys_in(request.form.getlist("task"))
    if request.form.get("all"):
        filters = Filters(
            step=request.form.get("step", "")[:60],
            area=region_code_in(request.form.get("area", "")),
            programme=key_in(request.form.get("programme", "")),
        )
        ticked = open_task_ids(session, actor, filters, case_lists.MAX_ROWS)
    if not ticked:
        raise Invalid("请先在待办里勾选要一起办理的户。")
    made = case_lists.make_list(session, parts().runtime, actor, ticked)
    if not is_listable(made.case_list.form_key):
        raise Invalid(f"“{made.case_list.step_name}”要逐户办理,不能按名单办理。")
    for sentence in made.left_out:
        flash(sentence)
    return redirect(url_for("lists.show_one", list_id=made.case_list.id), 303)


@bp.get("/lists/<int:list_id>")
def show_one(list_id: int) -> ResponseReturnValue:
    """The list: to be filled in, under way with its progress, or done with its refused rows."""
    session, actor = transactions.session(), user().actor
    case_list = case_lists.own_list(session, actor, list_id)
    contents = contents_of(session, parts().runtime, case_list)
    if request.headers.get("HX-Request"):
        return render_template("lists/_progress.html", list=case_list)
    return _page(contents, _head(contents), _shared(contents))


@bp.post("/lists/<int:list_id>")
def change(list_id: int) -> ResponseReturnValue:
    """Save what was typed; the button says whether the list is also sent off or put away."""
    session, actor = transactions.session(), user().actor
    case_list = case_lists.own_list(session, actor, list_id, lock=True)
    act, sent = request.form.get("act", "save"), MultiDict(request.form)
    if act == "discard":
        case_lists.discard(case_list)
        flash(f"名单 {case_list.number} 已作废,各户仍在待办里。")
        return redirect(url_for("lists.show"), 303)
    case_lists.check_open(case_list)
    contents = contents_of(session, parts().runtime, case_list)
    head, faults = _take(contents, sent)
    is_stale = sent.get("version") != str(case_list.version)
    if faults or is_stale or not head.validate():
        return _again(contents, head, [CHANGED, *faults] if is_stale else faults)
    case_list.title = head.list_title.data or ""
    case_list.scan_ids = head.list_scans.data or []
    case_list.version += 1
    removed = _remove_rows(contents, sent)
    if act == "submit":
        form = check_shared(
            session, parts().runtime, actor, case_list, contents.open_rows, contents.papers
        )
        if form is not None:
            return _again(contents, head, [], form)
        try:
            register_number(session, actor, case_list)
        except Invalid as refused:
            return _again(contents, head, [refused.sentence])
        case_lists.send_off(session, actor, case_list)
        return redirect(url_for("lists.show_one", list_id=list_id), 303)
    flash("名单已保存。" + (f"移出 {removed} 户,仍在待办里。" if removed else ""))
    return redirect(url_for("lists.show_one", list_id=list_id), 303)


@bp.post("/lists/<int:list_id>/documents")
def add_documents(list_id: int) -> ResponseReturnValue:
    """Upload a paper of the whole list; everything typed comes back with it ticked."""
    session, actor = transactions.reading(), user().actor
    case_list = case_lists.own_list(session, actor, list_id)
    contents = contents_of(session, parts().runtime, case_list)
    name, sent = request.args.get("field", ""), MultiDict(request.form)
    field = _documents_field(contents, name)
    kind = sent.get(f"{name}-kind") or field.kinds[0]
    if kind not in field.kinds:
        raise Invalid("请选择这份材料是什么。", "kind")
    uploads, refused = receive_all(request.files.getlist(f"{name}-file"), parts().storage)
    if refused is not None and (is_script() or not uploads):
        if is_script():
            return refused_fragment(refused)
        head, _ = _take(contents, sent)
        return _again(contents, head, [refused.sentence])
    if refused is not None:
        flash(f"没有上传:{refused.sentence}")
    writing = transactions.session()
    case_list = case_lists.own_list(writing, actor, list_id, lock=True)
    # A large file takes its time: meanwhile the list may have been sent off.
    _require_room(case_list, name)
    kept, used = keep_all(uploads, partial(keep_for_list, writing, actor, list_id, kind))
    if used and not kept:
        if is_script():
            return refused_fragment(Invalid(used, "file"))
        contents = contents_of(writing, parts().runtime, case_list)
        return _again(contents, _take(contents, sent)[0], [used])
    if used:
        flash(f"没有上传:{used}")
    if name == "list_scans" and case_list.done_count:
        _add_scans(writing, case_list, kept)
    if is_done(case_list):
        flash("已上传,并附到名单上已办成的每一户。")
        return redirect(url_for("lists.show_one", list_id=list_id), 303)
    if is_script():
        return render_template("tasks/_documents.html", name=name, documents=kept)
    sent.setlist(name, [*sent.getlist(name), *(str(each.id) for each in kept)])
    contents = contents_of(writing, parts().runtime, case_list)
    head, _ = _take(contents, sent)
    case_list.scan_ids = head.list_scans.data or []
    case_list.version += 1
    flash("已上传,并已选用;填写的内容也已保存。")
    return redirect(url_for("lists.show_one", list_id=list_id), 303)


def _documents_field(contents: Contents, name: str) -> DocumentsField:
    """The question to which a paper is sent: of the list itself, or of the step's form."""
    _require_room(contents.case_list, name)
    if name == "list_scans":
        return _head(contents).list_scans
    form = _shared(contents)
    field = form._fields.get(name) if form is not None else None
    if not isinstance(field, DocumentsField):
        raise NotFound
    return field


def _require_room(case_list: CaseList, name: str) -> None:
    """A scan may come afterwards, a paper of the step only before. Raises AlreadyDone."""
    if name != "list_scans":
        case_lists.check_open(case_list)
    elif case_list.state == RUNNING:
        raise AlreadyDone(case_lists.BUSY)


def is_done(case_list: CaseList) -> bool:
    """Whether every row is done: what comes now comes afterwards."""
    return case_list.state == FINISHED and not case_list.refused_count


def _add_scans(session: Session, case_list: CaseList, kept: Sequence[Document]) -> None:
    fresh = [each for each in kept if each.id not in case_list.scan_ids]
    case_list.scan_ids = [*case_list.scan_ids, *(each.id for each in fresh)]
    session.flush()
    share_later(session, user().actor, case_list, fresh)


def _head(contents: Contents, sent: MultiDict[str, str] | None = None) -> ListHead:
    case_list = contents.case_list
    known = {
        "list_title": case_list.title,
        NUMBER: number_of(case_list),
        DATED: date_of(case_list),
        "list_scans": case_list.scan_ids,
    }
    head = ListHead(sent, data=known)
    head.list_scans.kinds = scan_kinds(case_list.node_id)
    head.list_scans.offer(contents.papers)
    if asks_number(case_list.form_key) or case_list.done_count:
        # The step asks for it itself, or it is decided by what was done under it.
        del head[NUMBER], head[DATED]
    return head


def _shared(contents: Contents) -> StepForm | None:
    session = object_session(contents.case_list)
    assert session is not None
    return shared_form(
        session,
        parts().runtime,
        user().actor,
        contents.case_list,
        contents.open_rows,
        contents.papers,
    )


def _take(contents: Contents, sent: MultiDict[str, str]) -> tuple[ListHead, list[str]]:
    """Put what was typed on the list and its rows, in memory; (the head, faults in words)."""
    case_list = contents.case_list
    if not case_list.done_count:
        # Once a row is done by them, the shared answers are what was decided.
        form = _shared(contents)
        if form is not None:
            names = {NUMBER, DATED, *(field.name for field in form)} - set(form.row_fields or ())
            case_list.answers = {name: sent.getlist(name) for name in sent if name in names}
    return _head(contents, sent), typed_rows(contents, sent)


def _remove_rows(contents: Contents, sent: MultiDict[str, str]) -> int:
    """Take the ticked rows off a list of which they are not done; their tasks stay open."""
    ticked = {line.row.id for line in contents.lines if f"r{line.row.id}-remove" in sent}
    gone = [line for line in contents.lines if line.row.id in ticked and line.is_answerable]
    if not gone:
        return 0
    if len(gone) == len(contents.lines):
        raise Invalid("名单里至少要留一户;不要这份名单的,请点“作废”。")
    session, case_list = transactions.session(), contents.case_list
    refused = sum(line.row.state == REFUSED for line in gone)
    session.flush()
    session.execute(delete(CaseListRow).where(CaseListRow.id.in_([line.row.id for line in gone])))
    case_list.row_count -= len(gone)
    case_list.refused_count -= refused
    contents.lines = [line for line in contents.lines if line not in gone]
    return len(gone)


def _again(
    contents: Contents, head: ListHead, faults: list[str], form: StepForm | None = None
) -> ResponseReturnValue:
    """The page as typed, with what is wrong; nothing of it is saved."""
    form = form or _shared(contents)
    page = _page(contents, head, form, faults)
    transactions.abandon()
    return page, 422


def _page(
    contents: Contents, head: ListHead, form: StepForm | None, faults: list[str] | None = None
) -> str:
    return render_template(
        "lists/one.html",
        list=contents.case_list,
        contents=contents,
        actor=user().actor,
        document_number=number_of(contents.case_list),
        document_date=date_of(contents.case_list),
        head=head,
        form=form,
        shared=shared_fields(form) if form is not None else [],
        faults=faults or [],
        states=STATES,
        today=clock.today(),
    )
