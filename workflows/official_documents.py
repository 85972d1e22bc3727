"""Official documents (文号): the one place where a number, its kind and its date are written down.

An office gives a number once a year.  Whoever names it again names the same paper: of another kind
or of another day it is a slip, which is said before anything is done.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.account import Account
from models.approval import AreaRelaxation
from models.case_list import CaseList
from models.database import may_write
from models.grading import GradingCommission
from models.identity import IdentityOpinion
from models.official_document import OfficialDocument
from models.role import ROLE_LEVEL, Level, Role
from models.township import NoticeResultReport, TownshipMeeting
from workflows import clock
from workflows.errors import Invalid
from workflows.rights import Actor

# Steps whose row rests on a document.
STEPS = (AreaRelaxation, GradingCommission, IdentityOpinion, NoticeResultReport, TownshipMeeting)
UNIQUE = ("area_code", "office", "year", "key")
# Posts of one office give out the same numbers; every other post of the county is an office itself.
RENOVATION_OFFICE = (Role.OFFICE_HANDLER, Role.OFFICE_APPROVER)
_BRACKETS = str.maketrans("〔[【{〕]】}", "(((())))")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Paper:
    """A document as somebody names it: of the office of ``role`` in ``area_code``."""

    role: Role
    area_code: str
    kind: str
    number: str
    dated: dt.date

    @property
    def office(self) -> str:
        """The office, named by its level or by its only post."""
        if self.role in RENOVATION_OFFICE:
            return "renovation_office"
        level = ROLE_LEVEL[self.role]
        return self.role.value if level is Level.COUNTY else level.value

    @property
    def key(self) -> str:
        """The number without the differences that hands make: width, brackets, blanks."""
        plain = unicodedata.normalize("NFKC", self.number).translate(_BRACKETS)
        return re.sub(r"\s+", "", plain).casefold()

    @property
    def year(self) -> int:
        """The year that the number names, else that of its date."""
        named = _YEAR.search(self.key)
        return int(named.group()) if named else self.dated.year


def known(session: Session, paper: Paper) -> OfficialDocument | None:
    """The document that bears the number of ``paper`` already."""
    return session.scalar(
        select(OfficialDocument).where(
            OfficialDocument.area_code == paper.area_code,
            OfficialDocument.office == paper.office,
            OfficialDocument.year == paper.year,
            OfficialDocument.key == paper.key,
        )
    )


def fault_of(session: Session, paper: Paper, document: OfficialDocument) -> str:
    """Why ``document`` cannot be ``paper``, in words; empty where it is, or where nobody uses it.

    What was typed wrongly and taken back binds nobody.
    """
    differs = (document.kind, document.dated) != (paper.kind, paper.dated)
    if not differs or not _is_used(session, document):
        return ""
    name = session.scalar(
        select(Account.display_name).where(Account.id == document.registered_by_id)
    )
    return (
        f"文号“{document.number}”已由{name or '系统'}登记为 {document.dated:%Y-%m-%d} 的"
        f"{document.kind},与这里的 {paper.dated:%Y-%m-%d} {paper.kind}不同;"
        "请核对文号和日期,确是两份文件的,写各自的文号。"
    )


def found(session: Session, actor: Actor, paper: Paper) -> OfficialDocument | None:
    """:func:`claim`; where nothing may be written, as for a form shown again, what is known."""
    return claim(session, actor, paper) if may_write(session) else known(session, paper)


def claim(session: Session, actor: Actor, paper: Paper) -> OfficialDocument:
    """The document with the number of ``paper``, written down if it is new, locked in any case.

    One statement: of two who name it at the same moment the second waits, and finds the first's.
    """
    values = {
        "area_code": paper.area_code,
        "office": paper.office,
        "kind": paper.kind,
        "number": paper.number,
        "key": paper.key,
        "year": paper.year,
        "dated": paper.dated,
        "registered_by_id": actor.account_id,
        "registered_at": clock.now(),
    }
    # An update that changes nothing, for only so does the database give the row that is there.
    same = {"key": paper.key}
    if session.get_bind().dialect.name == "postgresql":
        insert = postgresql.insert(OfficialDocument).values(values)
        claimed = insert.on_conflict_do_update(index_elements=UNIQUE, set_=same).returning(
            OfficialDocument
        )
    else:
        lite = sqlite.insert(OfficialDocument).values(values)
        claimed = lite.on_conflict_do_update(index_elements=UNIQUE, set_=same).returning(
            OfficialDocument
        )
    return session.scalars(claimed, execution_options={"populate_existing": True}).one()


def settle(actor: Actor, document: OfficialDocument, paper: Paper) -> None:
    """Let a document in which :func:`fault_of` saw no fault be ``paper``."""
    if (document.kind, document.dated) != (paper.kind, paper.dated):
        document.kind, document.number, document.dated = paper.kind, paper.number, paper.dated
        document.registered_by_id, document.registered_at = actor.account_id, clock.now()


def register(session: Session, actor: Actor, paper: Paper) -> OfficialDocument:
    """The document of ``paper``. Raises Invalid with the sentence of :func:`fault_of`."""
    document = claim(session, actor, paper)
    if fault := fault_of(session, paper, document):
        raise Invalid(fault, "document_number")
    settle(actor, document, paper)
    return document


def _is_used(session: Session, document: OfficialDocument) -> bool:
    by_steps = (exists().where(step.official_document_id == document.id) for step in STEPS)
    by_list = exists().where(CaseList.official_document_id == document.id, CaseList.done_count > 0)
    return bool(session.scalar(select(or_(by_list, *by_steps))))
