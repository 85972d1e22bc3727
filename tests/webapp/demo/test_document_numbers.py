"""The demo's offices never give one 文号 to two papers, however many households it has."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from wtforms import Form

from forms.fields import DayField, PickField, TextField
from forms.official_document import OfficialDocumentForm
from forms.registry import TASK_FORMS
from models.role import Role
from tests.cast import VILLAGE
from webapp.demo.answers import Asked, answers_to
from webapp.demo.case_plan import CasePlan
from webapp.demo.people import make_family
from workflows import clock
from workflows.official_documents import Paper
from workflows.runtime import Runtime

NUMBERED = {key: form for key, form in TASK_FORMS.items() if issubclass(form, OfficialDocumentForm)}
FIRST_DAY = dt.date(2019, 4, 1)
HOUSEHOLDS, VISITS, DAYS = range(1, 16), range(2), range(12)


class Numbers(Form):
    """What such a form asks of a paper."""

    document_number = TextField("文号")
    document_date = DayField("日期")
    happened_on = DayField("办理日期")
    agency_id = PickField("鉴定机构", ("甲", "乙"))

    def owns(self, _name: str) -> bool:
        return False


def test_a_number_is_that_of_one_paper(runtime: Runtime) -> None:
    papers = defaultdict(set)
    tasks = set()
    for task_id, paper in papers_of(runtime):
        tasks.add(task_id)
        papers[paper.office, paper.year, paper.key].add((paper.kind, paper.dated))
    # The same paper is asked for a second time where a house is graded again.
    assert len(tasks) > len(NUMBERED)
    assert {number: found for number, found in papers.items() if len(found) > 1} == {}


def papers_of(runtime: Runtime) -> Iterator[tuple[str, Paper]]:
    """Every paper that some households need at every visit of every task, day after day."""
    plans = [plan_of(number) for number in HOUSEHOLDS]
    tasks = [task for task in runtime.library.current.user_tasks() if task.form_key in NUMBERED]
    for day in DAYS:
        clock.set_now(clock.start_of(FIRST_DAY + dt.timedelta(days=day)))
        for task in tasks:
            named = SimpleNamespace(
                node_id=task.node_id, form_key=task.form_key, area_code="", not_before=None
            )
            for plan in plans:
                for visit in VISITS:
                    yield task.node_id, paper_of(named, Role(task.role), plan, visit)


def paper_of(task: Any, role: Role, plan: CasePlan, visit: int) -> Paper:
    """The paper that one household's step names today."""
    step: Any = SimpleNamespace(task=task, outcomes=())
    form: Any = Numbers(data={"happened_on": clock.today()})
    told = answers_to(Asked(form, step, plan, "", visit, lambda _kind, _count: []))
    dated = dt.date.fromisoformat(told.get("document_date") or told["happened_on"])
    kind = NUMBERED[task.form_key].document_kind
    return Paper(role, task.area_code, kind, told["document_number"], dated)


def plan_of(number: int) -> CasePlan:
    family = make_family(number, VILLAGE, "惠风川村", size=2)
    return CasePlan(number, "A", family, ("建档立卡",), "C", "修缮加固", FIRST_DAY)
