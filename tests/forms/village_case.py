"""Answers and cases for the forms of the village's stage."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session
from stdnum.cn import ric

from models.notice import NoticedHousehold
from models.objection import HOUSEHOLD, VISIT, Objection
from models.role import Role
from tests.cast import VILLAGE, Cast
from tests.forms.stage import Stage, shipped_runtime
from workflows import clock
from workflows.applications import open_case
from workflows.engine import Subject
from workflows.notices import publish_county_notice, publish_township_notice, publish_village_notice
from workflows.objections import Filed, register_objection
from workflows.refusals import open_refusal
from workflows.steps import locked_step, record_act

PUBLISH = {
    "village": publish_village_notice,
    "township": publish_township_notice,
    "county": publish_county_notice,
}
SEEN = ["户籍证明", "扶贫办证明原件", "扶贫办证明复印件"]
STATEMENTS = {
    "hukou_statement": "全家户口在惠风川村二组。",
    "income_statement": "种地为主,年收入一万二千元。",
    "danger_statement": "后墙开裂,屋顶漏雨。",
    "wish_statement": "自愿改造。",
}
HOUSE = {
    "structure": "土木结构",
    "built_year": "1986",
    "area_m2": "48.5",
    "rooms": "3",
    "storeys": "1",
}


def identity(born: str = "19680312", order: int = 101, area: str = "150783") -> str:
    """A good identity number of nobody; an odd ``order`` is a man's."""
    body = f"{area}{born}{order:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


MAN, WIFE, SON = identity("19680312", 101), identity("19700520", 222), identity("19950101", 331)


def roster(*people: tuple[str, ...]) -> dict[str, str]:
    """Rows as a page sends them: (name, number, relation, nation)."""
    names = ("name", "id_number", "relation", "nation")
    return {
        f"members-{i}-{name}": value
        for i, person in enumerate(people)
        for name, value in zip(names, (*person, "", "")[:4], strict=True)
    }


FAMILY = roster(
    ("阿拉坦·巴图", MAN, "户主", "蒙古"), ("乌云", WIFE, "配偶", "蒙古族"), ("巴特尔", SON, "儿子")
)


def application(family: dict[str, str] = FAMILY, **answers: Any) -> dict[str, Any]:
    """A complete application under plan A; ``answers`` replace these, None leaves one out."""
    given = {
        **family,
        "group_name": "二组",
        "address": "惠风川村二组12号",
        "telephone": "13847001234",
        "hukou": "农业",
        "long_term_rural": "yes",
        "dwelling": "唯一住房",
        "identities": ["建档立卡"],
        **HOUSE,
        **STATEMENTS,
        "wished_method": "自建房屋",
        "suspected_grade": "D",
        "signing": "本人签字",
        "papers": SEEN,
        **answers,
    }
    return {name: value for name, value in given.items() if value is not None}


def opened(session: Session, people: Cast, plan: str = "A") -> Stage:
    """A case of the whole process, with nothing filed yet."""
    step = open_case(
        session,
        shipped_runtime(),
        people.actor(session, Role.VILLAGE_CLERK),
        programme_id=people.programmes[plan],
        village_code=VILLAGE,
    )
    return Stage(session, people, step.application)


def publish(stage: Stage, level: str) -> NoticedHousehold:
    """Begin a turn of the case, as the service task of that level does."""
    step = locked_step(
        stage.session,
        stage.runtime,
        stage.people.actor(stage.session, Role.VILLAGE_CLERK),
        stage.application.id,
    )
    PUBLISH[level](step)
    record_act(step)
    noticed = stage.last(NoticedHousehold)
    assert isinstance(noticed, NoticedHousehold)
    return noticed


def objected(stage: Stage, noticed: NoticedHousehold, **told: Any) -> Objection:
    """Register an objection with the village clerk."""
    if noticed.notice_id is None:
        stage.put_on_sheet(stage.task("post_notice"))
    step = locked_step(
        stage.session,
        stage.runtime,
        stage.people.actor(stage.session, Role.VILLAGE_CLERK),
        stage.application.id,
    )
    facts = {
        "aims_at": HOUSEHOLD,
        "came_by": VISIT,
        "received_on": clock.today(),
        "objector_name": "斯琴",
        "content": "他家在镇上另有楼房。",
        **told,
    }
    assert noticed.notice_id is not None
    return register_objection(step, notice_id=noticed.notice_id, filed=Filed(**facts))


def refused(stage: Stage, kind: str = "个人原因") -> Subject:
    """Open a refusal file; gives the subject of its process."""
    step = locked_step(
        stage.session,
        stage.runtime,
        stage.people.actor(stage.session, Role.VILLAGE_CLERK),
        stage.application.id,
    )
    refusal = open_refusal(step, reason_kind=kind, reason="不愿离开老屋。")
    return Subject("refusal", refusal.id, stage.application.id)
