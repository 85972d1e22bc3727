"""Results of checks as pages show them: in words, with who may decide and what may be named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import ColumnElement, and_, false, or_, select, tuple_
from sqlalchemy.orm import Session

from models.account import Account
from models.application import Application
from models.check_result import BLOCK, CLEARED, FAIL, HOLD, PASS, CheckResult
from models.document import Document
from models.region import Region
from webapp.keys import key_in
from webapp.wording import Badge
from workflows import rights
from workflows.checks import (
    CHECKS,
    VERDICTS,
    may_decide,
    refused_of,
    results_of,
    results_of_documents,
)
from workflows.checks.verdicts import COUNTY_POSTS, STAGES_OF_TOWNSHIP, TOWNSHIP_POSTS
from workflows.rights import Actor

PAGE = 50


@dataclass
class CheckRow:
    """One result, as somebody may read it."""

    result: CheckResult
    document: Document | None
    application: Application
    decided_by: str = ""
    may_decide: bool = False
    found: list[Application] = field(default_factory=list)
    is_hidden: bool = False
    village: str = ""

    @property
    def title(self) -> str:
        """What the check is called."""
        return CHECKS[self.result.check_id].title

    @property
    def version(self) -> str:
        """Which version of the check spoke: its number in our own papers says nothing to a desk."""
        return f"核验规则第 {self.result.check_version} 版"

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody's decision."""
        row = self.result
        is_held = row.result == FAIL and row.effect == HOLD and row.verdict is None
        return is_held and self.application.state != "ended"

    @property
    def is_quiet(self) -> bool:
        """Whether it passed and nobody had to look: pages may fold it away."""
        return self.result.result == PASS

    @property
    def badge(self) -> Badge:
        """The result in one word, with its colour."""
        row = self.result
        if row.result == PASS:
            return Badge("通过", "ok")
        if row.result != FAIL:
            return Badge("不能判断", "plain")
        if row.effect == BLOCK:
            return Badge("不通过", "late")
        if row.effect != HOLD:
            return Badge("提醒", "soon")
        if row.verdict is None:
            return Badge("待处理", "late")
        return Badge("已核对", "ok") if row.verdict == CLEARED else Badge("属实", "late")

    @property
    def tried_by(self) -> str:
        """Who sent what was not taken in."""
        return str(self.result.inputs.get("tried_by", ""))

    @property
    def elsewhere(self) -> list[str]:
        """What was hit that is no case: rows of old ledgers, in words."""
        return [each["why"] for each in self.result.found if not each.get("application_id")]

    @property
    def verdict(self) -> str:
        """What was decided, in words."""
        return VERDICTS.get(self.result.verdict or "", "")


@dataclass(frozen=True)
class Checked:
    """The results about one document, or about the case itself."""

    document: Document | None
    rows: Sequence[CheckRow]


def checks_of(session: Session, actor: Actor, application: Application) -> list[Checked]:
    """What the checks say of a case that ``actor`` may read: what waits stands first."""
    results = results_of(session, application.id)
    numbers = {row.document_id for row in results if row.document_id is not None}
    found = session.scalars(select(Document).where(Document.id.in_(numbers)))
    documents = {document.id: document for document in found}
    rows = [
        CheckRow(row, documents.get(row.document_id or 0), application) for row in reversed(results)
    ]
    _tell(session, actor, rows)
    rows.sort(key=lambda row: row.result.document_id or 0)
    groups = [
        Checked(documents.get(number), list(each))
        for number, each in groupby(rows, key=lambda row: row.result.document_id or 0)
    ]
    return sorted(groups, key=lambda group: not any(row.is_open for row in group.rows))


def refused_checks(session: Session, actor: Actor, application: Application) -> list[CheckRow]:
    """What was not taken in for a case that ``actor`` may read, the newest first."""
    rows = [CheckRow(row, None, application) for row in refused_of(session, application.id)]
    _tell(session, actor, rows)
    return rows


def warnings_of(session: Session, documents: Collection[Document]) -> dict[int, list[str]]:
    """What the checks have against a picture, in a sentence each, so that it can be taken again.

    A doubt that somebody has cleared is none any more.
    """
    found: dict[int, dict[str, None]] = {}
    for row in results_of_documents(session, [each.id for each in documents]):
        if row.result == FAIL and row.verdict != CLEARED and row.document_id is not None:
            # What many cases share is told once.
            found.setdefault(row.document_id, {})[row.why] = None
    return {number: list(told) for number, told in found.items()}


def open_checks(session: Session, actor: Actor, after: str) -> tuple[list[CheckRow], str]:
    """One page of the holds that ``actor`` decides, by village; and the cursor of the next."""
    query = (
        select(CheckResult, Document, Application, Region.name)
        .join(Application, Application.id == CheckResult.application_id)
        .join(Region, Region.code == CheckResult.village_code)
        .outerjoin(Document, Document.id == CheckResult.document_id)
        .where(
            CheckResult.result == FAIL,
            CheckResult.effect == HOLD,
            CheckResult.verdict.is_(None),
            CheckResult.ended_at.is_(None),
            Application.state != "ended",
            _on_desk(actor),
        )
        .order_by(CheckResult.village_code, CheckResult.id)
        .limit(PAGE + 1)
    )
    village, mark, number = after.partition("~")
    if mark and (last_id := key_in(number)) is not None:
        query = query.where(
            tuple_(CheckResult.village_code, CheckResult.id) > tuple_(village[:12], last_id)
        )
    rows = [
        CheckRow(result, document, application, village=name)
        for result, document, application, name in session.execute(query)
    ]
    page = rows[:PAGE]
    _tell(session, actor, page)
    last = page[-1].result if len(rows) > PAGE else None
    return page, f"{last.village_code}~{last.id}" if last is not None else ""


def _on_desk(actor: Actor) -> ColumnElement[bool]:
    is_townships = and_(
        CheckResult.is_for_county.is_(False), Application.stage.in_(STAGES_OF_TOWNSHIP)
    )
    clauses: list[ColumnElement[bool]] = [false()]
    for authority in actor.authorities:
        inside = rights.within(CheckResult.village_code, authority.area_code)
        if authority.role in TOWNSHIP_POSTS:
            clauses.append(and_(inside, is_townships))
        elif authority.role in COUNTY_POSTS:
            clauses.append(and_(inside, ~is_townships))
    return or_(*clauses)


def _tell(session: Session, actor: Actor, rows: Sequence[CheckRow]) -> None:
    """Who decided, who may, and which of the cases that were hit the reader may be told."""
    people = {row.result.decided_by_id for row in rows if row.result.decided_by_id is not None}
    names = {}
    if people:
        who = select(Account.id, Account.display_name).where(Account.id.in_(people))
        names = dict(session.execute(who).all())
    hit = {
        each["application_id"]
        for row in rows
        for each in row.result.found
        if each.get("application_id")
    }
    cases = _readable(session, actor, hit)
    for row in rows:
        row.decided_by = names.get(row.result.decided_by_id or 0, "")
        sent_by = row.document.uploaded_by_id if row.document is not None else None
        row.may_decide = may_decide(actor, row.result, row.application, sent_by) is not None
        others = {each.get("application_id") for each in row.result.found}
        others -= {None, row.application.id}
        row.found = [cases[number] for number in sorted(others & cases.keys())]
        row.is_hidden = bool(others - cases.keys())


def _readable(session: Session, actor: Actor, numbers: set[int]) -> Mapping[int, Application]:
    if not numbers:
        return {}
    found = session.scalars(
        select(Application).where(Application.id.in_(numbers), rights.visible_applications(actor))
    )
    return {application.id: application for application in found}
