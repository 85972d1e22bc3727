"""Asking again what the household could not tell (不清楚), now that somebody is in the house."""

from __future__ import annotations

from typing import Any

from wtforms import Field

from forms.fields import NumberField, YesNoField
from forms.household_questions import HOUSE
from forms.step_form import StepForm
from workflows.facts import no_longer_unclear
from workflows.households import known_household
from workflows.steps import Step

AGAIN = ("whole_household_no_house", "built_year", "area_m2", "annual_income_yuan")
HINT = "申请时说不清,请问明或量一下;还是不清楚的可以不填。"


class OpenQuestionsForm(StepForm):
    """Base of a visit's form: of :data:`AGAIN` only what is still open is asked."""

    whole_household_no_house = YesNoField("全家人名下都没有住房", unknown=True, hint=HINT)
    built_year = NumberField("建造年份", minimum=1900, maximum=2100, hint=HINT, unknown=True)
    area_m2 = NumberField(
        "建筑面积", minimum=1, maximum=2000, places=2, unit="㎡", hint=HINT, unknown=True
    )
    annual_income_yuan = NumberField(
        "全家年收入", minimum=0, maximum=10_000_000, unit="元", hint=HINT, unknown=True
    )

    def prepare(self, step: Step) -> None:
        """Leave out what is known."""
        super().prepare(step)
        for name in AGAIN:
            if name not in (step.application.unclear or ()):
                del self[name]

    @property
    def now_known(self) -> dict[str, Field]:
        """The questions that were answered this time."""
        asked = {name: self._fields[name] for name in AGAIN if name in self._fields}
        return {name: field for name, field in asked.items() if field.data is not None}

    def save_now_known(self, step: Step) -> None:
        """Write what is known now where it belongs, and on the record."""
        application, changes = step.application, dict[str, Any]()
        for name, field in self.now_known.items():
            if name not in HOUSE:
                setattr(application, name, field.data)
        told = {name: field for name, field in self.now_known.items() if name in HOUSE}
        house = known_household(step).house if told else None
        if house is not None:
            for name, field in told.items():
                changes[name] = ["", str(field.data)]
                setattr(house, name, field.data)
            step.note("household_mended", {"changes": changes}, by_machine=False)
            # The house is no fact of the case that taking back could restore.
            self.may_be_taken_back = False
        no_longer_unclear(application, self.now_known)
