"""A stranger reads every page that the server gives, and learns nobody's secrets (N28, F56)."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pypdfium2
import pytest
from sqlalchemy import select, update

from models.account import Account
from models.household import Household, Person
from models.notice import NoticedHousehold, PublicNotice
from models.role import KEEPER_OF_LEVEL, Level
from models.sealed import Sealed, SealedJson
from models.tables import METADATA
from tests.cast import username
from tests.journeys.conftest import CaseAt
from tests.journeys.office import SITE, Case
from workflows import clock

LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
# Words of a case that no list of names may stand beside (N30), and shorter than which nothing is
# a secret but a coincidence.
WORDS = ("残疾", "低保", "特困", "建档立卡")
SHORTEST = 4


@pytest.fixture
def case(case_at: CaseAt) -> Case:
    """One that has stood on all three boards, each of which is on the public site."""
    found = case_at("pay_subsidy")
    stays_until = clock.now() + dt.timedelta(days=5)
    with found.office.database.write() as session:
        session.execute(update(PublicNotice).values(is_on_site=True, leaves_site_at=stays_until))
        session.commit()
    return found


def test_no_page_for_strangers_holds_a_secret(case: Case) -> None:
    pages = dict(crawled(case))
    numbers = sheets_of(case)
    assert len(numbers) == 3
    assert {f"/notices/{number}" for number in numbers} <= pages.keys()
    assert {"/notices", "/status", "/login", "/robots.txt"} <= pages.keys()
    head = case.plan.family.head.name.encode()
    assert all(head in pages[f"/notices/{number}"] for number in numbers)
    kept = secrets_of(case)
    for path, body in pages.items():
        assert [each for each in kept if each.encode() in body] == [], path
        if path.startswith("/notices"):
            assert [each for each in WORDS if each.encode() in body] == [], path


def test_no_sheet_of_paper_holds_a_secret(case: Case) -> None:
    if case.office.app.extensions["anju"].printer.why_not:
        pytest.skip("wkhtmltopdf is not installed")
    kept, number = secrets_of(case), sheets_of(case)[-1]
    who = username(KEEPER_OF_LEVEL[Level.COUNTY])
    address = f"/notice-lists/{number}"
    pdf = case.office.client(who).get(f"{address}/sheet.pdf", base_url=SITE)
    spoken = case.office.get(who, f"{address}/loudspeaker.txt").text
    assert pdf.status_code == 200
    printed = pypdfium2.PdfDocument(io.BytesIO(pdf.data))
    said = "".join(page.get_textpage().get_text_range() for page in printed) + spoken
    assert case.plan.family.head.name in said
    assert [each for each in (*kept, *WORDS) if each in said] == []


def crawled(case: Case) -> Iterator[tuple[str, bytes]]:
    """Every address that a stranger can reach: those without a question, and whatever they link."""
    stranger = case.office.stranger()
    rules = case.office.app.url_map.iter_rules()
    waiting = [rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = stranger.get(path, base_url=SITE)
        yield path, answer.data + str(answer.headers).encode()
        if answer.mimetype == "text/html":
            found = (urlsplit(urljoin(path, each)) for each in LINK.findall(answer.text))
            waiting += [
                f"{each.path}?{each.query}".rstrip("?").replace("&amp;", "&")
                for each in found
                if not each.netloc and each.scheme in ("", "http", "https")
            ]


def sheets_of(case: Case) -> list[str]:
    """The numbers of the sheets on which the case stood, the village's first."""
    with case.office.database.read() as session:
        return list(
            session.scalars(
                select(PublicNotice.number)
                .join(NoticedHousehold, NoticedHousehold.notice_id == PublicNotice.id)
                .where(NoticedHousehold.application_id == case.id)
                .order_by(PublicNotice.id)
            )
        )


def secrets_of(case: Case) -> list[str]:
    """Whatever is sealed in any table, addresses, incomes, names but the head's, user names."""
    sealed = [
        column
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, Sealed) and not isinstance(column.type, SealedJson)
    ]
    with case.office.database.read() as session:
        found = [value for column in sealed for value in session.scalars(select(column))]
        found += session.scalars(select(Household.address)).all()
        found += session.scalars(select(Person.name).where(Person.is_head.is_(False))).all()
        found += session.scalars(select(Account.username)).all()
        found += [case.application.number, str(case.application.annual_income_yuan or "")]
    names = {member.name for member in case.plan.family.members} - {case.plan.family.head.name}
    kept = {each for each in found if each and len(each) >= SHORTEST} | names
    numbers = {each.id_number for each in case.plan.family.members}
    assert numbers | {case.plan.family.telephone, case.plan.family.card_number} <= kept
    return sorted(kept)
