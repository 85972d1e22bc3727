"""Sheets as the keeper's desk leaves them, written straight into the tables."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import orjson

from models.notice import PublicNotice
from models.role import Level
from tests.cast import COUNTY, TOWNSHIP, VILLAGE
from workflows import clock

DAYS, STAYS_DAYS = 5, 5
NAMES = {Level.VILLAGE: "惠风川村", Level.TOWNSHIP: "蘑菇气镇", Level.COUNTY: "扎兰屯市"}
AREAS = {Level.VILLAGE: VILLAGE, Level.TOWNSHIP: TOWNSHIP, Level.COUNTY: COUNTY}
TOLD = {
    Level.VILLAGE: ["position", "name", "group", "plan", "result"],
    Level.TOWNSHIP: ["position", "village", "name", "plan", "result"],
    Level.COUNTY: ["position", "village", "name", "plan", "grade", "method", "subsidy_yuan"],
}


def household(position: int, name: str = "王秀英", **more: Any) -> dict[str, Any]:
    """One line of a sheet."""
    told = {"village": "惠风川村", "grade": "D", "method": "自建", "subsidy_yuan": 24_000}
    line = {"position": position, "name": name, "group": "二组", "plan": "方案A"}
    return line | told | {"result": "评议通过"} | more


def sheet(
    number: int,
    programme_id: int,
    level: Level = Level.COUNTY,
    *,
    rows: list[dict[str, Any]] | None = None,
    posted_on: dt.date | None = None,
    **columns: Any,
) -> dict[str, Any]:
    """The columns of one posted sheet on the site."""
    posted_on = posted_on or clock.today()
    ends_at = clock.start_of(posted_on + dt.timedelta(days=DAYS + 1))
    listed = rows if rows is not None else [household(1)]
    content = {
        "title": "关于2019年农村危房改造拟改造对象的公示",
        "level": level.value,
        "area": NAMES[level],
        "programme": "2019年计划A",
        "basis": "扎政办字〔2019〕27号",
        "planned_on": posted_on.isoformat(),
        "last_day": (posted_on + dt.timedelta(days=DAYS)).isoformat(),
        "days": DAYS,
        "places": ["村务公开栏", "主要街道"],
        "objections": {
            "office": "扎兰屯市农村危房改造办公室",
            "telephone": "0470-3200001",
        },
        "maker": "扎兰屯市农村危房改造办公室",
        "corrects": None,
        "rows": [{key: row[key] for key in TOLD[level]} for row in listed],
    }
    return {
        "id": number,
        "county_code": COUNTY,
        "number": number_of(number),
        "programme_id": programme_id,
        "level": level,
        "area_code": AREAS[level],
        "content": content,
        "content_hash": hashlib.sha256(orjson.dumps(content)).hexdigest(),
        "planned_on": posted_on,
        "made_at": clock.now(),
        "state": "posted",
        "posted_on": posted_on,
        "ends_at": ends_at,
        "is_on_site": True,
        "leaves_site_at": ends_at + dt.timedelta(days=STAYS_DAYS),
        "household_count": len(listed),
        "open_count": len(listed),
    } | columns


def hang(session: Any, number: int, programme_id: int, *args: Any, **more: Any) -> PublicNotice:
    """One such sheet with its places noted; the caller commits."""
    from workflows.notice_places import note_places

    made = PublicNotice(**sheet(number, programme_id, *args, **more))
    session.add(made)
    session.flush()
    note_places(session, made, [VILLAGE])
    return made


def number_of(number: int) -> str:
    """GS-2019-00012."""
    return f"GS-2019-{number:05}"
