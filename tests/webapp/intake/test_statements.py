"""What the intake may ask of the database: a page, a saving, a filing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.database import Database
from models.role import Role
from tests.database.counting import counted
from tests.webapp.conftest import Browser
from tests.webapp.intake.drafting import PAGES, Typist, begin

MOST_OF_A_PAGE, MOST_OF_A_SAVING = 12, 15
# It opens the case, hands it in, takes over files and looks at the signature, in one transaction.
MOST_OF_A_FILING = 50


@pytest.fixture
def typist(as_role: Callable[..., Browser], db: Database) -> Typist:
    made = begin(as_role(Role.VILLAGE_CLERK), db)
    made.fill()
    return made


@pytest.mark.parametrize("page", ["", "/applicant", "/photos", "/signature", "/check"])
def test_a_page_stays_within_its_budget(typist: Typist, page: str) -> None:
    with counted(typist.db.engine) as found:
        assert typist.browser.get(typist.path + page).status_code == 200
    assert len(found.statements) <= MOST_OF_A_PAGE, found.told()


def test_the_list_of_drafts_stays_within_its_budget(typist: Typist) -> None:
    with counted(typist.db.engine) as found:
        typist.browser.get("/intake")
    assert len(found.statements) <= MOST_OF_A_PAGE, found.told()


def test_saving_a_page_stays_within_its_budget(typist: Typist) -> None:
    told = PAGES["applicant"] | {"version": str(typist.version()), "address": "惠风川村一组"}
    told["csrf_token"] = typist.browser.token()
    with counted(typist.db.engine) as found:
        assert typist.browser.post(f"{typist.path}/applicant", told).status_code == 303
    # The page that the browser fetches the token from is no part of it.
    assert found.commits == 1
    assert len(found.statements) <= MOST_OF_A_SAVING + 2, found.told()


def test_filing_stays_within_its_budget(typist: Typist) -> None:
    typist.sign()
    version = str(typist.version())
    with counted(typist.db.engine) as found:
        typist.browser.post(f"{typist.path}/file", {"version": version})
    assert found.commits == 1
    assert len(found.statements) <= MOST_OF_A_FILING, found.told()
