"""Who belongs to the household: the roster, its rules, and numbers shown masked (R86, F01, F12)."""

from __future__ import annotations

from wtforms.validators import ValidationError

from forms.fields.roster import RosterField, Row
from forms.step_form import StepForm
from models.household import Person
from workflows import clock, identity_number, personal_names
from workflows.checks import Answer
from workflows.checks.persons import head_of_age, refused_name, refused_number
from workflows.duplicates import persons_elsewhere
from workflows.facts import evaluate
from workflows.households import Known
from workflows.personal_data import digest, mask_id_number
from workflows.rosters import HEAD, Departure, Member, contradicts_sex, sex


class RosterForm(StepForm):
    """Base of the forms that ask for the roster; ``known`` is set before it is filled.

    A masked number that comes back unchanged means the number that is known.
    """

    known: Known
    refused_answers: list[Answer]

    members = RosterField(
        "户主和家庭成员",
        hint="户主写在第一行;按户口簿逐人填写,身份证号末位的 x 不分大小写。没有用到的行留空。",
    )

    def shown_members(self) -> list[Row]:
        """The roster as it stands, numbers masked."""
        return [_shown(person) for person in self.known.persons]

    def validate_members(self, field: RosterField) -> None:
        """One head of age, good names and numbers, nobody twice, nobody in another case."""
        self.refused_answers = []
        rows = self.staying
        for row in field.data:
            if row.has_left:
                self._check_departure(field, row)
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
            self.refused_answers.append(refused_name(row.name, fault))

    def _check_number(self, field: RosterField, row: Row) -> None:
        if not row.id_number:
            return
        number = self.number(row)
        outputs = evaluate(self.step, "identity_number", id_no=number).outputs
        if not outputs["id_valid"]:
            self._refuse_number(field, row, "id_number", f"{outputs['id_reason']},请对照身份证核对")
        else:
            if contradicts_sex(row.relation, number):
                fault = f"与身份证号不符:号码是{sex(number)}性的,请核对"
                self._refuse_number(field, row, "relation", fault)
            born = identity_number.birth_date(number)
            if born is not None and born > clock.today():
                self._refuse_number(field, row, "id_number", "出生日期晚于今天,请对照身份证核对")

    def _refuse_number(self, field: RosterField, row: Row, column: str, fault: str) -> None:
        field.complain(row, column, fault)
        key = self.step.runtime.digest_key
        self.refused_answers.append(refused_number(digest(key, self.number(row)), fault))

    def _check_departure(self, field: RosterField, row: Row) -> None:
        """Of whom it may be said that they have left, and since when."""
        number, day = self.number(row), row.left_day
        person = next((each for each in self.known.persons if each.id_number == number), None)
        if not row.left_reason:
            field.complain(row, "left_reason", "请选择为什么不在这一户了")
        elif day is None:
            field.complain(row, "left_on", "请填写哪一天去世或离开")
        elif person is None:
            field.complain(row, "left_reason", "只有原来登记的人才能登记离开;没有用到的行请清空")
        elif row.relation == HEAD:
            field.complain(row, "left_reason", "户主不能这样登记,请办理“变更户主”")
        elif day > clock.today():
            field.complain(row, "left_on", "不能晚于今天")
        elif day < person.born_on:
            field.complain(row, "left_on", f"不能早于出生日期({person.born_on:%Y-%m-%d})")

    def _check_age(self, field: RosterField, head: Row) -> None:
        youngest = int(self.step.parameters["head_min_age"])
        day = self.happened_on.data or clock.today()
        answer = head_of_age(identity_number.age(self.number(head), day), youngest)
        if answer.is_barring:
            field.complain(head, "id_number", f"户主未满{youngest}周岁,请由成年人作户主或监护人")
            self.refused_answers.append(answer)

    def _check_twice(self, field: RosterField) -> None:
        seen: set[str] = set()
        for row in self.staying:
            if (number := self.number(row)) in seen:
                field.complain(row, "id_number", "这个号码填了两次")
            seen.add(number)

    def _check_elsewhere(self, field: RosterField) -> None:
        # Who is in this household already was free when written down, and has not been since.
        known = {person.id_number for person in self.known.persons}
        by_number = {
            number: row for row in self.staying if (number := self.number(row)) not in known
        }
        for number, is_paid in persons_elsewhere(self.step, by_number).items():
            why = "所在家庭已领取过危房改造补助" if is_paid else "已在另一件申请里,一人只能有一件"
            field.complain(by_number[number], "id_number", why)

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
            Member(row.name, self.number(row), row.relation, row.nation) for row in self.staying
        ]

    @property
    def staying(self) -> list[Row]:
        """The rows of those who are in the household from now on."""
        return [row for row in self.members.data if not row.has_left]

    @property
    def departures(self) -> dict[str, Departure]:
        """Those who are said to have left: identity number -> when and why."""
        return {
            self.number(row): Departure(day, row.left_reason)
            for row in self.members.data
            if row.has_left and (day := row.left_day) is not None
        }


def _shown(person: Person) -> Row:
    number = mask_id_number(person.id_number)
    return Row(person.name, number, person.relation, person.nation, is_known=True)
