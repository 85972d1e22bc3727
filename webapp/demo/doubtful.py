"""What the checks are there for, planted in a few cases, so that each is seen."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

from PIL import Image, ImageOps
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.application import Application
from models.document import HOUSE_PHOTOS, Document
from models.house_point import FROM_APPLICATION, HousePoint
from models.role import Role
from models.task import Task
from webapp.demo.case_plan import CasePlan
from webapp.demo.driver import Driver
from webapp.demo.pictures import draw
from webapp.demo.press import stored
from webapp.files import uploads
from workflows import clock
from workflows.checks.photographs import PictureUsed, record_used

ANOTHER = 10_000
ELSEWHERE = "another village"
CUT = 0.07
# Where the household stands whose house is applied for twice, and where the other (F03): neither is
# yet asked to pass the hold.
DUPLICATED, DUPLICATE = "decide_case", "report_application"


def with_a_duplicate(plans: list[CasePlan]) -> list[CasePlan]:
    """A household that applies for the house of another one of its village, where both wait."""
    for first in plans:
        if first.until is None or first.until[0] != DUPLICATED:
            continue
        for index, second in enumerate(plans):
            is_late = second.until is not None and second.until[0] == DUPLICATE
            if is_late and second.family.village_code == first.family.village_code:
                told = {name: getattr(first.family, name) for name in ("group_name", "address")}
                plans[index] = replace(second, family=replace(second.family, **told))
                return plans
    return plans


def plant(session: Session, driver: Driver) -> None:
    """Another household's picture, mirrored and cropped; one of another place; work done early."""
    copied, early = _waiting(session, "review_file"), _waiting(session, "inspect_site")
    # Of a household without a house the picture would itself say where it is.
    far = _waiting(session, "visit_household", HousePoint.told_by == FROM_APPLICATION)
    original = session.scalar(
        select(Document)
        .where(
            Document.kind == HOUSE_PHOTOS[0],
            Document.application_id.not_in([each.id for each in (copied, far) if each is not None]),
        )
        .order_by(Document.id)
        .limit(1)
    )
    if copied is not None and original is not None:
        content = driver.storage.get(original.sha256)
        _send(session, driver, copied, HOUSE_PHOTOS[0], _mirrored(content))
        _send(session, driver, copied, HOUSE_PHOTOS[0], content)
    now = clock.local(clock.now())
    if far is not None:
        look = driver.cases[far.id].look
        # Drawn at the place of a household that does not exist, in another village.
        elsewhere = replace(look, number=look.number + ANOTHER, village_code=ELSEWHERE)
        _send(session, driver, far, HOUSE_PHOTOS[1], draw(HOUSE_PHOTOS[1], elsewhere, 0, now))
    if early is not None and early.approved_on is not None:
        before = now.replace(hour=9) - (now.date() - early.approved_on) - dt.timedelta(days=20)
        case = driver.cases[early.id]
        _send(session, driver, early, "施工照片", draw("施工照片", case.look, ANOTHER, before))


def _waiting(session: Session, node: str, *only: ColumnElement[bool]) -> Application | None:
    """The oldest case on whose task ``node`` somebody works."""
    return session.scalar(
        select(Application)
        .join(Task, Task.application_id == Application.id)
        .outerjoin(HousePoint, HousePoint.application_id == Application.id)
        .where(Task.node_id == node, Task.status == "open", Application.state == "open", *only)
        .order_by(Application.id)
        .limit(1)
    )


def _send(
    session: Session, driver: Driver, application: Application, kind: str, content: bytes
) -> None:
    clerk = driver.holder(Role.VILLAGE_CLERK, application.village_code)
    upload = stored(content, f"{kind}.jpg", driver.storage)
    try:
        uploads.keep(session, clerk, application.id, kind, upload)
    except PictureUsed as used:
        record_used(used, session)


def _mirrored(content: bytes) -> bytes:
    image = ImageOps.mirror(Image.open(io.BytesIO(content)))
    image = ImageOps.crop(image, round(image.width * CUT))
    saved = io.BytesIO()
    image.save(saved, "JPEG", quality=70)
    return saved.getvalue()
