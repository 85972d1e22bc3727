"""拒绝改造: visits on different days, evidence of both levels, both signatures (R17, G13, X1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.document import REFUSAL_EVIDENCE, REFUSAL_FINDINGS
from models.refusal import Refusal, RefusalSignature, RefusalVisit
from tests.cast import day
from tests.forms.stage import Stage
from tests.forms.village_case import refused
from workflows import clock

VISIT, VILLAGE, TOWNSHIP = "record_refusal_visit", "sign_refusal_village", "sign_refusal_township"


@pytest.fixture(autouse=True)
def _today() -> None:
    clock.set_now(day("2019-04-01"))


@pytest.fixture
def stage(returned: Stage) -> Stage:
    refused(returned)
    return returned


def visit(stage: Stage, on: str, level: str = "村", **answers: Any) -> dict[str, Any]:
    clock.set_now(day(on))
    return {
        "visit_level": level,
        "visitors": "白音、李铁柱",
        "content": "讲解补助标准和安全风险。",
        "household_statement": "住惯了,不想动。",
        "evidence_ids": [str(each) for each in stage.upload(REFUSAL_EVIDENCE)],
        **answers,
    }


def proven(stage: Stage) -> None:
    stage.submit(VISIT, "again", **visit(stage, "2019-04-02"))
    stage.submit(VISIT, "again", **visit(stage, "2019-04-05"))
    stage.submit(VISIT, "establish", **visit(stage, "2019-04-09", "镇"))


def signing(stage: Stage, level: str, **answers: Any) -> dict[str, Any]:
    return {
        "finding": "多次工作后仍拒绝,属个人原因。",
        "is_sealed": "yes",
        "document_ids": [str(each) for each in stage.upload(REFUSAL_FINDINGS[level])],
        **answers,
    }


def test_three_visits_and_both_levels_evidence_go_to_be_signed(stage: Stage) -> None:
    proven(stage)
    assert stage.open_tasks() >= {VILLAGE}
    assert stage.last(RefusalVisit).visit_level == "镇"


def test_both_levels_sign_and_the_refusal_stands(stage: Stage) -> None:
    proven(stage)
    stage.submit(VILLAGE, **signing(stage, "村"))
    assert stage.last(RefusalSignature).signed_level == "村"
    stage.submit(TOWNSHIP, "establish", **signing(stage, "镇"))
    assert stage.last(RefusalSignature).signed_level == "镇"
    assert stage.last(Refusal).state == "established"


def test_too_few_visits_are_not_reported(stage: Stage) -> None:
    stage.submit(VISIT, "again", **visit(stage, "2019-04-02", "镇"))
    errors = stage.errors(VISIT, "establish", **visit(stage, "2019-04-05"))
    assert "拒绝改造不成立,须多次进行思想工作" in errors["visit_level"][0]


def test_several_visits_on_one_day_count_once(stage: Stage) -> None:
    for _ in range(3):
        stage.submit(VISIT, "again", **visit(stage, "2019-04-02", "镇"))
    errors = stage.errors(VISIT, "establish", **visit(stage, "2019-04-02"))
    assert "须多次进行思想工作" in errors["visit_level"][0]


def test_evidence_of_one_level_is_not_enough(stage: Stage) -> None:
    for on in ("2019-04-02", "2019-04-05"):
        stage.submit(VISIT, "again", **visit(stage, on))
    errors = stage.errors(VISIT, "establish", **visit(stage, "2019-04-09", "镇", evidence_ids=[]))
    assert "佐证不完整,须镇村两级" in errors["visit_level"][0]


def test_other_than_personal_reasons_are_no_refusal(new_stage: Callable[..., Stage]) -> None:
    stage = new_stage()
    stage.start("returned_to_village")
    refused(stage, "非个人原因")
    for on in ("2019-04-02", "2019-04-05"):
        stage.submit(VISIT, "again", **visit(stage, on))
    errors = stage.errors(VISIT, "establish", **visit(stage, "2019-04-09", "镇"))
    assert "拒绝改造不成立,非个人原因" in errors["visit_level"][0]


def test_a_silent_household_needs_two_witnesses(stage: Stage) -> None:
    silent = visit(stage, "2019-04-02", household_statement="", witnesses="斯琴")
    assert list(stage.errors(VISIT, "again", **silent)) == ["household_statement"]
    stage.submit(VISIT, "again", **{**silent, "witnesses": "斯琴、布和"})
    assert stage.last(RefusalVisit).witnesses == "斯琴、布和"


def test_a_visitor_is_no_witness(stage: Stage) -> None:
    answers = visit(stage, "2019-04-02", household_statement="", witnesses="白音、布和")
    assert list(stage.errors(VISIT, "again", **answers)) == ["witnesses"]


def test_a_household_may_agree_at_any_visit(stage: Stage) -> None:
    stage.submit(VISIT, "continue", **visit(stage, "2019-04-02"))
    assert stage.last(Refusal).state == "continued"
    assert stage.application.state == "open"


def test_an_unsealed_paper_is_not_signed(stage: Stage) -> None:
    proven(stage)
    assert list(stage.errors(VILLAGE, **signing(stage, "村", is_sealed="no"))) == ["is_sealed"]


def test_each_level_signs_with_its_own_paper(stage: Stage) -> None:
    proven(stage)
    stage.submit(VILLAGE, **signing(stage, "村"))
    errors = stage.errors(TOWNSHIP, "establish", **signing(stage, "村"))
    assert list(errors) == ["document_ids"]


def test_the_township_may_send_the_village_out_again_with_a_reason(stage: Stage) -> None:
    proven(stage)
    stage.submit(VILLAGE, **signing(stage, "村"))
    assert list(stage.errors(TOWNSHIP, "return")) == ["comment"]
    stage.submit(TOWNSHIP, "return", comment="请再谈一次过渡安置。")
    assert stage.task(VISIT).asked_because == "请再谈一次过渡安置。"
