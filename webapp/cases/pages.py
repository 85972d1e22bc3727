"""The case page: one head, six tabs, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.account import Account
from models.document import KINDS
from models.history import HistoryEntry
from models.household import Person
from models.role import Role
from models.stop import CaseStop
from models.taken_back import TakenBackStep
from webapp import transactions
from webapp.acts.offered import (
    acts_of,
    handable_tasks,
    may_replace,
    may_upload,
    urgeable_tasks,
)
from webapp.cases import overview
from webapp.cases.frame import CaseFrame, agency_name, load_frame
from webapp.cases.judgements import judgement
from webapp.cases.papers import papers_of
from webapp.cases.step_record import answers_of, late_entry_of, record_of, written_of
from webapp.cases.timeline import Narrator
from webapp.checks.rows import checks_of, refused_checks
from webapp.files.replacing import replaced_of
from webapp.keys import key_in
from webapp.papers.supplying import scans_of
from webapp.parts import parts
from webapp.payments import payments_of
from webapp.position_sketch import sketch_of
from webapp.readings import SUPERVISION, log_reading
from webapp.user import user
from workflows import clock, history, rights
from workflows.case_documents import senders_of
from workflows.checks import VERDICTS
from workflows.errors import NotFound
from workflows.originals import ORIGINALS, originals_of
from workflows.papers import papers_of as papers_of_step
from workflows.personal_data import mask_id_number
from workflows.processing_time import processing_time

bp = Blueprint("cases", __name__)

TABS = {
    "show": "概况",
    "papers": "材料",
    "record": "审批历程",
    "drawing": "流程图",
    "money": "资金",
    "grounds": "核验",
}
EVENTS = 100


@bp.get("/cases/<int:application_id>")
def show(application_id: int) -> ResponseReturnValue:
    """概况: the household, its house, and what is known so far."""
    frame = open_frame(application_id, "概况")
    session = transactions.session()
    persons = session.scalars(
        select(Person)
        .where(Person.household_id == frame.application.household_id, Person.left_on.is_(None))
        .order_by(Person.is_head.desc(), Person.id)
    ).all()
    stops = session.scalars(select(CaseStop).where(CaseStop.application_id == application_id))
    groups = overview.overview(
        frame.application, frame.house, agency_name(session, frame.application)
    )
    took = processing_time(frame.application, frame.tasks, stops.all(), frame.calendar)
    groups.append(overview.took(took))
    return case_page(
        frame,
        "show",
        persons=persons,
        groups=groups,
        statements=overview.statements(frame.application),
    )


@bp.get("/cases/<int:application_id>/papers")
def papers(application_id: int) -> ResponseReturnValue:
    """材料: what is needed, what is here, and a place to add more."""
    return papers_page(open_frame(application_id, "材料"))


@bp.get("/cases/<int:application_id>/history")
def record(application_id: int) -> ResponseReturnValue:
    """审批历程: the record as prose, newest first."""
    frame = open_frame(application_id, "审批历程")
    before = key_in(request.args.get("before", ""))
    query = select(HistoryEntry).where(
        HistoryEntry.subject_kind == "application", HistoryEntry.subject_id == application_id
    )
    if before is not None:
        query = query.where(HistoryEntry.seq < before)
    newest = transactions.session().scalars(
        query.order_by(HistoryEntry.seq.desc()).limit(EVENTS + 1)
    )
    entries = list(newest)
    events = Narrator(frame).tell(entries[:EVENTS])
    return case_page(
        frame,
        "record",
        events=events,
        earlier=entries[EVENTS - 1].seq if len(entries) > EVENTS else None,
    )


@bp.get("/cases/<int:application_id>/steps/<int:task_id>")
def step(application_id: int, task_id: int) -> ResponseReturnValue:
    """What was written at one finished step."""
    frame = open_frame(application_id, "办理记录")
    task = next((each for each in frame.tasks if each.id == task_id), None)
    session = transactions.session()
    found = record_of(session, task) if task is not None and task.status == "done" else None
    if task is None or found is None:
        raise NotFound
    return case_page(
        frame,
        "step",
        task=task,
        written=found,
        answers=answers_of(session, task, found),
        late=late_entry_of(session, task),
        by=frame.names.get(task.done_by_id or 0, ""),
        for_whom=frame.names.get(task.done_for_id or 0, ""),
        scans=scans_of(session, task),
        papers=papers_of_step(task.node_id, task.outcome),
        may_supply=rights.may_do(frame.actor, task) is not None,
    )


@bp.get("/cases/<int:application_id>/taken-back/<int:number>")
def taken_back(application_id: int, number: int) -> ResponseReturnValue:
    """What was written at a step that was taken back (取回)."""
    frame = open_frame(application_id, "办理记录")
    session = transactions.session()
    row = session.scalar(
        select(TakenBackStep).where(
            TakenBackStep.id == number, TakenBackStep.application_id == application_id
        )
    )
    if row is None:
        raise NotFound
    task = next(each for each in frame.tasks if each.id == row.task_id)
    written = written_of(row)
    return case_page(
        frame,
        "step",
        task=task,
        written=written,
        answers=answers_of(session, task, written),
        taken_back=row,
        by=session.get_one(Account, row.done_by_id).display_name,
    )


@bp.get("/cases/<int:application_id>/money")
def money(application_id: int) -> ResponseReturnValue:
    """资金: approved, payable, paid, and each try to pay."""
    frame = open_frame(application_id, "资金")
    payments = payments_of(transactions.session(), application_id)
    facts = overview.money(frame.application, frame.project if frame.may_read_project else None)
    return case_page(frame, "money", facts=facts, payments=payments)


@bp.get("/cases/<int:application_id>/grounds")
def grounds(application_id: int) -> ResponseReturnValue:
    """核验: what automatic checks and decision tables said; whether the record is whole."""
    return grounds_page(open_frame(application_id, "核验"))


def grounds_page(
    frame: CaseFrame,
    typed: Mapping[str, object] | None = None,
    faults: Mapping[str, str] | None = None,
) -> str:
    """The tab 核验; ``typed`` and ``faults`` are of a decision that was not taken."""
    session = transactions.session()
    entries = history.chain_of(session, frame.application)
    latest = {
        entry.payload["decision"]: entry for entry in entries if entry.kind == "decision_made"
    }
    exceptions = [entry for entry in entries if entry.kind == "duty_exception_used"]
    try:
        length, broken_at = history.verify_chain(frame.application, entries), None
    except history.BrokenChain as error:
        length, broken_at = frame.application.history_length, error.seq
    return case_page(
        frame,
        "grounds",
        judgements=[
            judgement(parts().runtime.tables, entry.payload) for entry in reversed(latest.values())
        ],
        exceptions=Narrator(frame).tell(exceptions),
        checked=checks_of(session, frame.actor, frame.application),
        refused=refused_checks(session, frame.actor, frame.application),
        sketch=sketch_of(session, frame.application),
        verdicts=VERDICTS,
        typed=typed or {},
        faults=faults or {},
        length=length,
        broken_at=broken_at,
    )


@bp.get("/cases/<int:application_id>/next")
def following(application_id: int) -> ResponseReturnValue:
    """Where somebody goes after a step: to the next one here that is theirs, else to the inbox."""
    frame = load_frame(transactions.session(), parts().runtime, user().actor, application_id)
    if frame.my_tasks:
        return redirect(url_for("tasks.show", task_id=frame.my_tasks[0].id))
    return redirect(url_for("inbox.show"))


def open_frame(application_id: int, what: str) -> CaseFrame:
    """The head of the case; a reading by an auditor is logged. Raises NotFound."""
    view = user()
    frame = load_frame(transactions.session(), parts().runtime, view.actor, application_id)
    if view.holds(Role.AUDITOR):
        log_reading(what, SUPERVISION, application_id)
    return frame


def papers_page(
    frame: CaseFrame,
    told: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    upload: Mapping[str, str] | None = None,
    swap: Mapping[str, Any] | None = None,
) -> str:
    """The tab 材料; ``told`` and ``errors`` are of an original that was not written down.

    ``upload`` is of a file that was not kept: upload_kind, and what is wrong with kind or file;
    ``swap`` of a document that was not replaced: its id, the reason typed, and what is wrong.
    """
    session = transactions.session()
    step, required = papers_of(session, parts().runtime, user().actor, frame)
    senders = senders_of(session, frame.id)
    return case_page(
        frame,
        "papers",
        required=required,
        documents=step.documents,
        kinds=KINDS,
        may_upload=may_upload(frame),
        replaceable={each.id for each in step.documents if may_replace(frame, each, senders)},
        originals=originals_of(session, frame.id),
        original_kinds=[(kind, kind) for kind in ORIGINALS],
        told=told or {"seen_by": user().name, "seen_on": clock.today().isoformat()},
        errors=errors or {},
        upload=upload or {},
        replaced=replaced_of(session, frame.id),
        swap=swap or {},
    )


def case_page(frame: CaseFrame, tab: str, **content: object) -> str:
    """A tab inside the frame of its case."""
    head = frame.head
    return render_template(
        f"cases/{tab}.html",
        case=frame,
        tab=tab,
        tabs=TABS,
        acts=acts_of(frame),
        urgeable=urgeable_tasks(frame),
        handable=handable_tasks(frame),
        house=overview.house_in_short(frame.house, frame.application),
        masked=mask_id_number(head.id_number) if head else "",
        **content,
    )
