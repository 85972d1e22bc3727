"""身份审核: departments' opinions, what bars a pass, and how a refusal comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.correction import Correction
from models.identity import IdentityOpinion
from models.township import RefusalForwarding
from tests.forms.stage import Stage
from workflows.identity import confirmations
from workflows.rights import MACHINE
from workflows.steps import locked_step

NewStage = Callable[..., Stage]
LIST = {"document_number": "扎扶办函〔2019〕3号", "document_date": "2019-03-01"}
POVERTY = LIST | {"in_relocation_plan": "no", "stable_out_of_poverty": "no"}
NO_HOUSE = POVERTY | {"whole_household_no_house": "yes", "marked_in_archive": "yes"}


@pytest.fixture
def stage(new_stage: NewStage) -> Stage:
    stage = new_stage()
    stage.start("identity_verification")
    return stage


def confirmed(stage: Stage) -> Any:
    """What the decision tables read of the opinions."""
    step = locked_step(stage.session, stage.runtime, MACHINE, stage.application.id)
    return confirmations(step)["confirm"]


def test_a_pass_writes_the_opinion_with_its_list_and_the_facts(stage: Stage) -> None:
    assert stage.open_tasks() == {"verify_poverty"}
    stage.submit("verify_poverty", "pass", **POVERTY)
    opinion = stage.last(IdentityOpinion)
    assert (opinion.department, opinion.passed) == ("扶贫", True)
    assert opinion.document_number == "扎扶办函〔2019〕3号"
    assert stage.application.in_relocation_plan is False
    assert stage.application.stable_out_of_poverty is False
    assert stage.application.result == "passed"


@pytest.mark.parametrize("name", ["document_number", "document_date", "in_relocation_plan"])
def test_a_pass_needs_the_list_and_the_comparison(stage: Stage, name: str) -> None:
    assert list(stage.errors("verify_poverty", "pass", **(POVERTY | {name: ""}))) == [name]


def test_a_list_of_tomorrow_is_refused(stage: Stage) -> None:
    answers = POVERTY | {"document_date": "2150-01-01"}
    assert "document_date" in stage.errors("verify_poverty", "pass", **answers)


def test_a_household_in_the_relocation_plan_cannot_pass_under_plan_a(stage: Stage) -> None:
    answers = POVERTY | {"in_relocation_plan": "yes"}
    errors = stage.errors("verify_poverty", "pass", comment="已核实。", **answers)
    assert list(errors) == ["in_relocation_plan"]
    stage.submit("verify_poverty", "fail", comment="已纳入易地扶贫搬迁计划。", **answers)
    assert stage.last(IdentityOpinion).passed is False
    assert stage.application.in_relocation_plan is True
    assert stage.application.result == "failed"


def test_a_relocation_hit_under_plan_b_asks_for_words_and_lets_pass(new_stage: NewStage) -> None:
    stage = new_stage("B", identities=["贫困残疾人"])
    stage.start("identity_verification")
    answers = LIST | {"in_relocation_plan": "yes"}
    errors = stage.errors("verify_poverty", "pass", **answers)
    assert "易地扶贫搬迁计划" in errors["in_relocation_plan"][0]
    stage.submit("verify_poverty", "pass", comment="同名不同人,已核实。", **answers)
    assert stage.last(IdentityOpinion).passed is True


def test_only_the_poverty_office_is_asked_what_its_files_say(new_stage: NewStage) -> None:
    stage = new_stage("B", identities=["贫困残疾人"])
    stage.start("identity_verification")
    poverty = {field.short_name for field in stage.form("verify_poverty").own_fields}
    civil = {field.short_name for field in stage.form("verify_civil_affairs").own_fields}
    assert poverty - civil == {"in_relocation_plan"}
    stage.submit("verify_disability", "pass", **LIST)
    stage.submit("verify_civil_affairs", "pass", **LIST)
    assert stage.application.result == "passed"
    assert stage.application.in_relocation_plan is None


def test_a_household_without_a_house_passes_when_the_files_mark_it(new_stage: NewStage) -> None:
    stage = new_stage(dwelling="无房")
    stage.start("identity_verification")
    stage.submit("verify_poverty", "pass", **NO_HOUSE)
    assert stage.application.marked_in_archive is True
    assert stage.application.whole_household_no_house is True


@pytest.mark.parametrize(
    ("answers", "comment", "field"),
    [
        ({"whole_household_no_house": "no"}, "", "whole_household_no_house"),
        ({"marked_in_archive": "no"}, "", "no_house_confirmed"),
        ({"marked_in_archive": "no", "no_house_confirmed": "no"}, "", "no_house_confirmed"),
        ({"marked_in_archive": "no", "no_house_confirmed": "yes"}, "", "comment"),
    ],
)
def test_what_the_files_do_not_mark_needs_a_reasoned_finding(
    new_stage: NewStage, answers: dict[str, str], comment: str, field: str
) -> None:
    stage = new_stage(dwelling="无房")
    stage.start("identity_verification")
    errors = stage.errors("verify_poverty", "pass", comment=comment, **(NO_HOUSE | answers))
    assert list(errors) == [field]


def test_an_unmarked_household_is_confirmed_with_a_reason(new_stage: NewStage) -> None:
    stage = new_stage(dwelling="无房")
    stage.start("identity_verification")
    answers = NO_HOUSE | {"marked_in_archive": "no", "no_house_confirmed": "yes"}
    stage.submit("verify_poverty", "pass", comment="2018年房屋倒塌,档案未及时更新。", **answers)
    assert stage.application.no_house_confirmed is True


def test_a_mismatch_comes_back_to_the_same_department(stage: Stage) -> None:
    stage.submit("verify_poverty", "mismatch", comment="名单上的证件号码不同。")
    assert stage.last(IdentityOpinion).passed is None
    assert confirmed(stage) == {}
    stage.submit(
        "correct_poverty", explanation="证件号码已更正。", certificate_number="15078300123"
    )
    assert stage.last(Correction).explanation == "证件号码已更正。"
    assert stage.application.certificate_number == "15078300123"
    stage.submit("verify_poverty", "pass", **POVERTY)
    assert confirmed(stage) == {"扶贫": True}


def test_a_correction_may_not_change_who_is_asked(new_stage: NewStage) -> None:
    stage = new_stage("B", identities=["低保"])
    stage.start("identity_verification")
    stage.submit("verify_civil_affairs", "mismatch", comment="低保证号不符。")
    errors = stage.errors(
        "correct_civil_affairs", explanation="改报残疾。", identities=["贫困残疾人"]
    )
    assert list(errors) == ["identities"]
    stage.submit("correct_civil_affairs", explanation="应为特困。", identities=["分散供养特困"])
    assert stage.application.identities == ["分散供养特困"]


def test_a_refusal_is_handed_on_and_every_department_is_asked_anew(
    new_stage: NewStage,
) -> None:
    stage = new_stage("B", identities=["贫困残疾人"])
    stage.start("identity_verification")
    stage.submit("verify_disability", "fail", comment="残疾证已注销。")
    assert stage.application.result == "failed"
    stage.leave()
    stage.start("township_review", result="failed")
    assert stage.form("forward_refusal").reason.data == "残联:残疾证已注销。"
    assert "reason" in stage.errors("forward_refusal", reason="")
    stage.submit("forward_refusal", reason="残疾证已注销,请核实。")
    assert stage.last(RefusalForwarding).reason == "残疾证已注销,请核实。"
    shown = {name: value for name, value, _ in stage.form("handle_return").asked.rows}
    assert shown["身份审核"] == "残疾证已注销,请核实。"
    assert stage.last(IdentityOpinion).is_current is False
    stage.submit("handle_return", "resubmit", explanation="已补办残疾证。")
    assert stage.application.result == "reported"
