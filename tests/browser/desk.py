"""One person's browser: what they open and press, and whatever went wrong on the way."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from tests.cast import PASSWORD

PHONE_WIDTH, SCREEN_WIDTH = 360, 1280
# Chromium says this of every answer that is not a success, also of a form that came back.
STATUS_NOTE = "Failed to load resource: the server responded with a status of 422"
# Nothing here takes long, but the machine may have other work to do.
PATIENCE_MS = 20_000
# More than any page has.
MOST_STOPS = 120


class Desk:
    """A window at ``address``; ``faults`` are sentences on what no page may do."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.context = context
        self.faults: list[str] = []
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", self._note_request)
        context.on("page", self._watch)
        self.page: Page = context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def _note_console(self, message: ConsoleMessage) -> None:
        # A violation of the content policy is told here, too.
        if message.type in ("error", "warning") and not message.text.startswith(STATUS_NOTE):
            self.faults.append(f"console: {message.text}")

    def _note_request(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme != "data" and f"{asked.scheme}://{asked.netloc}" != self.address:
            self.faults.append(f"request to another host: {request.url}")

    # --- doing ----------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Open a page of the server."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def log_in(self, username: str, password: str = PASSWORD) -> None:
        """Type name and password on the log-in page and press Enter."""
        self.open("/login")
        self.page.get_by_label("用户名").press_sequentially(username)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_label("密码").press("Enter")
        expect(self.main.get_by_role("heading", level=1)).not_to_have_text("登录")

    def press(self, label: str) -> None:
        """Click the button ``label`` of the page's content."""
        self.main.get_by_role("button", name=label, exact=True).click()

    def follow(self, label: str) -> None:
        """Click the first link ``label`` of the page, and see all of the page it leads to."""
        self.page.get_by_role("link", name=label, exact=True).first.click()
        self.page.wait_for_load_state("domcontentloaded")

    def tab_to(self, target: Locator) -> None:
        """Press Tab until ``target`` has the focus."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if target.evaluate("each => each === document.activeElement"):
                return
        raise AssertionError(f"{target} cannot be reached by keyboard from {self.path}")

    # --- seeing ---------------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        """The content of the page."""
        return self.page.locator("main")

    @property
    def form(self) -> Locator:
        """The form of the task that is open."""
        return self.main.locator("form[data-task]")

    @property
    def path(self) -> str:
        """The path of the page that is shown."""
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        """The page's first heading, without the badge in it."""
        return self.main.locator("h1").first.inner_text().split("\n")[0].strip()

    @property
    def flash(self) -> str:
        """What the page says of the act before."""
        return " ".join(self.page.locator("p.flash").all_inner_texts())

    @property
    def words(self) -> str:
        """What stands in the page's content, in one line."""
        return " ".join(self.main.inner_text().split())

    @property
    def fits(self) -> bool:
        """Whether the page is no wider than the window, so that it does not scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
