"""What a public notice says: by level, never more (G33), frozen when its sheet is made.

What comes from a household is its name, its group where two would be taken for one another, and at
county level what was granted; everything else is the office's own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.region import Region
from models.role import CODE_LENGTH, Level
from workflows import notice_clock, personal_names
from workflows.authorities import renovation_office, township_government, villagers_committee
from workflows.parameters import COMPLAINT_LINE
from workflows.step import Step

SUBJECTS = {Level.VILLAGE: "民主评议结果", Level.TOWNSHIP: "审核结果", Level.COUNTY: "拟改造对象"}
RESULTS = {Level.VILLAGE: "评议通过", Level.TOWNSHIP: "审定合格", Level.COUNTY: "审批合格"}
# Three levels of names: county, township, village.
LEVELS = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)


def snapshot_of(step: Step, level: str) -> dict[str, Any]:
    """What is published of the case of ``step``, without what tells it apart on its sheet."""
    return _snapshot(step, step.application, Level(level))


def _snapshot(step: Step, application: Application, level: Level) -> dict[str, Any]:
    snapshot: dict[str, Any] = {
        "name": application.head_name,
        "plan": f"方案{application.programme.plan}",
    }
    if level is Level.COUNTY:
        snapshot |= {"grade": application.grade, "method": application.method}
    if step.parameters.get(f"notice_shows_amount_{level}"):
        snapshot["subsidy_yuan"] = application.approved_subsidy_yuan
    return snapshot


def snapshots_of(
    step: Step, level: str, applications: Sequence[Application]
) -> list[dict[str, Any]]:
    """What is published of each of ``applications``, which share the programme of ``step``.

    The group (组/屯) is told only of those whose name another household of their village bears.
    """
    names = _names_in_villages(step.session, applications)
    snapshots = []
    for application in applications:
        snapshot = _snapshot(step, application, Level(level))
        name = personal_names.compared(application.head_name)
        household = application.household
        if names[application.village_code, name] > 1 and household and household.group_name:
            snapshot["group"] = household.group_name
        snapshots.append(snapshot)
    return snapshots


def _names_in_villages(
    session: Session, applications: Sequence[Application]
) -> Counter[tuple[str, str]]:
    """How many households of a village bear a name: (village, name as compared) -> number."""
    rows = session.execute(
        select(Application.village_code, Application.head_name, Application.household_id)
        .where(
            Application.village_code.in_({each.village_code for each in applications}),
            Application.household_id.is_not(None),
        )
        .distinct()
    )
    homes = {(village, personal_names.compared(name), home) for village, name, home in rows}
    return Counter((village, name) for village, name, _ in homes)


def content_of(
    step: Step,
    level: str,
    area_code: str,
    applications: Sequence[Application],
    snapshots: Sequence[dict[str, Any]],
    planned_on: dt.date,
    corrects: str | None,
) -> dict[str, Any]:
    """All that the sheet says, as JSON: {title, subject, level, area, programme, basis, corrects,
    planned_on, last_day, days, places, objections: {office, telephone}, maker, rows}.

    A row is {position, village (on sheets of several), result} and its snapshot.
    """
    programme = step.application.programme
    at_level = Level(level)
    terms = notice_clock.terms(step, level)
    ends_at = notice_clock.period_ends(step, level, planned_on)
    villages = {each.village_code for each in applications}
    places = names_of_places(step.session, {area_code, *villages})
    maker = maker_of(at_level, places[area_code])
    rows = []
    for position, (application, snapshot) in enumerate(
        zip(applications, snapshots, strict=True), start=1
    ):
        row: dict[str, Any] = {"position": position}
        if at_level is not Level.VILLAGE:
            row["village"] = "".join(places[application.village_code][1:])
        rows.append(row | snapshot | {"result": RESULTS[at_level]})
    return {
        "title": f"关于{programme.year}年农村危房改造{SUBJECTS[at_level]}的"
        + ("更正公示" if corrects else "公示"),
        "level": at_level.value,
        "area": "".join(places[area_code]),
        "programme": public_title(programme.title),
        "basis": f"《{public_title(programme.title)}》({programme.document_number})",
        "corrects": corrects,
        "planned_on": planned_on.isoformat(),
        "last_day": notice_clock.last_day_of(ends_at).isoformat(),
        "days": terms.days,
        "places": list(terms.places),
        "objections": {
            "office": maker,
            "telephone": step.parameters.get(COMPLAINT_LINE) or "",
        },
        "maker": maker,
        "rows": rows,
    }


def public_title(title: str) -> str:
    """The title of a programme without what stands in brackets: there it says for whom it is, and
    a list under 贫困残疾人家庭 would tell everybody who is disabled (N30)."""
    return re.sub(r"[((][^()()]*[))]", "", title)


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of the canonical JSON of ``content``."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def maker_of(level: Level, places: Sequence[str]) -> str:
    """The office that issues a notice: the last of ``places`` is its own."""
    name_of = {
        Level.VILLAGE: villagers_committee,
        Level.TOWNSHIP: township_government,
        Level.COUNTY: renovation_office,
    }
    return name_of[level](places[-1])


def names_of_places(session: Session, codes: set[str]) -> dict[str, tuple[str, ...]]:
    """Names of each region and of those that contain it, the county's first."""
    above = {code: [code[: CODE_LENGTH[each]] for each in LEVELS] for code in codes}
    chains = {code: list(dict.fromkeys(chain)) for code, chain in above.items()}
    wanted = {each for chain in chains.values() for each in chain}
    found = dict(
        session.execute(select(Region.code, Region.name).where(Region.code.in_(wanted))).all()
    )
    return {code: tuple(found[each] for each in chain) for code, chain in chains.items()}
