"""Where a case stands, for its household: the step, whose desk, how long; and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.application import Application
from models.notice import POSTED, NoticedHousehold
from models.programme import Programme
from models.region import Region
from models.role import Role
from models.task import Task
from webapp.status.words import ASK_WHY, ASKED_OF_HOUSEHOLD, ENDS, STAGES, desk_of
from webapp.wording import Badge, deadline_badge, short_day, until
from workflows import clock, working_days
from workflows.parameters import COMPLAINT_LINE, parameters_of


@dataclass(frozen=True)
class Line:
    """One thing that is being done: who does it, what is left of the time, and its last day.

    Where everything waits for the household, ``sentence`` asks it for something, whole.
    """

    sentence: str
    desk: str
    left: Badge | None
    last_day: str

    @property
    def is_households(self) -> bool:
        """Whether the household itself has to do it, and ``desk`` only takes it in."""
        return self.sentence in ASKED_OF_HOUSEHOLD.values()


@dataclass
class State:
    """What the public page says of one case."""

    number: str
    sentence: str
    stage: str
    is_open: bool
    lines: list[Line] = field(default_factory=list)
    advice: str = ""
    # Which slip opens it: those before were reported lost.
    slip_edition: int = 0
    complaint_line: str = ""

    @property
    def stages(self) -> list[tuple[str, str]]:
        """(words, done, here or ahead) for each stage of a case that goes on."""
        names = list(STAGES)
        here = names.index(self.stage) if self.stage in STAGES else 0
        return [
            (SHORT[name], "done" if place < here else "here" if place == here else "ahead")
            for place, name in enumerate(names)
        ]


SHORT = dict(
    zip(STAGES, ("村里", "乡镇", "身份", "鉴定", "审批", "施工", "验收", "发补助"), strict=True)
)


def state_of(session: Session, application_id: int) -> State | None:
    """The state of a case that has its number; None before. Five statements at most."""
    row = session.execute(_PLACES.where(Application.id == application_id)).one_or_none()
    if row is None:
        return None
    application, programme, *places = row
    state = _state(session, application, places)
    state.slip_edition = application.slip_edition
    parameters = parameters_of(session, programme, clock.today())
    state.complaint_line = parameters.get(COMPLAINT_LINE) or ""
    return state


def _state(session: Session, application: Application, places: list[str]) -> State:
    number = application.number or ""
    if application.state == "ended":
        end = ENDS.get(application.result or "", "办理已经结束。")
        advice = "" if application.result == "case_closed" else ASK_WHY
        return State(number, end, application.stage, is_open=False, advice=advice)
    if application.state == "suspended":
        return State(number, "暂时停办,恢复以后接着办。", application.stage, True, advice=ASK_WHY)
    state = State(number, STAGES.get(application.stage, "正在办理"), application.stage, True)
    state.lines = _notices(session, application.id) or _tasks(session, application.id, places)
    return state


def _notices(session: Session, application_id: int) -> list[Line]:
    """A notice on the wall: nothing else can be done before it ends."""
    ends = session.scalars(
        select(NoticedHousehold.ends_at)
        .where(
            NoticedHousehold.application_id == application_id,
            NoticedHousehold.state == POSTED,
        )
        .order_by(NoticedHousehold.id)
    ).all()
    days = [until(each) for each in ends if each]
    return [Line("正在公示", "", Badge(f"{each}期满", "plain"), each) for each in days]


def _tasks(session: Session, application_id: int, places: list[str]) -> list[Line]:
    tasks = session.execute(
        select(Task.node_id, Task.name, Task.role, Task.due_on)
        .where(Task.application_id == application_id, Task.status == "open")
        .order_by(Task.due_on, Task.id)
    ).all()
    calendar = working_days.exceptions(session)
    village, township, county = places
    lines: dict[tuple[str, str], Line] = {}
    for node_id, name, role, due_on in tasks:
        desk = desk_of(Role(role), village, township, county)
        sentence = ASKED_OF_HOUSEHOLD.get(node_id, name)
        left = deadline_badge(due_on, calendar, near_days=0)
        lines.setdefault((sentence, desk), Line(sentence, desk, left, short_day(due_on)))
    return list(lines.values())


_village, _township, _county = aliased(Region), aliased(Region), aliased(Region)
_PLACES = (
    select(Application, Programme, _village.name, _township.name, _county.name)
    .join(_village, _village.code == Application.village_code)
    .join(_township, _township.code == _village.parent_code)
    .join(_county, _county.code == _township.parent_code)
    .join(Programme, Programme.id == Application.programme_id)
    .where(Application.number.is_not(None))
)
