"""The drawing on a case page, as the browser draws it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.desk import Desk

MARKED = """mark => [...document.querySelectorAll(`.djs-shape.${mark}`)]
    .map(each => each.dataset.elementId)
"""


class Drawing:
    """What is drawn at ``desk``; waits until it is."""

    def __init__(self, desk: Desk) -> None:
        self.page = desk.page
        expect(self.page.locator(".canvas .djs-shape").first).to_be_visible()
        expect(self.page.locator("#canvas-bar")).to_be_visible()

    @property
    def walked(self) -> set[str]:
        """Steps in the colour of those that the case went through."""
        return set(self.page.evaluate(MARKED, "walked"))

    @property
    def here(self) -> set[str]:
        """Steps in the colour of the present one."""
        return set(self.page.evaluate(MARKED, "here"))

    def click(self, node: str) -> None:
        """Click a step of the drawing."""
        self.page.locator(f'.djs-shape[data-element-id="{node}"] .djs-hit').first.click()
