"""A notice that has hung its days, as posting and taking down leave it behind."""

from __future__ import annotations

import datetime as dt

from models.document import POSTED, SOME_PLACE, TAKEN_DOWN
from models.notice import NoticedHousehold, NoticePosting, NoticeRemoval, PublicNotice
from models.role import Level
from tests.forms.county_case import an_earlier_task
from tests.forms.stage import Stage
from workflows import clock


def proven_notice(stage: Stage, level: Level, result: str = "clear") -> PublicNotice:
    """A closed notice of the case with a photograph of its place from its first and last day."""
    notice = PublicNotice(
        programme_id=stage.application.programme_id,
        level=level,
        area_code=stage.application.village_code,
        opened_at=clock.now(),
        state="closed",
        result=result,
    )
    stage.session.add(notice)
    stage.session.flush()
    done = {
        "application_id": stage.application.id,
        "task_id": an_earlier_task(stage),
        "recorded_by_id": stage.application.opened_by_id,
        "handled_by": "包铁山",
        "happened_on": dt.date(2019, 2, 1),
        "recorded_at": clock.now(),
        "is_backdated": True,
        "notice_id": notice.id,
        "places": [SOME_PLACE],
    }
    hung = stage.upload(f"{POSTED}{SOME_PLACE}")
    came_down = stage.upload(f"{TAKEN_DOWN}{SOME_PLACE}")
    stage.session.add_all(
        [
            NoticedHousehold(notice_id=notice.id, application_id=stage.application.id, snapshot={}),
            NoticePosting(**done, outcome="done", photo_ids=hung, ends_at=clock.now()),
            NoticeRemoval(**done, outcome="complete", photo_ids=came_down, full_days=5),
        ]
    )
    stage.session.flush()
    return notice
