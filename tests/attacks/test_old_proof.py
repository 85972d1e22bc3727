"""Proof shown a second time, for something it does not prove."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.notice import NoticePosting
from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt
from tests.journeys.office import Case

CLERK = username(Role.VILLAGE_CLERK)


@pytest.fixture
def visited(case_at: CaseAt) -> tuple[Case, list[str]]:
    """A refusal that the village has visited twice, and the one paper it showed."""
    case = case_at("choose_method")
    case.act(CLERK, "refusals/new", reason_kind="个人原因", reason="住惯了。")
    case.office.pass_days(1)
    paper = case.filled("record_refusal_visit", "again", visit_level="村").getlist("evidence_ids")
    for _ in range(2):
        case.complete("record_refusal_visit", "again", visit_level="村", evidence_ids=paper)
        case.office.pass_days(1)
    return case, paper


def test_one_paper_is_not_the_proof_of_village_and_township(
    visited: tuple[Case, list[str]],
) -> None:
    case, paper = visited

    refused = case.refused(
        "record_refusal_visit", "establish", visit_level="镇", evidence_ids=paper
    )

    assert "镇级入户要有自己的佐证材料" in refused


def test_the_township_with_a_paper_of_its_own_may_report(
    visited: tuple[Case, list[str]],
) -> None:
    case, _ = visited

    case.complete("record_refusal_visit", "establish", visit_level="镇")

    assert "sign_refusal_village" in case.open_tasks


def test_a_notice_put_up_again_is_photographed_again(case_at: CaseAt) -> None:
    case = case_at("take_down_notice")
    with case.office.database.read() as session:
        old = list(session.scalars(select(NoticePosting.photo_ids)).one())
    case.do("take_down_notice", "repeat")

    assert "要重新拍照" in case.refused("post_notice", photo_ids=old)
