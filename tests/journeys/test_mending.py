"""补正 page by page: what was asked for is marked, what changes is shown, one form is sent."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import update

from models.household import Household
from models.programme import ProgrammeParameter
from tests.journeys.conftest import CaseAt
from tests.journeys.office import JPEG, Case, Page
from tests.journeys.walks import walks

SUPPLEMENT = "supplement_application"


def states(page: Page) -> dict[str, str]:
    """Title of each page of the list -> how it stands."""
    return {
        " ".join(row.xpath("string(.//a)").split()): row.xpath(
            "string(.//*[@class][last()])"
        ).strip()
        for row in page.tree.xpath("//ul[contains(@class, 'tasks')]/li")
    }


def mend(case: Case, node: str, key: str, **answers: Any) -> Page:
    """Fill in one page and save it."""
    task, who = case.task(node), case.who(node)
    path = f"/tasks/{task.id}/pages/{key}"
    sheet = case.office.get(who, path).form(path)
    return case.office.post(who, path, {**sheet.values, **answers})


def send(case: Case, node: str, outcome: str, **answers: Any) -> Page:
    """Press a button on the last page."""
    task, who = case.task(node), case.who(node)
    path = f"/tasks/{task.id}?by=pages"
    sheet = case.office.get(who, f"/tasks/{task.id}/pages-checked").form(path)
    return case.office.post(who, path, {**sheet.values, "outcome": outcome, **answers})


def household_of(case: Case) -> Household:
    with case.office.database.read() as session:
        return session.get_one(Household, case.application.household_id)


@walks("check_application:return")
def test_only_what_was_asked_for_is_marked_and_the_rest_stays(case_at: CaseAt) -> None:
    case = case_at("check_application", quirks=frozenset({"missing_paper"}))
    case.do("check_application", "return", comment="住址没有写到门牌。")
    before, task = household_of(case), case.task(SUPPLEMENT)
    who, start = case.who(SUPPLEMENT), f"/tasks/{task.id}"
    assert case.office.get(who, start).location == f"{start}/pages"
    shown = states(case.office.get(who, f"{start}/pages"))
    assert (shown["申请人"], shown["材料和照片"], shown["房屋"]) == ("要改", "要改", "不用改")

    papers = case.office.get(who, f"{start}/pages/papers")
    every = papers.tree.xpath("//input[@name='papers']/@value")
    assert mend(case, SUPPLEMENT, "applicant", address="五组77号").status == 303
    assert mend(case, SUPPLEMENT, "papers", papers=every).status == 303
    assert household_of(case).address == before.address
    assert states(case.office.get(who, f"{start}/pages"))["申请人"] == "已改"
    refused = send(case, SUPPLEMENT, "done")
    assert (refused.status, "补了什么" in refused.complaints) == (422, True)
    mend(case, SUPPLEMENT, "told", supplied="补写了门牌。")
    last = case.office.get(who, f"{start}/pages-checked").words
    assert before.address in last
    assert "五组77号" in last

    assert send(case, SUPPLEMENT, "done").status == 303
    after = household_of(case)
    assert (after.address, after.telephone) == ("五组77号", before.telephone)
    assert set(case.open_tasks) == {"check_application"}


@walks("check_application:return")
def test_where_the_programme_asks_for_it_the_household_signs_again(case_at: CaseAt) -> None:
    case = case_at("check_application", quirks=frozenset({"missing_paper"}))
    with case.office.database.write() as session:
        session.execute(
            update(ProgrammeParameter)
            .where(ProgrammeParameter.name == "mended_signed_again")
            .values(value=True)
        )
        session.commit()
    case.do("check_application", "return")
    mend(case, SUPPLEMENT, "told", supplied="补交材料。")
    refused = send(case, SUPPLEMENT, "done")
    assert (refused.status, "重新签字" in refused.words) == (422, True)
    thumb = {"kind-1-file": (io.BytesIO(JPEG), "手印.jpg")}
    assert mend(case, SUPPLEMENT, "signature", **thumb).status == 303
    assert send(case, SUPPLEMENT, "done").status == 303
