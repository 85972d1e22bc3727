"""Applications that a village clerk of the demo has begun to type and not filed yet."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.intake_draft import form_of_draft, keep_states
from models.account import Grant
from models.programme import Programme
from models.region import Region
from models.role import Role
from webapp.demo.people import Family, make_family
from workflows.actors import actor_of
from workflows.facts import UNCLEAR
from workflows.intake_drafts import open_draft
from workflows.runtime import Runtime

# Far from the numbers of the households whose cases the demo plays.
FIRST_FAMILY = 9001
# How far each has got.
PAGES = (("applicant", "members", "house"), ("applicant",))


def seed_unfinished(session: Session, runtime: Runtime) -> None:
    """Two households came this morning; one does not know how old its house is."""
    account_id, village = session.execute(
        select(Grant.account_id, Grant.area_code)
        .where(Grant.role == Role.VILLAGE_CLERK)
        .order_by(Grant.account_id)
        .limit(1)
    ).one()
    name = session.scalar(select(Region.name).where(Region.code == village)) or ""
    programme = select(Programme.id).where(Programme.county_code == village[:6])
    programme_id = session.scalars(programme.order_by(Programme.year, Programme.plan)).first()
    assert programme_id is not None
    actor = actor_of(session, account_id)
    for number, pages in enumerate(PAGES, FIRST_FAMILY):
        family = make_family(number, village, name, size=3)
        draft = open_draft(
            session,
            actor,
            programme_id=programme_id,
            village_code=village,
            answers=_answers(family, *pages),
        )
        keep_states(form_of_draft(session, runtime, actor, draft), *pages)


def _answers(family: Family, *pages: str) -> dict[str, list[str]]:
    """What stands on the pages that were typed."""
    told = {
        "group_name": family.group_name,
        "address": family.address,
        "telephone": family.telephone,
        "hukou": "农业",
        "long_term_rural": "yes",
        "identities": "建档立卡",
    }
    members = family.members if "members" in pages else family.members[:1]
    for number, member in enumerate(members):
        for column in ("name", "id_number", "relation", "nation"):
            told[f"members-{number}-{column}"] = getattr(member, column)
    if "house" in pages:
        house = family.dwelling
        told |= {
            "dwelling": "唯一住房",
            "structure": house.structure,
            "built_year": UNCLEAR,
            "area_m2": str(house.area_m2),
            "rooms": str(house.rooms),
            "storeys": "1",
        }
    return {name: [value] for name, value in told.items()}
