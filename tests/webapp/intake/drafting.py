"""A village clerk who types an application page by page, over HTTP."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from models.database import Database
from models.intake_draft import IntakeDraft
from tests.cast import VILLAGE
from tests.forms.village_case import FAMILY, HOUSE, SEEN, STATEMENTS
from tests.pictures import photo
from tests.webapp.conftest import Browser

HEAD = {name: value for name, value in FAMILY.items() if name.startswith("members-0-")}
OTHERS = {name: value for name, value in FAMILY.items() if not name.startswith("members-0-")}
PAGES: dict[str, dict[str, Any]] = {
    "applicant": {
        **{name: value for name, value in HEAD.items() if not name.endswith("relation")},
        "group_name": "二组",
        "address": "惠风川村二组12号",
        "telephone": "13847001234",
        "hukou": "农业",
        "long_term_rural": "yes",
        "identities": "建档立卡",
    },
    "members": OTHERS,
    "house": {"dwelling": "唯一住房", **HOUSE, "suspected_grade": "D"},
    "request": {**STATEMENTS, "wished_method": "自建房屋"},
    "papers": {"papers": SEEN},
}
# A name, roughly: two strokes far enough apart to be one.
STROKES = json.dumps([[[40, 60], [160, 70], [300, 62]], [[150, 20], [160, 200]]])
OTHER_STROKES = json.dumps([[[0, 0], [500, 30]], [[20, 200], [480, 90]]])


@dataclass
class Typist:
    """A browser with one draft open."""

    browser: Browser
    db: Database
    number: int

    @property
    def path(self) -> str:
        return f"/intake/{self.number}"

    @property
    def draft(self) -> IntakeDraft:
        with self.db.read() as session:
            return session.get_one(IntakeDraft, self.number)

    def version(self) -> int:
        return self.draft.version

    def save(
        self, page: str, answers: dict[str, Any] | None = None, *, query: str = "", **options: Any
    ) -> TestResponse:
        """Press 保存并继续 on a page."""
        told = {
            "version": str(self.version()),
            **(PAGES.get(page, {}) if answers is None else answers),
        }
        return self.browser.post(f"{self.path}/{page}{query}", told, **options)

    def photograph(self, page: str, number: int, seed: str = "a house") -> TestResponse:
        """Send one picture as the ``number``-th kind of a page."""
        file = (io.BytesIO(photo(f"{seed} {number} {self.number}")), "照片.jpg")
        return self.save(page, {f"kind-{number}-file": file, "stay": "1"})

    def fill(self, *but: str) -> None:
        """Everything but the signature, and but the pages named."""
        for page in PAGES:
            if page not in but:
                assert self.save(page).status_code == 303
        for number in (0, 1) if "photos" not in but else ():
            assert self.photograph("photos", number).status_code == 303

    def sign(self, strokes: str = STROKES, **answers: Any) -> TestResponse:
        told = {"signing": "本人签字", "strokes": strokes, **answers}
        return self.save("signature", told)

    def file(self, version: int | None = None) -> TestResponse:
        told = {"version": str(self.version() if version is None else version)}
        return self.browser.post(f"{self.path}/file", told)


def begin(browser: Browser, db: Database) -> Typist:
    """Begin a draft from the menu's page."""
    answer = browser.post("/intake", {"programme_id": "1", "village_code": VILLAGE})
    found = re.fullmatch(r"/intake/(\d+)", answer.headers["Location"])
    assert found is not None
    return Typist(browser, db, int(found[1]))


def drafts(db: Database) -> list[IntakeDraft]:
    with db.read() as session:
        return list(session.scalars(select(IntakeDraft).order_by(IntakeDraft.id)))
