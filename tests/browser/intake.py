"""A clerk at a telephone who types a whole application, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FilePayload
from werkzeug.datastructures import MultiDict

from tests.browser.desk import Desk
from tests.browser.sheet import Sheet
from tests.pictures import photo
from tests.webapp.intake.drafting import PAGES

ON = "保存并继续"
PHOTOS = 2


@dataclass
class Intake:
    """One draft at one desk; ``look`` is called on every page once it is filled in."""

    desk: Desk
    look: Callable[[str], None]
    has_script: bool = True

    def begin(self, programme_id: int) -> None:
        """From the menu to the task list."""
        self.desk.open("/intake")
        self.look("intake, the list")
        self.desk.page.get_by_label("方案").select_option(str(programme_id))
        self.desk.press("开始填写")
        self.look("intake, the tasks")

    def fill_all(self) -> None:
        """Every page up to the signature, each from the one before."""
        self.desk.follow("申请人")
        for page in PAGES:
            self.fill(page)
            self.look(f"intake, {page}")
            self.desk.press(ON)
        self.desk.page.wait_for_url("**/photos")
        for number in range(PHOTOS):
            self.add_picture(number)
        self.look("intake, photos")
        self.desk.press(ON)

    def fill(self, page: str, **answers: Any) -> None:
        """Answer the page that is open."""
        self.desk.page.wait_for_url(f"**/{page}")
        told: MultiDict[str, str] = MultiDict(PAGES[page] | answers)
        Sheet(self.desk.main.locator("form[data-intake]")).fill(told)

    def add_picture(self, number: int) -> None:
        """Choose one picture as the ``number``-th kind of the page, and see it come back."""
        file: FilePayload = {
            "name": "照片.jpg",
            "mimeType": "image/jpeg",
            "buffer": photo(f"shot {number}"),
        }
        shot = self.desk.page.locator(f"#f-kind-{number}")
        shot.locator("input[type=file]").first.set_input_files(file)
        if not self.has_script:
            shot.get_by_role("button", name="上传").first.click()
        self.desk.page.locator(f"#f-kind-{number} .docs img").wait_for()

    def draw(self) -> None:
        """A name on the screen, roughly."""
        canvas = self.desk.page.locator("[data-pen] canvas")
        canvas.evaluate("each => each.scrollIntoView({block: 'start'})")
        box = canvas.bounding_box()
        assert box is not None
        mouse = self.desk.page.mouse
        for line in (((40, 40), (180, 50), (240, 44)), ((120, 15), (126, 110))):
            mouse.move(box["x"] + line[0][0], box["y"] + line[0][1])
            mouse.down()
            for x, y in line[1:]:
                mouse.move(box["x"] + x, box["y"] + y, steps=6)
            mouse.up()
