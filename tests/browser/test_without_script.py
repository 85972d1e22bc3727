"""Everything works without script: on an old phone, or when the network loses a file."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from models.role import Role
from tests.browser.sheet import Sheet
from tests.browser.town import SeenCase
from tests.cast import username

CLERK = username(Role.VILLAGE_CLERK)
SeenAt = Callable[[str], SeenCase]


def test_a_step_is_done_with_its_pictures_after_it_was_refused_once(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    case.town.give_desk(CLERK, java_script_enabled=False)
    desk = case.open(case.task("hold_appraisal"))
    desk.page.get_by_label("地点").fill("村小学教室")
    desk.press("评议通过")
    expect(desk.page.locator(".problems")).to_contain_text("处需要修改")
    expect(desk.page.get_by_label("地点")).to_have_value("村小学教室")
    number = Sheet(desk.form).add_picture("document_ids", "民主评议签到表")
    expect(desk.page.get_by_label("地点")).to_have_value("村小学教室")
    desk = case.complete("hold_appraisal", place="村小学教室")
    assert "召开民主评议(评议通过)" in desk.flash
    assert number
    assert set(case.open_tasks) == {"post_notice"}


def test_a_double_click_is_one_act(seen_at: SeenAt) -> None:
    case = seen_at("check_application")
    case.town.give_desk(CLERK, java_script_enabled=False)
    desk = case.open(case.task("check_application"))
    case.fill("check_application", "accept")
    desk.main.get_by_role("button", name="受理", exact=True).dblclick()
    expect(desk.main.get_by_role("heading", level=1)).to_contain_text("召开民主评议")
    assert len([task for task in case.tasks if task.status == "done"]) == 2
    assert set(case.open_tasks) == {"hold_appraisal"}


def test_the_way_of_a_case_stands_in_words_where_the_drawing_would_be(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    case.town.give_desk(CLERK, java_script_enabled=False)
    desk = case.show(CLERK, "流程图")
    expect(desk.page.locator("#canvas")).to_be_hidden()
    present = desk.main.locator(".walk-list li", has_text="现在在这一步")
    expect(present).to_contain_text("村级申报")
