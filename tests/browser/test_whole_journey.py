"""One household from the log-in to the money on its card, at the screens of those who take part."""

from __future__ import annotations

from playwright.sync_api import expect

from models.role import Role
from tests.browser.drawing import Drawing
from tests.browser.town import SeenCase, Town
from tests.cast import username
from tests.journeys.plans import plan_of

CLERK, TOWNSHIP = username(Role.VILLAGE_CLERK), username(Role.TOWNSHIP_OFFICER)
AUDITOR = username(Role.AUDITOR)


def test_a_house_is_repaired_and_the_money_reaches_the_card(town: Town) -> None:
    case = town.new_case(plan_of(1, size=5, grade="C", method="修缮加固", area_m2=None))
    the_village_reports_it(case)
    the_township_approves_it(case)
    the_county_approves_it(case)
    it_is_repaired_and_accepted(case)
    it_is_paid_and_closed(case)
    an_auditor_reads_it(case)


def the_village_reports_it(case: SeenCase) -> None:
    case.town.log_in(CLERK)
    clerk = case.complete("file_application")
    assert clerk.flash.endswith("接着办理下一步。")
    assert clerk.heading.startswith("受理检查"), "the same clerk goes straight on"
    case.send("check_application")
    case.complete("hold_appraisal")
    clerk = case.complete("post_notice")
    assert clerk.flash.endswith("公示中,3月11日24时期满。")
    clerk = case.show(CLERK)
    assert "公示中,3月11日24时期满" in clerk.words
    assert case.plan.family.members[-1].name in clerk.words, "a person on an added row"
    drawing = Drawing(case.show(CLERK, "流程图"))
    assert drawing.here == {"village_review"}
    drawing.click("village_review")
    clerk.page.wait_for_url("**/village_review")
    drawing = Drawing(clerk)
    assert drawing.here == {"village_notice_closed"}
    assert {"application_intake", "hold_appraisal"} <= drawing.walked
    case.wait_for("take_down_notice")
    case.send("take_down_notice")
    clerk = case.complete("report_application")
    assert clerk.flash.endswith("下一步在蘑菇气镇经办(审核材料)。")


def the_township_approves_it(case: SeenCase) -> None:
    case.send("review_file")
    case.complete("visit_household")
    case.send("decide_case", "post_notice")
    case.wait_for("take_down_notice")
    case.send("take_down_notice", "hold_meeting")
    officer = case.complete("report_notice_result")
    assert officer.flash.endswith("下一步在扶贫办审核(扶贫办审核身份)。")
    drawing = Drawing(case.show(TOWNSHIP, "流程图"))
    assert drawing.here == {"identity_verification"}
    assert {"village_review", "township_review"} <= drawing.walked


def the_county_approves_it(case: SeenCase) -> None:
    case.send("verify_poverty", "commission_grading")
    case.complete("grade_house")
    case.send("confirm_grading")
    assert "C级" in case.show(CLERK).words
    case.send("choose_method", "review_archive")
    case.complete("approve_case")
    case.send("post_notice")
    case.wait_for("take_down_notice")
    case.send("take_down_notice", "record_registry_entry")
    assert "核定补助 20,000 元" in case.show(CLERK, "资金").words


def it_is_repaired_and_accepted(case: SeenCase) -> None:
    case.send("sign_agreement", "start_construction", "inspect_site")
    case.complete("declare_completion", repair_cost_yuan=17350)
    case.send("accept_preliminary")
    case.complete("accept_final", repair_cost_yuan=17350)


def it_is_paid_and_closed(case: SeenCase) -> None:
    case.send("review_subsidy", "approve_subsidy")
    case.complete("pay_subsidy")
    case.send("archive_case")
    assert case.open_tasks == {}
    assert (case.application.result, case.application.payable_yuan) == ("case_closed", 17350)


def an_auditor_reads_it(case: SeenCase) -> None:
    head, card = case.plan.family.head.name, case.plan.family.card_number
    auditor = case.show(AUDITOR)
    assert auditor.heading.startswith(head)
    expect(auditor.main.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text(
        "销号"
    )
    told = case.show(AUDITOR, "审批历程").words
    for sentence in (
        "为农户开立申请。",
        "办理召开民主评议: 评议通过",
        "在村务公开栏、主要街道张贴公示",
        "办理扶贫办审核身份: 通过",
        "办理竣工验收: 验收合格",
        "办理登记发放结果: 发放成功",
        "本件办结: 销号",
    ):
        assert sentence in told, sentence
    money = case.show(AUDITOR, "资金").words
    assert "17,350 元 发放成功" in money
    assert card not in money
    assert f"***{card[-4:]}" in money
    assert "没有改动" in case.show(AUDITOR, "核验").words
    drawing = Drawing(case.show(AUDITOR, "流程图"))
    assert drawing.here == set()
    assert {"construction", "acceptance", "payment_and_closing", "case_closed"} <= drawing.walked
