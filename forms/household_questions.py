"""Questions about the household: who belongs to it, where it lives, in which house (R21–R26)."""

from __future__ import annotations

import re
from typing import Any

from wtforms.validators import StopValidation, ValidationError

from forms.fields import ChoiceField, Needed, NumberField, TextField, YesNoField
from forms.roster_questions import RosterForm
from models.household import STRUCTURES
from workflows import clock
from workflows.facts import NO_HOUSE, UNCLEAR
from workflows.households import Dwelling, Place, known_household
from workflows.personal_data import mask_telephone
from workflows.steps import Step

HOUSE = ("structure", "built_year", "area_m2", "rooms", "storeys")
_TELEPHONE = re.compile(r"[\d+][\d -]{6,19}")


class NeededOfHouse:
    """The answer is needed from every household that has a house."""

    field_flags = {"needed": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Raise StopValidation when a house is not described."""
        if (
            getattr(field, "is_unclear", False)
            or field.errors
            or form.dwelling.data in (None, NO_HOUSE)
        ):
            raise StopValidation()
        if field.data is None:
            raise StopValidation("请填写此项;无房户请在“住房情况”里选“无房”。")


class HouseholdForm(RosterForm):
    """Base of the forms that ask for the whole household; numbers known already are masked."""

    group_name = TextField("组(屯)", max_length=40)
    address = TextField("住址", [Needed("请填写住址。")], max_length=120)
    telephone = TextField("联系电话", max_length=30, hint="没有电话可以留空。")
    hukou = ChoiceField("户口性质", ("农业", "非农业"), [Needed("请选择户口性质。")])
    long_term_rural = YesNoField(
        "长期居住在农村", [Needed("请选择;拿不准的选“不清楚”。")], unknown=True
    )
    dwelling = ChoiceField(
        "住房情况", ("唯一住房", NO_HOUSE, "有其他住房"), [Needed("请选择住房情况。")]
    )
    whole_household_no_house = YesNoField(
        "全家人名下都没有住房", unknown=True, hint="只有无房户回答。"
    )
    structure = ChoiceField("房屋结构", STRUCTURES, [NeededOfHouse()], hint="无房户不填房屋各项。")
    built_year = NumberField(
        "建造年份",
        [NeededOfHouse()],
        minimum=1900,
        maximum=2100,
        hint="大约年份也可以。",
        unknown=True,
    )
    area_m2 = NumberField(
        "建筑面积",
        [NeededOfHouse()],
        minimum=1,
        maximum=2000,
        places=2,
        unit="㎡",
        unknown=True,
    )
    rooms = NumberField("间数", [NeededOfHouse()], minimum=1, maximum=50, unit="间")
    storeys = NumberField("层数", [NeededOfHouse()], minimum=1, maximum=10, unit="层")

    def load(self, step: Step) -> dict[str, Any]:
        """The household as it stands."""
        self.known = known_household(step)
        household, house = self.known.household, self.known.house
        if household is None:
            return {"storeys": 1}
        application = step.application
        facts = ("hukou", "long_term_rural", "dwelling", "whole_household_no_house")
        return {
            "members": self.shown_members(),
            "group_name": household.group_name,
            "address": household.address,
            "telephone": mask_telephone(household.telephone) if household.telephone else "",
            **{name: getattr(application, name) for name in facts},
            **({name: getattr(house, name) for name in HOUSE} if house else {}),
            **dict.fromkeys(application.unclear or (), UNCLEAR),
        }

    # --- what may not be ------------------------------------------------------------------------

    def validate_telephone(self, field: TextField) -> None:
        """A number that can be dialled, or the known one left as shown."""
        text = field.data or ""
        if text and "*" not in text and not _TELEPHONE.fullmatch(text):
            raise ValidationError("电话只写数字,如 13800001234 或 0470-3200000。")
        if "*" in text and text != field.object_data:
            raise ValidationError("请写完整的电话号码。")

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what depends on the kind of dwelling."""
        super().validate(extra_validators)
        if self.dwelling.data == NO_HOUSE:
            if not self.whole_household_no_house.answered:
                self.fail("whole_household_no_house", "请选择;拿不准的选“不清楚”。")
        elif (self.built_year.data or 0) > clock.today().year:
            self.fail("built_year", "建造年份不能晚于今年。")
        return not self.errors

    # --- what was answered ----------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """Where the household lives; a telephone left masked stays."""
        telephone = self.telephone.data or ""
        if "*" in telephone and self.known.household is not None:
            telephone = self.known.household.telephone
        return Place(self.group_name.data or "", self.address.data or "", telephone)

    @property
    def unclear(self) -> list[str]:
        """Names of the questions answered by 不清楚, of those that this household is asked."""
        has_house = self.dwelling.data != NO_HOUSE
        asked_of_others = ("whole_household_no_house",) if has_house else HOUSE
        return [
            field.short_name
            for field in self
            if getattr(field, "is_unclear", False) and field.short_name not in asked_of_others
        ]

    @property
    def house(self) -> Dwelling | None:
        """The house, or None for a 无房户."""
        if self.dwelling.data == NO_HOUSE:
            return None
        return Dwelling(**{name: self[name].data for name in HOUSE})
