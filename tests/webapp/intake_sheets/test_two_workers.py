"""Two workers at once make each draft once, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, insert, select

from forms.registry import TASK_FORMS
from models.intake_draft import IntakeDraft
from models.intake_sheet import IntakeSheet, IntakeSheetRow
from models.role import Role
from tests import cast
from tests.cast import County
from tests.webapp.conftest import DIGEST_KEY
from webapp.intake_sheets import drafting
from workflows import clock
from workflows.startup import load_runtime

HOUSEHOLDS = 12


def test_two_workers_make_each_draft_once(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = load_runtime(form_keys=frozenset(TASK_FORMS), digest_key=DIGEST_KEY.encode())
    database = county.open()
    with database.write() as session:
        sheet = IntakeSheet(
            programme_id=county.people.programmes["A"],
            filename="农户.xlsx",
            uploaded_by_id=county.people.account_id(Role.VILLAGE_CLERK),
            uploaded_at=clock.now(),
            state="running",
            households=HOUSEHOLDS,
        )
        session.add(sheet)
        session.flush()
        line = {"name": "王秀英", "id_number": "150783196203041021", "relation": "户主"}
        row = {"sheet_id": sheet.id, "village_code": cast.VILLAGE, "persons": 1}
        row |= {"lines": [line], "faults": [], "state": "waiting"}
        rows = [{**row, "position": n, "digest": f"{n:064}"} for n in range(HOUSEHOLDS)]
        session.execute(insert(IntakeSheetRow), rows)
        session.commit()
    monkeypatch.setattr(drafting, "AT_ONCE", 2)

    def work() -> int:
        return sum(drafting.make_drafts(database, runtime) for _ in range(HOUSEHOLDS))

    with ThreadPoolExecutor(2) as workers:
        done = sum(each.result() for each in [workers.submit(work), workers.submit(work)])
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(IntakeDraft)) == HOUSEHOLDS
        states = session.scalars(select(IntakeSheetRow.state).distinct()).all()
        assert (done, states) == (HOUSEHOLDS, ["done"])
        assert session.scalars(select(IntakeSheet.state)).one() == "finished"
    database.dispose()
