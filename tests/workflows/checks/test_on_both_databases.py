"""What the databases do for the checks: finding a picture again by its index, counting holds."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import text

from models.role import Role
from tests.cast import County
from tests.database.counting import counted
from tests.forms.stage import Stage
from tests.workflows.checks.planted import photograph, sent_again
from tests.workflows.checks.test_photographs import FIRST, neighbour, sent
from workflows import checks
from workflows.checks.check import FAIL
from workflows.checks.likeness import Question
from workflows.checks.same_picture import rows_of
from workflows.fingerprints import fingerprint


@pytest.fixture(params=["sqlite", "postgresql"])
def county(request: pytest.FixtureRequest) -> County:
    """A database with the cast in it, of each kind."""
    made: County = request.getfixturevalue(f"{request.param}_county")
    return made


def test_a_copy_is_found_held_decided_and_lets_the_case_go_on(stage: Stage) -> None:
    original = photograph(1)
    sent(neighbour(stage), FIRST, original)
    row = sent(stage, FIRST, sent_again(original, Random(1)))["F27-near"]
    assert (row.result, stage.application.open_holds) == (FAIL, 1)
    office = stage.people.actor(stage.session, Role.OFFICE_HANDLER)
    checks.decide(stage.session, office, row.id, "cleared", "同一院落的两户,已到现场核对。")
    assert stage.application.open_holds == 0


def test_looking_for_a_picture_reads_the_index_and_no_more(stage: Stage) -> None:
    question = Question.about(fingerprint(photograph(1)))
    assert question is not None
    session = stage.session
    with counted(session.get_bind().engine) as cost:
        rows_of(session, question.keys)
    [statement] = cost.statements
    # A table this small is no reason to read all of another that is large.
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        session.execute(text("SET LOCAL enable_seqscan = off"))
    told = session.execute(text(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{_plain(statement)}"))
    plan = "\n".join(str(line) for line in told.all())
    assert ("SEARCH picture_bands" if is_sqlite else "pk_picture_bands") in plan
    assert "SCAN" not in plan
    assert "Seq Scan" not in plan


def _plain(statement: object) -> str:
    """The statement as it was sent; the colon of a bound name means nothing to it."""
    return str(statement).replace(":", "\\:")
