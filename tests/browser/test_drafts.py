"""Drafts and phrases with script: kept by itself, filled in at one click."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from models.phrase import Phrase
from models.role import Role
from tests.browser.town import SeenCase
from tests.cast import username
from workflows import clock

SeenAt = Callable[[str], SeenCase]
CLERK = username(Role.VILLAGE_CLERK)
# A little more than the script waits between two drafts.
PAUSE_MS = 21_000


def form_on(case: SeenCase) -> Page:
    """The form of the acceptance check on a page whose clock the test moves."""
    desk = case.town.desk(CLERK)
    desk.page.clock.install()
    desk.open(f"/tasks/{case.task('check_application').id}")
    return desk.page


def test_what_is_typed_is_kept_by_itself(seen_at: SeenAt) -> None:
    page = form_on(seen_at("check_application"))
    page.get_by_label("办理意见").fill("写到一半")
    page.clock.fast_forward(PAUSE_MS)
    expect(page.locator(".keep .said")).to_contain_text("已存草稿")
    page.reload()
    expect(page.get_by_label("办理意见")).to_have_value("写到一半")
    expect(page.locator(".draft")).to_contain_text("存的草稿")


def test_after_a_lost_session_nothing_has_to_be_typed_again(seen_at: SeenAt) -> None:
    case = seen_at("check_application")
    page = form_on(case)
    desk = case.town.desk(CLERK)
    # An answer that is still on its way would bring the cookie back.
    page.wait_for_load_state("networkidle")
    cookies = desk.context.cookies()
    desk.context.clear_cookies()
    page.get_by_label("办理意见").fill("写到一半")
    page.clock.fast_forward(PAUSE_MS)
    expect(page.locator(".keep .said")).to_contain_text("登录已过期")
    desk.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.clock.fast_forward(PAUSE_MS)
    expect(page.locator(".keep .said")).to_contain_text("已存草稿")
    expect(page.get_by_label("办理意见")).to_have_value("写到一半")
    # The refusal is what the test is about; a browser writes it down as an error.
    desk.faults[:] = [fault for fault in desk.faults if "401" not in fault and "400" not in fault]


def test_a_phrase_is_filled_in_at_one_click(seen_at: SeenAt) -> None:
    case = seen_at("check_application")
    with case.office.database.write() as session:
        account_id = case.office.people.account_id(Role.VILLAGE_CLERK)
        phrase = Phrase(
            account_id=account_id,
            text="材料齐全。",
            written_by_id=account_id,
            written_at=clock.now(),
        )
        session.add(phrase)
        session.commit()
    page = form_on(case)
    page.get_by_label("办理意见").fill("看过了。")
    page.get_by_label("常用意见").select_option("材料齐全。")
    expect(page.get_by_label("办理意见")).to_have_value("看过了。\n材料齐全。")
    expect(page.get_by_role("button", name="填入")).to_be_hidden()
