"""F18: photographs prove in which village a notice hung, and for how long.

What a camera says against one is a hold; what only a telephone says is shown.  The same file for
two notices is not taken in at all: see ``checks.notice_reuse``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.check_result import CheckResult
from models.document import POSTED, TAKEN_DOWN, Document
from models.house_point import HousePoint
from models.notice import NoticePosting
from models.picture import Picture
from models.programme import Programme
from models.role import Level
from workflows import clock
from workflows.checks.check import FAIL, FLAG, HOLD, PASS, UNKNOWN, Answer, Check, Checked
from workflows.checks.house_pictures import HousePicture
from workflows.checks.notice_pictures import Turn, turn_of
from workflows.checks.place import distance_m, in_words
from workflows.checks.position import faults_of_phone, position_of
from workflows.checks.registry import NOTICE_DAYS, NOTICE_PLACE, NOTICE_TIME
from workflows.checks.results import record_all
from workflows.checks.times import NO_TIME, TOLERANCE, taken_at
from workflows.parameters import parameters_of

# Programme parameter: how far from the nearest house of the village a notice may hang.
MOST_DISTANCE = "notice_photo_distance_m"
MOST_HOUSES = 1000


@dataclass(frozen=True)
class Taken:
    """When a photograph was taken, in China's time, and whether only the telephone says so."""

    at: dt.datetime
    is_by_phone: bool = False

    @property
    def effect(self) -> str:
        """What the telephone says against a photograph is only shown."""
        return FLAG if self.is_by_phone else HOLD


def check_notice_photographs(
    session: Session,
    application: Application,
    documents: Iterable[Document],
    *,
    tells_passes: bool = True,
) -> Sequence[CheckResult]:
    """Check photographs that prove the present notice of the locked ``application``.

    What is shared by many cases is told of each only where somebody should look.
    """
    documents = list(documents)
    if not documents:
        return []
    shots = [_shot(session, each, application) for each in documents]
    turn = turn_of(session, application.id)
    parameters = parameters_of(
        session, session.get_one(Programme, application.programme_id), clock.today()
    )
    told = []
    for shot in shots:
        answers = [_time(shot, turn, parameters), _days(session, shot, turn, parameters)]
        answers.append(_place(session, shot, turn, parameters))
        is_for_county = turn is not None and turn.noticed.level != Level.VILLAGE
        kept = [
            replace(each, is_for_county=is_for_county)
            for each in answers
            if each is not None and (tells_passes or each.result != PASS)
        ]
        checked = Checked(application.village_code, application, None, shot.document.id)
        told.append((checked, kept))
    return record_all(session, application, told)


def _time(shot: HousePicture, turn: Turn | None, parameters: Mapping[str, Any]) -> Answer:
    """Whether it was taken while the notice hung: put up on its day, checked after its end."""
    taken = _taken(shot, parameters)
    if taken is None:
        return Answer(NOTICE_TIME, UNKNOWN, NO_TIME)
    inputs = {"taken_at": taken.at.isoformat(timespec="minutes"), "by_phone": taken.is_by_phone}
    if taken.at > shot.document.uploaded_at + dt.timedelta(minutes=int(parameters[TOLERANCE])):
        return _against(
            NOTICE_TIME, taken, f"拍摄时间({taken.at:%Y-%m-%d %H:%M})晚于上传时间。", inputs
        )
    posted_on = turn.posted_on if turn is not None else None
    last_day = turn.last_day if turn is not None else None
    day = taken.at.date()
    if posted_on is None or (_is_of_end(shot) and last_day is None):
        return Answer(NOTICE_TIME, UNKNOWN, "还不知道公示的起止日期,不能判断。", inputs)
    inputs |= {"posted_on": posted_on.isoformat()}
    if day < posted_on:
        why = f"{day:%Y-%m-%d} 拍摄,早于张贴的日期({posted_on:%Y-%m-%d})。"
        return _against(NOTICE_TIME, taken, why, inputs)
    if _is_of_end(shot) and last_day is not None and day <= last_day:
        why = f"{day:%Y-%m-%d} 拍摄,公示到 {last_day:%Y-%m-%d} 24时才期满。"
        return _against(NOTICE_TIME, taken, why, inputs)
    return Answer(NOTICE_TIME, PASS, f"{taken.at:%Y-%m-%d %H:%M} 拍摄,与公示期相符。", inputs)


def _days(
    session: Session, shot: HousePicture, turn: Turn | None, parameters: Mapping[str, Any]
) -> Answer | None:
    """Whether both photographs of a place are as far apart as the notice had to hang."""
    if not _is_of_end(shot):
        return None
    first = _photograph_of_posting(session, shot, turn)
    before = _taken(first, parameters) if first is not None else None
    after = _taken(shot, parameters)
    if turn is None or turn.sheet is None or before is None or after is None:
        return Answer(NOTICE_DAYS, UNKNOWN, "张贴和核对的照片没有都带拍摄时间,不能判断。")
    needed = int(turn.sheet.content["days"])
    apart = (after.at.date() - before.at.date()).days
    inputs = {"apart": apart, "needed": needed, "posted": first.document.id if first else None}
    if apart >= needed:
        return Answer(NOTICE_DAYS, PASS, f"与张贴时的照片相隔 {apart} 天。", inputs)
    why = f"与张贴时的照片只隔 {apart} 天,公示须满 {needed} 天。"
    weaker = before if before.is_by_phone else after
    return _against(NOTICE_DAYS, weaker, why, inputs)


def _place(
    session: Session, shot: HousePicture, turn: Turn | None, parameters: Mapping[str, Any]
) -> Answer | None:
    """Whether it was taken in the village: how far from the nearest house that is known."""
    application = shot.application
    assert application is not None
    if turn is None or turn.noticed.level != Level.VILLAGE:
        return None
    found = position_of(shot, parameters)
    if found is None:
        return Answer(NOTICE_PLACE, UNKNOWN, "照片里没有拍摄位置(微信等会去掉),不能判断。")
    houses = session.execute(
        select(HousePoint.latitude, HousePoint.longitude)
        .join(Application, Application.id == HousePoint.application_id)
        .where(Application.village_code == application.village_code)
        .limit(MOST_HOUSES)
    ).all()
    if not houses:
        return Answer(NOTICE_PLACE, UNKNOWN, "本村还没有房屋位置可以比对,不能判断。")
    metres = min(distance_m((house[0], house[1]), found.point) for house in houses)
    most = float(parameters[MOST_DISTANCE])
    inputs = {"metres": round(metres), "most_m": most, "by_phone": found.is_by_phone}
    if metres <= most:
        return Answer(
            NOTICE_PLACE, PASS, f"距本村房屋 {in_words(metres)}({found.source})。", inputs
        )
    why = f"离本村最近的房屋 {in_words(metres)}({found.source}),不像在本村张贴。"
    return Answer(NOTICE_PLACE, FAIL, why, inputs, effect=FLAG if found.is_by_phone else HOLD)


def _against(check: Check, taken: Taken, why: str, inputs: Mapping[str, Any]) -> Answer:
    return Answer(check, FAIL, why, inputs, effect=taken.effect)


def _is_of_end(shot: HousePicture) -> bool:
    return shot.document.kind.startswith(TAKEN_DOWN)


def _taken(shot: HousePicture, parameters: Mapping[str, Any]) -> Taken | None:
    if (at := taken_at(shot)) is not None:
        return Taken(at)
    picture = shot.picture
    if picture is None or picture.phone_at is None or faults_of_phone(shot, parameters):
        return None
    return Taken(clock.local(picture.phone_at), is_by_phone=True)


def _shot(session: Session, document: Document, application: Application) -> HousePicture:
    return HousePicture(document, session.get(Picture, document.id), application)


def _photograph_of_posting(
    session: Session, shot: HousePicture, turn: Turn | None
) -> HousePicture | None:
    """The photograph of the same place when the notice of ``turn`` was put up."""
    if turn is None or shot.application is None:
        return None
    photos = session.scalar(
        select(NoticePosting.photo_ids)
        .where(NoticePosting.noticed_id == turn.noticed.id)
        .order_by(NoticePosting.id.desc())
        .limit(1)
    )
    kind = POSTED + shot.document.kind.removeprefix(TAKEN_DOWN)
    found = session.scalar(
        select(Document).where(Document.id.in_(photos or ()), Document.kind == kind).limit(1)
    )
    return None if found is None else _shot(session, found, shot.application)
