"""A form on a page, filled in by hand: typing, ticking, choosing, adding pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import count
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect
from werkzeug.datastructures import MultiDict

_numbers = count(1)
CONTROLS = """form => [...form.elements]
    .filter(each => each.name && !["hidden", "file", "submit"].includes(each.type))
    .map(each => ({name: each.name, type: each.type, value: each.value, checked: !!each.checked}))
"""


def picture() -> FilePayload:
    """A photograph that no one has sent before."""
    number = next(_numbers)
    drawn = io.BytesIO()
    colour = (number % 256, number // 256 % 256, 120)
    Image.new("RGB", (64, 48), colour).save(drawn, "PNG")
    return {"name": f"照片{number}.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


@dataclass(frozen=True)
class Sheet:
    """The form at ``form``."""

    form: Locator

    def fill(self, answers: MultiDict[str, str]) -> None:
        """Answer every question that ``answers`` answer otherwise than the page already does.

        Raises AssertionError for an answer to which the page has no question.
        """
        self._make_room(answers)
        controls = self.form.evaluate(CONTROLS)
        asked = {control["name"] for control in controls}
        unasked = {name for name in answers if any(answers.getlist(name))} - asked
        assert not unasked, f"the page does not ask for {sorted(unasked)}"
        for control in controls:
            if control["name"] in answers:
                self._answer(control, answers.getlist(control["name"]))

    def add_picture(self, field: str, kind: str) -> str:
        """Add a picture through the page's own control; the number of the new document.

        ``kind`` is one of those that the question asks for.
        """
        box = self.form.locator(f'.upload:has([name="{field}-file"])')
        ticked = self.form.locator(f'[name="{field}"]')
        before = ticked.count()
        kinds = box.locator("select")
        if kinds.count():
            kinds.select_option(kind)
        box.locator("[type=file]").set_input_files(picture())
        send = box.get_by_role("button", name="上传")
        if send.is_visible():
            # Only without script: with it a chosen picture goes up at once.
            send.click()
        expect(ticked).to_have_count(before + 1)
        expect(ticked.last).to_be_checked()
        return ticked.last.get_attribute("value") or ""

    # --- inside ---------------------------------------------------------------------------------

    def _make_room(self, answers: MultiDict[str, str]) -> None:
        """As many rows in the roster as there are persons."""
        rows = {name.split("-")[1] for name in answers if name.startswith("members-")}
        while rows and self.form.locator("[data-roster-row]").count() < len(rows):
            self.form.get_by_role("button", name="再加一人").click()

    def _answer(self, control: dict[str, Any], values: list[str]) -> None:
        name, value, kind = control["name"], control["value"], control["type"]
        # A number may have a box beside it that says 不清楚.
        at = self.form.locator(f'[name="{name}"]:not([type=checkbox])')
        if kind in ("radio", "checkbox"):
            box = self.form.locator(f'[name="{name}"][value="{value}"]')
            if value in values and not control["checked"]:
                box.check()
            elif kind == "checkbox" and control["checked"] and value not in values:
                box.uncheck()
        elif kind == "select-one":
            if value != values[0]:
                at.select_option(values[0])
        elif value.replace("\r\n", "\n") != values[0].replace("\r\n", "\n"):
            at.fill(values[0])
