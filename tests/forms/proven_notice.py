"""A notice that has hung its days, as posting and taking down leave it behind."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.document import POSTED, SOME_PLACE, TAKEN_DOWN
from models.notice import NoticedHousehold, NoticePosting, NoticeRemoval, PublicNotice
from models.role import Level
from tests.cast import COUNTY
from tests.forms.county_case import an_earlier_task
from tests.forms.stage import Stage
from workflows import clock


def proven_notice(stage: Stage, level: Level, result: str = "clear") -> NoticedHousehold:
    """A closed notice of the case with a photograph of its place from its first and last day."""
    noticed = NoticedHousehold(
        application_id=stage.application.id,
        programme_id=stage.application.programme_id,
        level=level,
        area_code=stage.application.village_code,
        snapshot={},
        opened_at=clock.now(),
        state="closed",
        result=result,
    )
    stage.session.add(noticed)
    stage.session.flush()
    sheet = sheet_of(stage, noticed)
    done = {
        "application_id": stage.application.id,
        "task_id": an_earlier_task(stage),
        "recorded_by_id": stage.application.opened_by_id,
        "handled_by": "包铁山",
        "happened_on": dt.date(2019, 2, 1),
        "recorded_at": clock.now(),
        "is_backdated": True,
        "noticed_id": noticed.id,
        "notice_id": sheet.id,
        "places": [SOME_PLACE],
    }
    hung = stage.upload(f"{POSTED}{SOME_PLACE}")
    came_down = stage.upload(f"{TAKEN_DOWN}{SOME_PLACE}")
    stage.session.add_all(
        [
            NoticePosting(**done, outcome="done", photo_ids=hung, ends_at=clock.now()),
            NoticeRemoval(**done, outcome="complete", photo_ids=came_down, full_days=5),
        ]
    )
    stage.session.flush()
    return noticed


def sheet_of(stage: Stage, noticed: NoticedHousehold, **told: Any) -> PublicNotice:
    """The sheet on which a household stood alone."""
    told = {"content": {}, "made_by_id": None} | told
    sheet = PublicNotice(
        **told,
        county_code=COUNTY,
        number=f"GS-2019-9{noticed.id:04d}",
        programme_id=noticed.programme_id,
        level=noticed.level,
        area_code=noticed.area_code,
        content_hash="",
        planned_on=dt.date(2019, 2, 1),
        made_at=clock.now(),
        is_on_site=False,
        household_count=1,
        open_count=1,
    )
    stage.session.add(sheet)
    stage.session.flush()
    noticed.notice_id, noticed.position = sheet.id, 1
    return sheet
