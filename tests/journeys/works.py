"""A project (工程) driven through its pages, as township and renovation office do it."""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models.project import Project, ProjectHousehold
from models.role import Role
from tests.cast import TOWNSHIP, VILLAGE, username
from tests.journeys.office import Case, Office, Page
from tests.pictures import photo
from workflows import clock

OFFICER = username(Role.TOWNSHIP_OFFICER)
HANDLER = username(Role.OFFICE_HANDLER)
SUPERVISOR = username(Role.SITE_SUPERVISOR)
CREDIT_CODE = "91110000600037341L"
FACTS = {
    "title": "惠风川互助院",
    "kind": "互助院",
    "township_code": TOWNSHIP,
    "site_village_code": VILLAGE,
    "address": "村部东侧",
    "contract_number": "HT2019-07",
    "contract_on": "2019-03-01",
    "contract_yuan": "180000",
    "builder_name": "兴达建筑工程有限公司",
    "builder_credit_code": CREDIT_CODE,
    "supervisor_name": "周监理",
    "supervisor_trained": "yes",
}
# Households of a project as plans of journeys tell them.
HOME: dict[str, Any] = {"method": "互助院", "area_m2": 36, "size": 1}
PROVIDED: dict[str, Any] = {
    "method": "政府兜底房",
    "builder": "乡镇统一实施",
    "area_m2": 40,
    "size": 1,
}
TOWNSHIP_TEAM = "陈卫东 村镇建设办\n宝音 党政办"
COUNTY_TEAM = "吴建国 住建局\n苏日娜 结构工程师"
INSIDE = (
    "ring_beam_top",
    "ring_beam_bottom",
    "tie_bars",
    "cement_mortar",
    "cold_proof_openings",
    "roof_insulation",
    "materials_ok",
    "unified_facade",
    "indoor_stove",
    "indoor_heated_bed",
    "indoor_whitewash",
    "indoor_heater",
)
ALL_WELL = {f"checklist-{key}": "yes" for key in INSIDE} | {"checklist-wall_mm": "370"}
_count = itertools.count()


def picture() -> tuple[io.BytesIO, str]:
    return io.BytesIO(photo(f"works {next(_count)}")), "照片.jpg"


def open_project(office: Office, plan: str = "A", /, **facts: Any) -> Works:
    """The township officer registers a project."""
    page = registered(office, plan, **facts)
    assert page.status == 303, page.complaints
    found = re.search(r"/projects/(\d+)$", page.location)
    assert found is not None
    return Works(office, int(found[1]))


def registered(office: Office, plan: str = "A", /, **facts: Any) -> Page:
    """The page of a project that is registered with ``facts``, or refused."""
    told = {**FACTS, "programme_id": str(office.people.programmes[plan]), **facts}
    return post(office, OFFICER, "/projects/new", **told)


def post(office: Office, who: str, path: str, /, **answers: Any) -> Page:
    """Fill in the page of an act; an answer of None is left out."""
    page = office.get(who, path)
    assert page.status == 200, (page.status, page.words)
    told = {**page.form(path).values, **answers}
    given = {name: value for name, value in told.items() if value is not None}
    page = office.post(who, path, given)
    office.work()
    return page


@dataclass
class Works:
    """One project."""

    office: Office
    id: int

    @property
    def row(self) -> Project:
        """The project as it stands."""
        with self.office.database.read() as session:
            return session.get_one(Project, self.id)

    def member(self, case: Case) -> ProjectHousehold:
        """The latest place of a household in this project."""
        with self.office.database.read() as session:
            return session.scalars(
                select(ProjectHousehold)
                .where(
                    ProjectHousehold.project_id == self.id,
                    ProjectHousehold.application_id == case.id,
                )
                .order_by(ProjectHousehold.id.desc())
            ).first()

    def page(self, who: str = OFFICER) -> Page:
        """The page of the project."""
        return self.office.get(who, f"/projects/{self.id}")

    def act(self, who: str, path: str, /, **answers: Any) -> Page:
        """The page of an act on the project."""
        return post(self.office, who, f"/projects/{self.id}/{path}", **answers)

    def done(self, who: str, path: str, /, **answers: Any) -> Works:
        """An act that must succeed."""
        page = self.act(who, path, **answers)
        assert page.status == 303, page.complaints
        return self

    def refused(self, who: str, path: str, /, **answers: Any) -> str:
        """An act that must be refused as typed; the sentences."""
        page = self.act(who, path, **answers)
        assert page.status == 422, (page.status, page.location)
        return page.complaints

    # --- one act each

    def join(self, *cases: Case) -> Works:
        numbers = {f"dwelling-{case.id}": f"1-{case.id}" for case in cases}
        return self.done(OFFICER, "households/new", **numbers)

    def start(self, **answers: Any) -> Works:
        told = {"photo-file": picture(), **answers}
        return self.done(OFFICER, "start", **told)

    def finish(self, **answers: Any) -> Works:
        return self.done(OFFICER, "completion", **{"photo-file": picture(), **answers})

    def find(self, **answers: Any) -> Works:
        """The supervisor finds something that must be put right."""
        told = {
            "stage": "圈梁",
            "findings": "圈梁钢筋间距过大。",
            "rectify_by": clock.today().isoformat(),
            "photo-file": picture(),
        }
        return self.done(SUPERVISOR, "inspections/new", **(told | answers))

    def check(self, *, outcome: str = "pass", **answers: Any) -> Works:
        """The township accepts."""
        return self.done(OFFICER, "acceptances/township", **judged(outcome), **answers)

    def accept(self, *cases: Case, **answers: Any) -> Works:
        """The county accepts, each dwelling of ``cases`` at 36 m² unless told otherwise."""
        told = {**judged("pass"), **self.areas(*cases), "members": COUNTY_TEAM, **answers}
        return self.done(HANDLER, "acceptances/county", **told)

    def areas(self, *cases: Case) -> dict[str, str]:
        return {f"area_{self.member(case).id}": "36" for case in cases}

    def built(self, *cases: Case) -> Works:
        """From the first day to completion, with the agreements of ``cases``."""
        self.join(*cases).start()
        for case in cases:
            case.do("sign_agreement")
        return self.finish()


def judged(outcome: str) -> dict[str, Any]:
    return {
        **ALL_WELL,
        "members": TOWNSHIP_TEAM,
        "outcome": outcome,
        "photo-file": picture(),
        "sheet-file": picture(),
    }
