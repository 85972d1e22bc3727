"""A county in which every address leads somewhere: a case early, a case late, and all beside.

For the access matrix: home and foreign accounts of every role knock at every address.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.case_import import CaseImport, CaseImportRow
from models.document import IMPORT_STATEMENT, Document
from models.late_entry import LateEntryQuestion
from models.notice import NoticedHousehold, PublicNotice
from models.objection import Objection, ObjectionPicture
from models.project import Project, ProjectHousehold
from models.role import KEEPER_OF_LEVEL, Level, Role
from models.task import Task
from tests.cast import TOWNSHIP, VILLAGE, add_account, username
from tests.journeys.checkpoints import Checkpoints
from tests.journeys.office import Case, Office
from tests.journeys.plans import plan_of
from tests.journeys.village_of import ListOf
from workflows import clock, engine, late_entries, rights
from workflows.intake_drafts import open_draft

# A household for which every department is asked and nothing else differs.
EVERYBODY = {"plan": "B", "identities": ("低保", "贫困残疾人"), "agency": 1}
CLERK = username(Role.VILLAGE_CLERK)


@dataclass(frozen=True)
class Drawn:
    """A user task of a drawing; ``level`` is that of the notice where the lane is its keeper."""

    process_id: str
    node_id: str
    name: str
    form_key: str
    lane: Role
    level: Level | None = None

    @property
    def role(self) -> Role:
        """Who may do it, by the lane alone."""
        return KEEPER_OF_LEVEL[self.level] if self.level is not None else self.lane

    @property
    def id(self) -> str:
        """How the test is called."""
        return f"{self.node_id}-{self.level.value}" if self.level else self.node_id


@dataclass
class World:
    """The county with its two cases, at the moment at which the late one was ready."""

    office: Office
    early: Case
    late: Case
    now: dt.datetime
    document_id: int
    done_task_id: int
    newcomer_id: int
    late_entry_id: int
    question_id: int
    import_id: int
    import_row_id: int
    list_id: int
    intake_draft_id: int
    project_id: int
    member_id: int
    mended_task_id: int = 0
    # The sheet of the late case in its village.
    notice_number: str = "GS-2019-00001"
    # The sheet of the early case, on the public site.
    public_number: str = ""
    objection_picture_id: int = 0

    def open_directly(self, session: Session, drawn: Drawn) -> int:
        """Write an open task of ``drawn`` on the late case; it looks as the engine's would."""
        application = session.get_one(Application, self.late.id)
        is_assessor = drawn.role is Role.ASSESSOR
        task = Task(
            instance_id=self._instance(session, drawn),
            engine_id=str(uuid.uuid4()),
            application_id=application.id,
            process_id=drawn.process_id,
            node_id=drawn.node_id,
            name=drawn.name,
            form_key=drawn.form_key,
            role=drawn.role,
            area_code=rights.area_of_role(drawn.role, VILLAGE),
            organisation_id=self.office.people.agency_id if is_assessor else None,
            opened_at=clock.now(),
            not_before=clock.today(),
            due_on=clock.today(),
        )
        session.add(task)
        session.flush()
        return task.id

    def _instance(self, session: Session, drawn: Drawn) -> int:
        kinds = {
            "public_notice": "notice",
            "objection": "objection",
            "resettlement": "resettlement",
            "refusal": "refusal",
            "termination": "termination",
            "payee_change": "head_change",
        }
        instances = engine.process_instances
        kind = kinds.get(drawn.process_id, "application")
        query = select(instances.c.id).where(
            instances.c.application_id == self.late.id, instances.c.subject_kind == kind
        )
        if drawn.level is not None:
            of_level = select(NoticedHousehold.id).where(NoticedHousehold.level == drawn.level)
            if kind == "objection":
                of_level = select(Objection.id).where(Objection.handled_level == drawn.level)
            query = query.where(instances.c.subject_id.in_(of_level))
        return session.scalars(query.order_by(instances.c.id)).first() or 0


def drawn_tasks(office_runtime: object) -> list[Drawn]:
    """Every user task of every drawing; those of a notice once for each level."""
    found = []
    for task in office_runtime.library.current.user_tasks():  # type: ignore[attr-defined]
        lane = Role(task.role)
        levels = tuple(Level) if lane is Role.NOTICE_KEEPER else (None,)
        found += [
            Drawn(task.process_id, task.node_id, task.name, task.form_key, lane, level)
            for level in levels
        ]
    return found


def build_world(checkpoints: Checkpoints) -> World:
    """Walk one case to its archive with everything beside it, and a second to its first notice."""
    late = checkpoints.case_at("post_notice", **EVERYBODY)
    office = late.office
    keepers = {level: username(role) for level, role in KEEPER_OF_LEVEL.items()}
    for level, node in ((Level.VILLAGE, ""), (Level.TOWNSHIP, "decide_case"), (Level.COUNTY, "")):
        late.advance_to(node or "post_notice")
        if node:
            late.do(node)
        late.do("post_notice")
        late.object(keepers[level])
        late.do("investigate_objection", "dismissed")
        late.do("answer_objector")
        late.wait_for("take_down_notice")
        late.do("take_down_notice")
    personal = {"reason_kind": "个人原因", "reason": "户主不愿动。"}
    assert late.act(CLERK, "refusals/new", **personal).status == 303
    late.do("record_refusal_visit", "continue")
    assert late.ask_to_end(CLERK).status == 303
    late.do("decide_termination_approved", "reject", comment="仍要改造。")
    late.advance_to("review_subsidy")
    page = late.change_head(CLERK)
    assert page.status == 303, page.complaints
    late.do("approve_payee", "reject", comment="户口簿还没有变更。")
    late.advance_to("archive_case")
    early = office.new_case(plan_of(2, **EVERYBODY)).advance_to("post_notice")
    drafted = ListOf.of_tasks(office, CLERK, [early.task("post_notice").id])
    early.do("post_notice")
    with office.database.write() as session:
        entry_id, question_id = _enter_late(session, office, early)
        import_id, row_id = _send_sheet(session, office)
        intake_draft_id = _begin_draft(session, office)
        project_id, member_id = _found_project(session, office, late)
        newcomer = add_account(session, "newcomer", "新来的", (Role.VILLAGE_HEAD, VILLAGE))
        session.commit()
    with office.database.read() as session:
        document = session.scalars(
            select(Document).where(Document.application_id == late.id).order_by(Document.id)
        ).first()
        done = next(task for task in late.tasks if task.status == "done")
        assert document is not None
        world = World(
            office,
            early,
            late,
            clock.now(),
            document.id,
            done.id,
            newcomer.id,
            entry_id,
            question_id,
            import_id,
            row_id,
            drafted.id,
            intake_draft_id,
            project_id,
            member_id,
        )
    drawn = next(
        each for each in drawn_tasks(office.runtime) if each.node_id == "correct_application"
    )
    with office.database.write() as session:
        world.mended_task_id = world.open_directly(session, drawn)
        sheet = session.scalars(select(PublicNotice).order_by(PublicNotice.id.desc())).first()
        assert sheet is not None
        # As where the programme puts the notices of villages on the site, too (G34).
        sheet.is_on_site, world.public_number = True, sheet.number
        world.objection_picture_id = _picture_of_objection(session, world.document_id)
        session.commit()
    return world


def _picture_of_objection(session: Session, document_id: int) -> int:
    """A photograph that came with the first objection; the file is that of a document."""
    document = session.get_one(Document, document_id)
    picture = ObjectionPicture(
        objection_id=1, sha256=document.sha256, content_type="image/jpeg", size=document.size
    )
    session.add(picture)
    session.flush()
    return picture.id


def _enter_late(session: Session, office: Office, case: Case) -> tuple[int, int]:
    """Two steps of the clerk become late entries: one waits, one is asked about."""
    waiting, asked = session.scalars(
        select(Task)
        .where(Task.application_id == case.id, Task.status == "done")
        .order_by(Task.id)
        .limit(2)
    )
    waiting.late_reason = asked.late_reason = "系统启用前已办结。"
    session.flush()
    handler = office.people.actor(session, Role.OFFICE_HANDLER)
    late_entries.ask_back(session, handler, asked.id, "会议记录缺第二页。")
    question = session.scalars(select(LateEntryQuestion)).one()
    return waiting.id, question.id


def _begin_draft(session: Session, office: Office) -> int:
    """An application that the clerk has begun to type."""
    clerk = office.people.actor(session, Role.VILLAGE_CLERK)
    programme_id = office.people.programmes["A"]
    return open_draft(session, clerk, programme_id=programme_id, village_code=VILLAGE).id


def _send_sheet(session: Session, office: Office) -> tuple[int, int]:
    """A sheet with one household that has to be corrected."""
    handler = office.people.account_id(Role.OFFICE_HANDLER)
    statement = Document(
        kind=IMPORT_STATEMENT,
        filename="清单.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by_id=handler,
        uploaded_at=clock.now(),
    )
    session.add(statement)
    session.flush()
    made = CaseImport(
        programme_id=office.people.programmes["A"],
        filename="在办件.xlsx",
        reason="系统启用前已在办。",
        statement_id=statement.id,
        uploaded_by_id=handler,
        uploaded_at=clock.now(),
        state="finished",
    )
    session.add(made)
    session.flush()
    row = CaseImportRow(
        import_id=made.id, position=1, head_name="包玉山", cells={}, state="refused"
    )
    session.add(row)
    session.flush()
    return made.id, row.id


def _found_project(session: Session, office: Office, case: Case) -> tuple[int, int]:
    """A 工程 in which the household of ``case`` has its dwelling."""
    officer = office.people.account_id(Role.TOWNSHIP_OFFICER)
    project = Project(
        number="GC2019A-0001",
        kind="互助院",
        title="惠风川互助院",
        programme_id=office.people.programmes["A"],
        township_code=TOWNSHIP,
        address="村部东侧",
        opened_by_id=officer,
        opened_at=clock.now(),
    )
    session.add(project)
    session.flush()
    member = ProjectHousehold(
        project_id=project.id,
        application_id=case.id,
        dwelling_number="1",
        joined_on=clock.today(),
        joined_by_id=officer,
        joined_at=clock.now(),
    )
    session.add(member)
    session.flush()
    return project.id, member.id
