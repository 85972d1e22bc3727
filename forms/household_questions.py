"""Questions about the household: who belongs to it, where it lives, in which house (R21–R26)."""

from __future__ import annotations

import re
from typing import Any

from wtforms.validators import StopValidation, ValidationError

from forms.fields import ChoiceField, Needed, NumberField, TextField, YesNoField
from forms.fields.roster import RosterField, Row
from forms.step_form import StepForm
from models.household import STRUCTURES, Person
from workflows import clock, identity_number, personal_names
from workflows.facts import NO_HOUSE, evaluate
from workflows.households import (
    HEAD,
    Dwelling,
    Member,
    Place,
    age,
    known_household,
    persons_elsewhere,
)
from workflows.personal_data import mask_id_number, mask_telephone
from workflows.steps import Step

HOUSE = ("structure", "built_year", "area_m2", "rooms", "storeys")
_TELEPHONE = re.compile(r"[\d+][\d -]{6,19}")


class NeededOfHouse:
    """The answer is needed from every household that has a house."""

    field_flags = {"needed": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Raise StopValidation when a house is not described."""
        if field.errors or form.dwelling.data in (None, NO_HOUSE):
            raise StopValidation()
        if field.data is None:
            raise StopValidation("请填写此项;无房户请在“住房情况”里选“无房”。")


class HouseholdForm(StepForm):
    """Base of the forms that ask who the household is; numbers known already are shown masked.

    A masked number that comes back unchanged means the number that is known.
    """

    members = RosterField(
        "户主和家庭成员",
        hint="户主写在第一行;按户口簿逐人填写,身份证号末位的 x 不分大小写。没有用到的行留空。",
    )
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
        "建造年份", [NeededOfHouse()], minimum=1900, maximum=2100, hint="记不清的填大约年份。"
    )
    area_m2 = NumberField(
        "建筑面积", [NeededOfHouse()], minimum=1, maximum=2000, places=2, unit="㎡"
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
            "members": [_shown(person) for person in self.known.persons],
            "group_name": household.group_name,
            "address": household.address,
            "telephone": mask_telephone(household.telephone) if household.telephone else "",
            **{name: getattr(application, name) for name in facts},
            **({name: getattr(house, name) for name in HOUSE} if house else {}),
        }

    # --- what may not be ------------------------------------------------------------------------

    def validate_members(self, field: RosterField) -> None:
        """One head of age, good names and numbers, nobody twice, nobody in another case."""
        rows = field.data
        if not rows:
            raise ValidationError("请填写户主和家庭成员。")
        for row in rows:
            self._check_name(field, row)
            self._check_number(field, row)
        if field.errors:
            return
        heads = [row for row in rows if row.relation == HEAD]
        if len(heads) != 1:
            raise ValidationError("户主应有且只有一人,请在“与户主关系”里选择。")
        self._check_age(field, heads[0])
        self._check_twice(field)
        self._check_elsewhere(field)

    def _check_name(self, field: RosterField, row: Row) -> None:
        if row.name and (fault := personal_names.fault(row.name)):
            field.complain(row, "name", fault)

    def _check_number(self, field: RosterField, row: Row) -> None:
        if not row.id_number:
            return
        number = self.number(row)
        outputs = evaluate(self.step, "identity_number", id_no=number).outputs
        if not outputs["id_valid"]:
            field.complain(row, "id_number", f"{outputs['id_reason']},请对照身份证核对")
        else:
            born = identity_number.birth_date(number)
            if born is not None and born > clock.today():
                field.complain(row, "id_number", "出生日期晚于今天,请对照身份证核对")

    def _check_age(self, field: RosterField, head: Row) -> None:
        youngest = int(self.step.parameters["head_min_age"])
        if age(self.number(head), self.happened_on.data or clock.today()) < youngest:
            field.complain(head, "id_number", f"户主未满{youngest}周岁,请由成年人作户主或监护人")

    def _check_twice(self, field: RosterField) -> None:
        seen: set[str] = set()
        for row in field.data:
            if (number := self.number(row)) in seen:
                field.complain(row, "id_number", "这个号码填了两次")
            seen.add(number)

    def _check_elsewhere(self, field: RosterField) -> None:
        by_number = {self.number(row): row for row in field.data}
        for number, is_paid in persons_elsewhere(self.step, by_number).items():
            why = "所在家庭已领取过危房改造补助" if is_paid else "已在另一件申请里,一人只能有一件"
            field.complain(by_number[number], "id_number", why)

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

    def number(self, row: Row) -> str:
        """The identity number meant by a row, in its stored form."""
        typed = identity_number.normalised(row.id_number)
        if "*" not in typed:
            return typed
        meant = [each for each in self.known.persons if mask_id_number(each.id_number) == typed]
        named = [each for each in meant if each.name == row.name] or meant
        return named[0].id_number if named else typed

    @property
    def people(self) -> list[Member]:
        """The roster as it is to be stored."""
        return [
            Member(row.name, self.number(row), row.relation, row.nation)
            for row in self.members.data
        ]

    @property
    def place(self) -> Place:
        """Where the household lives; a telephone left masked stays."""
        telephone = self.telephone.data or ""
        if "*" in telephone and self.known.household is not None:
            telephone = self.known.household.telephone
        return Place(self.group_name.data or "", self.address.data or "", telephone)

    @property
    def house(self) -> Dwelling | None:
        """The house, or None for a 无房户."""
        if self.dwelling.data == NO_HOUSE:
            return None
        return Dwelling(**{name: self[name].data for name in HOUSE})


def _shown(person: Person) -> Row:
    return Row(person.name, mask_id_number(person.id_number), person.relation, person.nation)
