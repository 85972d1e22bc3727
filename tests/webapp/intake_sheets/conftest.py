"""Sheets as townships write them, made with the writer that offices' own programs resemble."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.database import Database
from models.intake_draft import IntakeDraft
from models.intake_sheet import IntakeSheetRow
from models.role import Role
from tests.cast import Cast
from tests.webapp.conftest import Browser
from webapp.worker_jobs import JOBS
from workflows.runtime import Runtime
from workflows.worker import run_until_idle

HEAD = ("村", "姓名", "身份证号", "与户主关系", "联系电话", "建筑面积(㎡)", "建造年份")
# Good numbers of invented people.
WANG, ZHAO, LI = "150783196203041021", "150783195812103019", "150783199005056023"
Clerk = Callable[..., Browser]


def book(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    """An .xlsx whose first row is the head."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        page = made.add_worksheet()
        for number, row in enumerate([head, *rows] if head else rows):
            page.write_row(number, 0, row)
    return target.getvalue()


class Desk:
    """Somebody's browser on the pages of sheets, and the worker behind it."""

    def __init__(self, browser: Browser, db: Database, runtime: Runtime, programme: int) -> None:
        self.browser, self.db, self.runtime, self.programme = browser, db, runtime, programme
        self.path = ""

    def send(self, data: bytes, name: str = "农户.xlsx") -> TestResponse:
        answer = self.browser.post(
            "/intake/sheets",
            {"programme": str(self.programme), "sheet": (io.BytesIO(data), name)},
            content_type="multipart/form-data",
        )
        self.path = answer.headers.get("Location", "")
        return answer

    def page(self, show: str = "") -> str:
        return self.browser.get(f"{self.path}?show={show}").text

    def act(self, act: str) -> TestResponse:
        return self.browser.post(self.path, {"act": act})

    def work(self) -> int:
        return run_until_idle(self.db, self.runtime, jobs=JOBS)

    def rows(self) -> list[IntakeSheetRow]:
        with self.db.read() as session:
            return list(session.scalars(select(IntakeSheetRow).order_by(IntakeSheetRow.id)))

    def drafts(self) -> list[IntakeDraft]:
        with self.db.read() as session:
            return list(session.scalars(select(IntakeDraft).order_by(IntakeDraft.id)))

    def faults(self) -> list[str]:
        """Every fault with its cell: C2:…"""
        return [f"{cell}:{what}" for row in self.rows() for _, _, what, cell in row.faults]


@pytest.fixture
def desk_of(as_role: Clerk, db: Database, runtime: Runtime, people: Cast) -> Callable[..., Desk]:
    """The desk of a role of the cast."""

    def sit(role: Role, *, foreign: bool = False) -> Desk:
        browser = as_role(role, foreign=foreign)
        return Desk(browser, db, runtime, people.programmes["A"])

    return sit


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    """The village clerk's."""
    return desk_of(Role.VILLAGE_CLERK)
