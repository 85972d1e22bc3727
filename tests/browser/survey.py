"""A look at many pages, as narrow screens show them and as assistive technology reads them."""

from __future__ import annotations

from pathlib import Path

from tests.browser.desk import PHONE_WIDTH, SCREEN_WIDTH
from tests.browser.town import VILLAGERS, Town
from tests.tracked import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
HEIGHT = 900
# What a screen shows at 200 %.
ENLARGED_WIDTH = SCREEN_WIDTH // 2
RUN = """async tags => {
    const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
    return found.violations.map(each => `${each.id}: ${each.nodes[0].html}`);
}"""

# Whatever lies under the buttons at the bottom of the window comes out when one scrolls.
UNSTICK = """() => document.querySelectorAll(".sticky").forEach(
    each => { each.style.position = "static"; })"""


class Survey:
    """Findings of every page looked at, each with the page's name in front."""

    def __init__(self, town: Town, axe: Path = AXE) -> None:
        self.town = town
        self.desk = town.window()
        self._seen: list[str] = []
        self.pages = 0
        # Not by a script element: the page's own content policy stays in force.
        self.desk.context.add_init_script(path=axe)
        self._who = ""

    @property
    def findings(self) -> list[str]:
        """Pages that scroll sideways, rules of WCAG broken, complaints of the browser."""
        return self._seen + self.desk.faults

    def look(self, who: str, path: str, name: str = "") -> None:
        """Look at the page that ``who`` gets for ``path``."""
        if who != self._who:
            self.town.sit_down(self.desk, who)
            self._who = who
        self.desk.open(path)
        self.look_again(name or f"{who} {path}")

    def look_again(self, name: str) -> None:
        """Look at the page that is open."""
        self.pages += 1
        usual = PHONE_WIDTH if self._who in VILLAGERS else SCREEN_WIDTH
        page = self.desk.page
        for width in (ENLARGED_WIDTH, PHONE_WIDTH, usual):
            if page.viewport_size != {"width": width, "height": HEIGHT}:
                page.set_viewport_size({"width": width, "height": HEIGHT})
            if width != SCREEN_WIDTH and not self.desk.fits:
                self._seen.append(f"{name} scrolls sideways at {width}")
        page.evaluate(UNSTICK)
        self._seen += [f"{name}: {each}" for each in page.evaluate(RUN, list(RULES))]
