"""What the pages do with script, and only a browser shows."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from sqlalchemy import select

from models.history import HistoryEntry
from models.role import Role
from tests.browser.drawing import Drawing
from tests.browser.sheet import picture
from tests.browser.town import SeenCase, Town
from tests.cast import username

CLERK = username(Role.VILLAGE_CLERK)
SeenAt = Callable[[str], SeenCase]
IS_FOCUSED_INSIDE = "each => each.contains(document.activeElement)"
# The sticky row of buttons must not lie over what has the focus.
IS_COVERED = """() => {
    const bar = document.querySelector(".finish.sticky"), focused = document.activeElement;
    if (!bar || bar.contains(focused) || !focused.closest("form[data-task]")) return "";
    const over = bar.getBoundingClientRect(), under = focused.getBoundingClientRect();
    return under.top >= over.top && over.top < innerHeight ? focused.name || focused.id : "";
}"""


def test_a_double_click_on_the_button_is_one_act(seen_at: SeenAt) -> None:
    case = seen_at("check_application")
    desk = case.open(case.task("check_application"))
    case.fill("check_application", "accept")
    desk.main.get_by_role("button", name="受理", exact=True).dblclick()
    expect(desk.main.get_by_role("heading", level=1)).to_contain_text("召开民主评议")
    assert "已办结" in desk.flash
    assert acts_of(case, "task_completed") == 2, "filing and checking, each once"
    assert set(case.open_tasks) == {"hold_appraisal"}


def test_each_link_of_the_error_summary_leads_into_its_question(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    desk = case.open(case.task("hold_appraisal"))
    desk.press("评议通过")
    problems = desk.page.locator(".problems")
    expect(problems).to_be_focused()
    links = problems.get_by_role("link")
    asked = [link.get_attribute("href") for link in links.all()]
    assert len(asked) > 5
    for number, address in enumerate(asked):
        links.nth(number).click()
        question = desk.page.locator(f".f:has({address}), .f{address}")
        expect(question.locator(".error").first).to_be_in_viewport()
        assert question.evaluate(IS_FOCUSED_INSIDE), f"{address} does not lead into its question"


def test_what_is_typed_stays_when_a_form_comes_back(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    desk = case.open(case.task("hold_appraisal"))
    desk.page.get_by_label("地点").fill("村小学教室")
    desk.press("评议通过")
    expect(desk.page.locator(".problems")).to_be_visible()
    expect(desk.page.get_by_label("地点")).to_have_value("村小学教室")


def test_enter_in_a_line_presses_no_button(seen_at: SeenAt) -> None:
    case = seen_at("check_application")
    desk = case.open(case.task("check_application"))
    desk.page.get_by_label("办理人").press("Enter")
    desk.page.wait_for_timeout(300)
    assert set(case.open_tasks) == {"check_application"}
    assert desk.heading.startswith("受理检查")


def test_a_reviewer_needs_no_mouse(seen_at: SeenAt) -> None:
    case = seen_at("review_file")
    task = case.task("review_file")
    desk = case.town.desk(case.desk(task))
    desk.open("/")
    desk.tab_to(desk.main.locator(f'a[href="/tasks/{task.id}"]'))
    desk.page.keyboard.press("Enter")
    expect(desk.main.get_by_role("heading", level=1)).to_contain_text("审核材料")
    desk.tab_to(desk.page.get_by_label("办理意见"))
    desk.page.keyboard.type("材料齐全,同意入户调查。")
    desk.tab_to(desk.main.get_by_role("button", name="合格", exact=True))
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(lambda url: not url.endswith(f"/tasks/{task.id}"))
    assert "审核材料(合格)" in desk.flash
    assert set(case.open_tasks) == {"visit_household"}


def test_what_has_the_focus_is_never_under_the_buttons(seen_at: SeenAt) -> None:
    case = seen_at("visit_household")
    desk = case.open(case.task("visit_household"))
    desk.page.set_viewport_size({"width": 360, "height": 740})
    desk.page.reload()
    last = desk.form.locator("button[name=outcome]").last
    covered = []
    for _ in range(60):
        desk.page.keyboard.press("Tab")
        covered.append(desk.page.evaluate(IS_COVERED))
        if last.evaluate("each => each === document.activeElement"):
            break
    assert len(covered) > 20
    assert [each for each in covered if each] == []


def test_a_file_that_is_no_picture_is_refused_beside_its_question(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    desk = case.open(case.task("hold_appraisal"))
    desk.page.get_by_label("地点").fill("村小学教室")
    text = {"name": "记录.txt", "mimeType": "text/plain", "buffer": "会议记录".encode()}
    desk.form.locator("[type=file]").first.set_input_files(text)  # type: ignore[arg-type]
    expect(desk.form.locator(".said").first).to_have_text(
        "只能上传 JPG、PNG、HEIC 照片或 PDF 文件。"
    )
    expect(desk.page.get_by_label("地点")).to_have_value("村小学教室")


def test_the_same_picture_sent_twice_is_there_once(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    desk = case.open(case.task("hold_appraisal"))
    sent = picture()
    boxes = desk.form.locator('[name="document_ids"]')
    for _ in range(2):
        with desk.page.expect_response("**/documents?field=document_ids"):
            desk.form.locator('[name="document_ids-file"]').set_input_files(sent)
        expect(boxes).to_be_checked()
        boxes.uncheck()


def test_of_several_pictures_each_is_sent_and_what_is_none_is_named(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    desk = case.open(case.task("hold_appraisal"))
    text = {"name": "记录.txt", "mimeType": "text/plain", "buffer": b"minutes"}
    large = {"name": "大.jpg", "mimeType": "image/jpeg", "buffer": bytes(11 * 1024 * 1024)}
    desk.form.locator('[name="document_ids-file"]').set_input_files(
        [picture(), text, picture(), large]  # type: ignore[list-item]
    )
    said = desk.form.locator("[data-upload]").first.locator(".said")
    expect(said).to_contain_text("已上传 2 个,并已选用。“记录.txt”:只能上传")
    expect(said).to_contain_text("“大.jpg”超过 10 MB")
    expect(desk.form.locator('[name="document_ids"]:checked')).to_have_count(2)


def test_what_a_broken_line_lost_is_sent_again_without_choosing_it_anew(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    desk = case.open(case.task("hold_appraisal"))
    address = "**/documents?field=document_ids"
    desk.page.route(address, lambda route: route.abort())
    desk.form.locator('[name="document_ids-file"]').set_input_files(picture())
    again = desk.form.get_by_role("button", name="重新发送")
    expect(again).to_be_visible()
    desk.page.unroute(address)
    again.click()
    expect(desk.form.locator('[name="document_ids"]')).to_be_checked()
    expect(again).to_have_count(0)
    # The browser itself tells of the line that this test has cut.
    assert all("ERR_FAILED" in fault for fault in desk.faults)
    desk.faults.clear()


def test_the_drawing_begins_at_the_present_step_and_names_its_maker(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    desk = case.show(CLERK, "流程图")
    assert Drawing(desk).here == {"village_review"}
    desk.page.locator("#canvas").scroll_into_view_if_needed()
    expect(desk.page.locator('.djs-shape[data-element-id="village_review"]')).to_be_in_viewport()
    mark = desk.page.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_in_viewport(ratio=1)
    assert mark.get_attribute("href") == "http://bpmn.io"
    assert desk.fits


def test_the_inbox_filters_as_one_chooses(seen_at: SeenAt) -> None:
    case = seen_at("hold_appraisal")
    desk = case.town.desk(CLERK)
    desk.open("/")
    expect(desk.main.locator("tbody tr")).to_have_count(1)
    desk.page.get_by_label("步骤").select_option(label="提出申请")
    expect(desk.main.get_by_text("没有符合条件的待办。")).to_be_visible()
    assert "step=" in desk.page.url
    desk.page.get_by_label("步骤").select_option(label="召开民主评议")
    expect(desk.main.locator("tbody tr")).to_have_count(1)


def test_who_logs_out_leaves_nothing_behind_the_back_button(town: Town) -> None:
    desk = town.log_in(CLERK)
    desk.page.locator("details.me summary").click()
    desk.page.get_by_role("button", name="退出").click()
    assert desk.flash == "您已退出。"
    desk.page.go_back()
    expect(desk.main.get_by_role("heading", level=1)).to_have_text("登录")


def acts_of(case: SeenCase, kind: str) -> int:
    with case.office.database.read() as session:
        entries = select(HistoryEntry).where(
            HistoryEntry.application_id == case.id, HistoryEntry.kind == kind
        )
        return len(session.scalars(entries).all())
