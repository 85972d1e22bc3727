"""The demo's drafts: typed as far as they say, and good as far as they go."""

from __future__ import annotations

from sqlalchemy import select

from forms.intake_draft import undone
from models.database import Database
from models.intake_draft import IntakeDraft
from tests.cast import Cast
from webapp.demo.unfinished import seed_unfinished
from workflows.runtime import Runtime


def test_two_households_are_written_down_half(db: Database, people: Cast, runtime: Runtime) -> None:
    with db.write() as session:
        seed_unfinished(session, runtime)
        first, second = session.scalars(select(IntakeDraft).order_by(IntakeDraft.id))
        assert undone(first) == ["申请事项", "材料", "照片", "签字"]
        assert undone(second)[0] == "家庭成员"
        assert first.head_name != second.head_name
