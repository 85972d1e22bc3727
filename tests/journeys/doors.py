"""Who may pass which address: the table that the access matrix knocks at, line by line."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models.account import Grant
from models.role import Role
from tests.cast import ROLES
from tests.journeys.office import JPEG
from tests.journeys.world import World
from webapp.objections.tokens import receipt_token
from webapp.reports.objections import READERS as FIGURE_READERS
from webapp.status.tokens import token_of
from workflows.rights import AREA_READERS, PROJECT_READERS

IN = frozenset({200, 302, 303, 422})
OUT = frozenset({403, 404})
STAFF = frozenset(ROLES) - {Role.ADMINISTRATOR}
CLERKS = frozenset({Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER})
SUSPENDERS = frozenset({Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER})
CARRIERS = frozenset({Role.OFFICE_HANDLER, Role.OFFICE_APPROVER})
REGISTRARS = frozenset({Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER})
ASKERS = SUSPENDERS | {
    Role.VILLAGE_CLERK,
    Role.VILLAGE_HEAD,
    Role.TOWNSHIP_LEADER,
    Role.OFFICE_APPROVER,
}
NOBODY: frozenset[Role] = frozenset()
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Door:
    """Who may pass: ``home`` and ``foreign`` roles; ``public`` doors ask nobody.

    ``values`` fill the address from the world, ``body`` is sent beside the token, which a door
    that is not ``guarded`` does not ask for: it changes nothing.
    """

    home: frozenset[Role] = NOBODY
    foreign: frozenset[Role] = NOBODY
    public: bool = False
    values: Callable[[World], dict[str, Any]] = lambda _world: {}
    body: Callable[[], dict[str, Any]] = dict
    passes: frozenset[int] = IN
    guarded: bool = True


def late(world: World) -> dict[str, Any]:
    return {"application_id": world.late.id}


def early(world: World) -> dict[str, Any]:
    return {"application_id": world.early.id}


def slip_of_late(world: World) -> dict[str, Any]:
    return {"token": token_of(world.office.runtime.digest_key, world.late.id)}


def objection_receipt(world: World) -> dict[str, Any]:
    with world.office.app.app_context():
        return {"token": receipt_token(1)}


def objection_picture(world: World) -> dict[str, Any]:
    return {"picture_id": world.objection_picture_id}


def late_entry(world: World) -> dict[str, Any]:
    return {"task_id": world.late_entry_id}


def sheet(world: World) -> dict[str, Any]:
    return {"import_id": world.import_id}


def sheet_row(world: World) -> dict[str, Any]:
    return sheet(world) | {"row_id": world.import_row_id}


def notice(world: World) -> dict[str, Any]:
    return {"number": world.notice_number}


def notice_keepers(**more: Any) -> Door:
    """The notice of the world is the village's, and hangs no more."""
    return Door(home=frozenset({Role.VILLAGE_CLERK}), values=notice, **more)


def draft(world: World) -> dict[str, Any]:
    return {"draft_id": world.intake_draft_id}


def page_of_draft(world: World) -> dict[str, Any]:
    return draft(world) | {"key": "house"}


def mended(world: World) -> dict[str, Any]:
    return {"task_id": world.mended_task_id}


def page_of_mended(world: World) -> dict[str, Any]:
    return mended(world) | {"key": "house"}


def archive_task(world: World) -> dict[str, Any]:
    return {"task_id": world.late.task("archive_case").id}


def newcomer(world: World) -> dict[str, Any]:
    """Somebody whom only the administrator at home keeps."""
    return {"account_id": world.newcomer_id}


def picture() -> dict[str, Any]:
    return {"kind": "不是一种材料", "file": (io.BytesIO(JPEG), "照片.jpg")}


def everybody(**more: Any) -> Door:
    return Door(home=frozenset(ROLES), foreign=frozenset(ROLES), **more)


def staff(**more: Any) -> Door:
    return Door(home=STAFF, foreign=STAFF, **more)


def readers_of_area(values: Callable[[World], dict[str, Any]]) -> Door:
    return Door(home=AREA_READERS, values=values)


def administrators(**more: Any) -> Door:
    return Door(home=ADMINISTRATOR, foreign=ADMINISTRATOR, **more)


def readers_of(values: Callable[[World], dict[str, Any]], **more: Any) -> Door:
    return Door(home=STAFF, values=values, **more)


def drafters(**more: Any) -> Door:
    return Door(
        home=frozenset({Role.VILLAGE_CLERK}), values=lambda w: {"list_id": w.list_id}, **more
    )


def public_sheet(world: World) -> dict[str, Any]:
    return {"number": world.public_number}


def grant_of_newcomer(world: World) -> int:
    """Their only grant, or any number once it was taken away."""
    with world.office.database.read() as session:
        found = select(Grant.id).where(Grant.account_id == world.newcomer_id)
        return session.scalars(found).first() or 987654


def project(world: World) -> dict[str, Any]:
    return {"project_id": world.project_id}


def member(world: World) -> dict[str, Any]:
    return project(world) | {"member_id": world.member_id}


def finding(world: World) -> dict[str, Any]:
    return project(world) | {"inspection_id": 987}


def at_county(world: World) -> dict[str, Any]:
    return project(world) | {"level": "county"}


INSPECTORS = SUSPENDERS | {Role.SITE_SUPERVISOR}
HANDLER = frozenset({Role.OFFICE_HANDLER})
DECIDERS = frozenset({Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER, Role.OFFICE_APPROVER})
CLERK = frozenset({Role.VILLAGE_CLERK})
PAPER_OF_DONE = "application_letter"
APPROVER = frozenset({Role.OFFICE_APPROVER})
OFFICE = HANDLER | APPROVER
# Everybody else who has taken a step of the late case; one department's answer was enough.
UPSTREAM = STAFF - HANDLER - {Role.AUDITOR, Role.CIVIL_AFFAIRS_BUREAU}
DOORS: dict[tuple[str, str], Door] = {
    ("GET", "static"): Door(public=True, values=lambda _: {"filename": "anju.css"}),
    ("GET", "health.show"): Door(public=True),
    # Where a household's case stands: by what its slip says, without an account.
    ("GET", "status.ask"): Door(public=True),
    ("POST", "status.answer"): Door(public=True, guarded=False),
    ("GET", "status.by_slip"): Door(public=True, values=slip_of_late),
    # Notices on the public site: a stranger reads them and is asked for nothing.
    ("GET", "public_notices.show"): Door(public=True),
    ("GET", "public_notices.show_one"): Door(public=True, values=public_sheet),
    ("GET", "public_notices.robots"): Door(public=True),
    # On paper for whoever reads the sheet: its area's own.
    ("GET", "notice_prints.show"): readers_of_area(lambda w: public_sheet(w) | {"form": "sheet"}),
    ("GET", "notice_prints.pdf"): readers_of_area(lambda w: public_sheet(w) | {"form": "poster"}),
    ("GET", "notice_prints.loudspeaker"): readers_of_area(public_sheet),
    ("GET", "notice_prints.loudspeaker_text"): readers_of_area(public_sheet),
    # Objecting, and what became of it: without an account, by a token or a code.
    ("GET", "public_objections.ask"): Door(public=True, values=public_sheet),
    ("POST", "public_objections.send"): Door(public=True, values=public_sheet, guarded=False),
    ("GET", "public_objections.receipt"): Door(public=True, values=objection_receipt),
    ("GET", "public_objections.follow"): Door(public=True),
    ("POST", "public_objections.show"): Door(public=True, guarded=False),
    ("GET", "login.show"): Door(public=True),
    ("POST", "login.log_in"): Door(public=True),
    # The demo's one-click door does not exist on a real server.
    ("POST", "login.log_in_to_demo"): Door(),
    ("GET", "login.show_password"): everybody(),
    ("POST", "login.change_password"): everybody(),
    ("POST", "login.log_out"): everybody(),
    ("GET", "inbox.show"): everybody(),
    ("GET", "inbox.done"): everybody(),
    ("GET", "inbox.mine"): everybody(),
    ("GET", "notice_lists.show"): everybody(),
    # Without a task that waits there is nothing to choose from.
    ("GET", "notice_lists.choose"): everybody(),
    ("POST", "notice_lists.make"): everybody(),
    ("GET", "notice_lists.show_one"): Door(home=AREA_READERS, values=notice),
    ("POST", "notice_lists.post"): notice_keepers(),
    ("POST", "notice_lists.take_down"): notice_keepers(),
    ("GET", "notice_lists.discard"): notice_keepers(passes=frozenset({409})),
    ("POST", "notice_lists.discard"): notice_keepers(passes=frozenset({409})),
    # A list lies on one desk; the draft of the world on that of the village's clerk.
    ("GET", "lists.show"): everybody(),
    ("POST", "lists.make"): everybody(),
    ("GET", "lists.show_one"): drafters(),
    ("POST", "lists.change"): drafters(),
    ("GET", "list_sheets.download"): drafters(),
    ("POST", "list_sheets.upload"): drafters(),
    ("POST", "list_sheets.confirm"): drafters(),
    ("POST", "lists.add_documents"): drafters(passes=frozenset({404})),
    ("GET", "stand_ins.show"): everybody(),
    ("POST", "stand_ins.add"): everybody(),
    ("POST", "stand_ins.end"): Door(values=lambda _: {"stand_in_id": 1}),
    ("GET", "phrases.show"): everybody(),
    ("POST", "phrases.add"): everybody(),
    ("POST", "phrases.change"): Door(values=lambda _: {"phrase_id": 1}),
    ("GET", "duty_exceptions.show"): Door(home=APPROVER, foreign=APPROVER),
    ("POST", "duty_exceptions.add"): Door(home=APPROVER, foreign=APPROVER),
    ("POST", "duty_exceptions.end"): Door(values=lambda _: {"exception_id": 1}),
    ("GET", "search.show"): staff(),
    ("GET", "progress.show"): staff(),
    ("GET", "roster.show"): staff(),
    ("GET", "delays.show_overdue"): Door(home=AREA_READERS, foreign=AREA_READERS),
    ("GET", "delays.show_missing"): Door(home=AREA_READERS, foreign=AREA_READERS),
    ("GET", "roster.export"): staff(),
    ("GET", "objection_figures.show"): Door(home=FIGURE_READERS, foreign=FIGURE_READERS),
    ("GET", "objection_figures.export"): Door(home=FIGURE_READERS, foreign=FIGURE_READERS),
    ("GET", "paid.show"): Door(home=AREA_READERS, foreign=AREA_READERS),
    # Of one village only, which others have to name first.
    ("GET", "paid.sheet"): Door(home=AREA_READERS, foreign=AREA_READERS),
    ("GET", "paid.sheet_pdf"): Door(home=AREA_READERS, foreign=AREA_READERS, passes=IN | {503}),
    ("POST", "search.find_one"): staff(),
    # A case: whoever has its area, or had it on their desk.
    ("GET", "cases.show"): readers_of(late),
    ("GET", "cases.papers"): readers_of(late),
    ("GET", "status.slip"): readers_of(late),
    ("POST", "status.replace_slip"): Door(home=REGISTRARS, values=early),
    ("GET", "cases.record"): readers_of(late),
    ("GET", "cases.money"): readers_of(late),
    ("GET", "cases.grounds"): readers_of(late),
    ("GET", "cases.following"): readers_of(late),
    ("GET", "cases.step"): readers_of(lambda w: late(w) | {"task_id": w.done_task_id}),
    ("GET", "cases.taken_back"): Door(values=lambda w: late(w) | {"number": 987}),
    ("GET", "shown_numbers.ask"): readers_of(late),
    ("POST", "shown_numbers.show"): readers_of(late),
    ("GET", "diagram.show"): readers_of(late),
    ("GET", "diagram.xml"): readers_of(lambda w: late(w) | {"process_id": "renovation"}),
    ("GET", "documents.show"): readers_of(lambda w: {"document_id": w.document_id}),
    ("GET", "documents.thumbnail"): readers_of(lambda w: {"document_id": w.document_id}),
    ("GET", "documents.original"): readers_of(lambda w: {"document_id": w.document_id}),
    ("POST", "documents.replace_one"): Door(
        home=CLERKS, values=lambda w: {"document_id": w.document_id}
    ),
    # The clerks of the case's places while it runs, and whoever has a step of it.
    ("POST", "documents.add"): Door(home=CLERKS, values=late, body=picture),
    ("POST", "originals.add"): Door(home=CLERKS, values=late),
    ("GET", "tasks.show"): Door(home=HANDLER, values=archive_task),
    # Papers: to look at and print, whoever reads the case; scans, the desk whose step it is.
    ("GET", "papers.lacking"): everybody(),
    ("GET", "papers.show"): readers_of(lambda w: {"task_id": w.done_task_id, "key": PAPER_OF_DONE}),
    ("GET", "papers.pdf"): readers_of(lambda w: {"task_id": w.done_task_id, "key": PAPER_OF_DONE}),
    ("POST", "papers.supply"): Door(
        home=frozenset({Role.VILLAGE_CLERK}),
        values=lambda w: {"task_id": w.done_task_id, "key": PAPER_OF_DONE},
        body=lambda: {"file": (io.BytesIO(b"no picture"), "签好.jpg")},
    ),
    ("POST", "tasks.add_paper"): Door(
        home=HANDLER,
        values=lambda w: archive_task(w) | {"key": PAPER_OF_DONE},
        passes=frozenset({404}),
    ),
    ("POST", "tasks.complete"): Door(home=HANDLER, values=archive_task),
    ("POST", "tasks.add_documents"): Door(
        home=HANDLER, values=archive_task, passes=frozenset({404})
    ),
    ("POST", "tasks.add_phrase"): Door(home=HANDLER, values=archive_task, passes=frozenset({200})),
    ("GET", "mending.show"): Door(home=REGISTRARS, values=mended),
    ("GET", "mending.group"): Door(home=REGISTRARS, values=page_of_mended),
    ("POST", "mending.save"): Door(home=REGISTRARS, values=page_of_mended),
    ("GET", "mending.check"): Door(home=REGISTRARS, values=mended),
    ("POST", "drafts.save"): Door(home=HANDLER, values=archive_task),
    ("POST", "drafts.discard"): Door(home=HANDLER, values=archive_task),
    # The post itself and its leader; to urge, whoever stands above or took an earlier step.
    ("GET", "task_acts.handing_on"): Door(home=OFFICE, values=archive_task),
    ("POST", "task_acts.handing_on"): Door(home=OFFICE, values=archive_task),
    ("POST", "task_acts.urge"): Door(home=UPSTREAM, values=archive_task),
    # Only who did the step, and not even they once others have gone on.
    ("GET", "task_acts.taking_back"): Door(values=lambda w: {"task_id": w.done_task_id}),
    ("POST", "task_acts.taking_back"): Door(
        home=frozenset({Role.VILLAGE_CLERK}),
        values=lambda w: {"task_id": w.done_task_id},
        body=lambda: {"reason": "写错了"},
        passes=frozenset({409}),
    ),
    # The page after a step is the one of who did it.
    ("GET", "tasks.finished"): Door(
        home=frozenset({Role.VILLAGE_CLERK}), values=lambda w: {"task_id": w.done_task_id}
    ),
    # Applications in the making: the clerks of the village share them.
    ("GET", "intake_index.show"): Door(home=CLERK, foreign=CLERK),
    ("POST", "intake_index.begin"): Door(home=CLERK, foreign=CLERK),
    ("POST", "intake_index.take_up"): Door(home=CLERK, values=draft),
    ("GET", "intake.show"): Door(home=CLERK, values=draft),
    ("GET", "intake.group"): Door(home=CLERK, values=page_of_draft),
    ("POST", "intake.save"): Door(home=CLERK, values=page_of_draft),
    ("GET", "intake.aside"): Door(home=CLERK, values=draft),
    ("POST", "intake.aside"): Door(home=CLERK, values=draft),
    ("GET", "intake_filing.check"): Door(home=CLERK, values=draft),
    ("POST", "intake_filing.file"): Door(home=CLERK, values=draft, passes=frozenset({409, 422})),
    ("GET", "intake_letter.show"): Door(home=CLERK, values=draft),
    ("GET", "intake_letter.pdf"): Door(home=CLERK, values=draft, passes=frozenset({200, 503})),
    ("GET", "receipt.show"): readers_of(late),
    ("GET", "acts.objection"): Door(home=CLERKS, values=early),
    ("POST", "acts.objection"): Door(home=CLERKS, values=early),
    # Those whose desk the objection came over.
    ("GET", "objection_pictures.show"): Door(
        home=frozenset({Role.VILLAGE_CLERK}), values=objection_picture
    ),
    ("GET", "acts.withdrawal"): Door(
        home=frozenset({Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER}), values=early
    ),
    ("POST", "acts.withdrawal"): Door(
        home=frozenset({Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER}), values=early
    ),
    ("GET", "acts.refusal"): Door(
        home=frozenset({Role.VILLAGE_CLERK, Role.VILLAGE_HEAD, Role.TOWNSHIP_OFFICER}),
        values=early,
    ),
    ("POST", "acts.refusal"): Door(
        home=frozenset({Role.VILLAGE_CLERK, Role.VILLAGE_HEAD, Role.TOWNSHIP_OFFICER}),
        values=early,
    ),
    # Steps entered afterwards: the office asks and confirms, whoever entered them answers.
    ("GET", "checking.show"): Door(home=DECIDERS, foreign=DECIDERS),
    # Who may decide which of them is a rule of its own; here the result does not exist.
    ("POST", "checking.decide"): Door(values=lambda w: late(w) | {"result_id": 987654}),
    ("GET", "late_entries.show"): Door(home=OFFICE, foreign=OFFICE),
    ("POST", "late_entries.confirm"): Door(home=OFFICE, foreign=OFFICE),
    ("GET", "late_entries.ask_back"): Door(home=OFFICE, values=late_entry),
    ("POST", "late_entries.ask_back"): Door(home=OFFICE, values=late_entry),
    ("GET", "late_entries.asked"): everybody(),
    ("POST", "late_entries.answer"): Door(
        home=frozenset({Role.VILLAGE_CLERK}), values=lambda w: {"question_id": w.question_id}
    ),
    ("GET", "stops.show"): everybody(),
    **{
        (method, f"stops.{act}"): Door(home=roles, values=early, passes=passes)
        for method in ("GET", "POST")
        for act, roles, passes in (
            ("suspend", SUSPENDERS, IN),
            # The case does not stand still: that is no secret to who may let it go on.
            ("resume", SUSPENDERS, frozenset({409})),
            ("terminate", ASKERS, IN),
        )
    },
    # Cases in mid-course: the office's handler of the county brings them in.
    ("GET", "imports.show"): Door(home=HANDLER, foreign=HANDLER),
    ("POST", "imports.send"): Door(home=HANDLER, foreign=HANDLER),
    ("GET", "imports.template"): Door(
        home=HANDLER, values=lambda w: {"programme_id": w.office.people.programmes["A"]}
    ),
    ("GET", "imports.show_one"): Door(home=HANDLER, values=sheet),
    # It was confirmed already.
    ("POST", "imports.change"): Door(home=HANDLER, values=sheet, passes=frozenset({409})),
    ("GET", "imports.row"): Door(home=HANDLER, values=sheet_row),
    ("POST", "imports.row"): Door(home=HANDLER, values=sheet_row),
    ("GET", "old_ledgers.show"): Door(home=HANDLER, foreign=HANDLER),
    ("POST", "old_ledgers.send"): Door(home=HANDLER, foreign=HANDLER),
    ("GET", "officials.show"): Door(home=HANDLER, foreign=HANDLER),
    ("POST", "officials.add"): Door(home=HANDLER, foreign=HANDLER),
    ("POST", "officials.leave"): Door(
        home=HANDLER,
        foreign=HANDLER,
        values=lambda _: {"official_id": 999},
        body=lambda: {"left_on": "2019-01-01"},
        passes=frozenset({404}),
    ),
    # Households by sheet: clerks of villages and townships, each their own sheets.
    ("GET", "intake_sheets.show"): Door(home=REGISTRARS, foreign=REGISTRARS),
    ("POST", "intake_sheets.send"): Door(home=REGISTRARS, foreign=REGISTRARS),
    ("GET", "intake_sheets.template"): Door(
        home=REGISTRARS,
        foreign=REGISTRARS,
        values=lambda w: {"programme_id": w.office.people.programmes["A"]},
    ),
    ("GET", "intake_sheets.show_one"): Door(values=lambda _: {"sheet_id": 987}),
    ("POST", "intake_sheets.change"): Door(values=lambda _: {"sheet_id": 987}),
    ("GET", "intake_sheets.errors"): Door(values=lambda _: {"sheet_id": 987}),
    **{
        (method, f"moves.{act}"): Door(home=roles, values=early)
        for method in ("GET", "POST")
        for act, roles in (("change_head", REGISTRARS), ("transfer", SUSPENDERS))
    },
    # 工程: read by who answers for the area, written by township and office, judged by each level.
    ("GET", "projects.show"): Door(home=PROJECT_READERS, foreign=PROJECT_READERS),
    ("GET", "projects.show_one"): Door(home=PROJECT_READERS, values=project),
    **{
        (method, "projects.add"): Door(home=SUSPENDERS, foreign=SUSPENDERS)
        for method in ("GET", "POST")
    },
    **{
        (method, endpoint): Door(home=roles, values=values, passes=passes)
        for method in ("GET", "POST")
        for endpoint, roles, values, passes in (
            ("projects.change", SUSPENDERS, project, IN),
            ("project_members.join", SUSPENDERS, project, IN),
            ("project_members.leave", SUSPENDERS, member, IN),
            ("project_works.start", SUSPENDERS, project, IN),
            ("project_works.finish", SUSPENDERS, project, IN),
            ("project_works.inspect", INSPECTORS, project, IN),
            ("project_works.settle", INSPECTORS, finding, IN),
            # It is not finished yet.
            ("project_works.judge", HANDLER, at_county, frozenset({409})),
        )
    },
    # The office of the county; while the year runs nothing is carried.
    ("GET", "carry_over.show"): Door(home=CARRIERS, foreign=CARRIERS),
    ("POST", "carry_over.carry"): Door(
        home=CARRIERS, values=lambda w: {"programme_id": w.office.people.programmes["A"]}
    ),
    # The administrator's pages; what belongs to a county only to its own.
    ("GET", "admin_accounts.show"): administrators(),
    ("POST", "admin_accounts.add"): administrators(),
    ("GET", "admin_accounts.show_one"): Door(home=ADMINISTRATOR, values=newcomer),
    ("GET", "admin_handover.show"): Door(home=ADMINISTRATOR, values=newcomer),
    ("POST", "admin_handover.hand_over"): Door(home=ADMINISTRATOR, values=newcomer),
    ("POST", "admin_accounts.reset_password"): Door(home=ADMINISTRATOR, values=newcomer),
    ("POST", "admin_accounts.set_id_number"): Door(
        home=ADMINISTRATOR, values=newcomer, body=lambda: {"id_number": "no number"}
    ),
    ("POST", "admin_accounts.set_state"): Door(
        home=ADMINISTRATOR, values=newcomer, body=lambda: {"act": "open"}
    ),
    ("POST", "admin_grants.add"): Door(
        home=ADMINISTRATOR, values=newcomer, body=lambda: {"role": "nothing"}
    ),
    ("POST", "admin_grants.remove"): Door(
        home=ADMINISTRATOR, values=lambda w: newcomer(w) | {"grant_id": grant_of_newcomer(w)}
    ),
    ("GET", "admin_regions.show"): administrators(),
    ("POST", "admin_regions.add"): administrators(),
    ("GET", "admin_agencies.show"): administrators(),
    ("POST", "admin_agencies.add"): administrators(),
    ("POST", "admin_agencies.set_state"): Door(
        home=ADMINISTRATOR,
        values=lambda w: {"agency_id": w.office.people.agency_id},
        body=lambda: {"act": "open"},
    ),
    ("GET", "admin_programmes.show"): administrators(),
    ("GET", "admin_programmes.show_one"): Door(
        home=ADMINISTRATOR, values=lambda w: {"programme_id": w.office.people.programmes["A"]}
    ),
    ("GET", "admin_programmes.show_parameter"): Door(
        home=ADMINISTRATOR,
        values=lambda w: {
            "programme_id": w.office.people.programmes["A"],
            "name": "notice_days_village",
        },
    ),
    ("POST", "admin_programmes.make_next"): Door(
        home=ADMINISTRATOR, values=lambda w: {"programme_id": w.office.people.programmes["A"]}
    ),
    ("POST", "admin_programmes.change"): Door(
        home=ADMINISTRATOR,
        values=lambda w: {
            "programme_id": w.office.people.programmes["A"],
            "name": "notice_days_village",
        },
    ),
    ("GET", "admin_calendar.show"): administrators(),
    ("POST", "admin_calendar.add"): administrators(),
    ("POST", "admin_calendar.add_lines"): administrators(),
    **{
        door: administrators(values=lambda _: {"day": "1999-01-01"}, passes=frozenset({404}))
        for door in (
            ("GET", "admin_calendar.show_day"),
            ("POST", "admin_calendar.change"),
            ("POST", "admin_calendar.remove"),
        )
    },
    ("GET", "admin_drawings.show"): administrators(),
}
# These end the session or the account's work: their own knocking comes last.
LAST = (("POST", "login.log_out"), ("POST", "admin_grants.remove"))
