"""The answers of a draft in plain words, as one would read them aloud to the household."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forms.application import HEAD_HIMSELF
from forms.fields import DocumentsField
from forms.fields.roster import LABELS, Row
from forms.grouped_form import Fault
from forms.intake_draft import DraftForm
from forms.intake_groups import GROUPS, Group
from models.document import Document
from workflows.facts import NO_HOUSE, UNCLEAR
from workflows.identity_number import normalised
from workflows.intake_drafts import Overtaken
from workflows.personal_data import mask_account, mask_id_number, mask_telephone

EMPTY = "没有填"
# Asked of one sort of household only.
OF_HOUSE = ("structure", "built_year", "area_m2", "rooms", "storeys", "suspected_grade")
OF_HOUSE_ALSO = ("danger_statement",)


@dataclass(frozen=True)
class Line:
    """One question with its answer; ``anchor`` leads to its input.

    ``before`` is the answer that it takes the place of, where something is mended.
    """

    label: str
    words: str
    anchor: str
    is_open: bool = False
    before: str = ""


@dataclass(frozen=True)
class Section:
    """One page of the application in words."""

    group: Group
    lines: list[Line]
    documents: list[Document]
    faults: list[Fault]
    state: str


def sections(form: DraftForm) -> list[Section]:
    """The whole application; call ``form.check`` first."""
    states = form.states()
    return [
        Section(
            group,
            _lines(form, group),
            [each for each in form.step.documents if each.kind in group.kinds],
            form.faults(group),
            states[group.key],
        )
        for group in GROUPS
    ]


def _lines(form: DraftForm, group: Group) -> list[Line]:
    lines = []
    if group.key == "applicant":
        lines.append(person_line(form.head, 0, "户主"))
    elif group.key == "members":
        alone = "没有别人,只有户主一个人" if group.key in form.draft.groups else EMPTY
        lines = [
            person_line(row, number, row.relation or f"第{number + 1}人")
            for number, row in enumerate(form.others, 1)
        ] or [Line("户主以外", alone, "f-members", alone == EMPTY)]
    for name in group.fields:
        field = form.form._fields.get(name)
        if field is not None and _is_asked(form, name):
            words = _asker_words(form) if name == "asker" else words_of(field)
            lines.append(Line(field.label.text, words, f"f-{name}", words in (EMPTY, UNCLEAR)))
    return lines


def _is_asked(form: DraftForm, name: str) -> bool:
    has_house = bool(form.form.dwelling.data != NO_HOUSE)
    if name in (*OF_HOUSE, *OF_HOUSE_ALSO):
        return has_house
    if name == "whole_household_no_house":
        return not has_house
    # Asked only of some: shown where they were answered.
    rare = ("certificate_number", "agent", "first_witness", "second_witness")
    return name not in (*rare, "phone_confirmed_on") or bool(form.form[name].data)


def _asker_words(form: DraftForm) -> str:
    """户主本人, or whoever came for the head with what they are to the household."""
    name, what = form.form.named_asker, form.form.asked_by
    return f"{name}({what})" if what != HEAD_HIMSELF else HEAD_HIMSELF


def person_line(row: Row, number: int, label: str) -> Line:
    """One row of the roster: name, masked number, nation; and since when somebody is gone."""
    anchor = f"members-{number}-name"
    if not row.name:
        return Line(label, EMPTY, anchor, is_open=True)
    masked = mask_id_number(normalised(row.id_number)) if row.id_number else "身份证号没有填"
    words = [row.name, masked, *([row.nation] if row.nation else [])]
    words += [f"{row.left_on} {row.left_reason}".strip()] if row.has_left else []
    return Line(label, ",".join(words), anchor)


def words_of(field: Any) -> str:
    """One answer: 是, 土木结构, 48.5 ㎡, 不清楚."""
    if getattr(field, "is_unclear", False):
        return UNCLEAR
    value = field.data
    if value is None or value == "" or value == []:
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(field, DocumentsField):
        return "、".join(dict.fromkeys(each.kind for each in field.chosen))
    if field.short_name == "card_number":
        return mask_account(value)
    if field.short_name == "telephone":
        return mask_telephone(value) if "*" not in value else str(value)
    if field.type in ("ChoiceField", "PickField"):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    if field.type == "NumberField":
        return f"{field._value()} {field.unit}".strip()
    return str(value)


def label_of(form: DraftForm, name: str) -> str:
    """What a question is called: 住址, 第2人姓名."""
    if name.startswith("members-"):
        _, number, column = name.split("-", 2)
        who = "户主" if number == "0" else f"第{int(number) + 1}人"
        return f"{who}{LABELS.get(column, column)}"
    field = form.form._fields.get(name)
    return str(field.label.text) if field is not None else name


def overtaken_words(
    form: DraftForm, found: list[Overtaken]
) -> list[tuple[str, str, str, Overtaken]]:
    """(question, what the other wrote, what stands on the page, whole) for each that both wrote."""
    return [
        (label_of(form, each.name), _sent(form, each.theirs), _sent(form, each.yours), each)
        for each in found
    ]


def _sent(form: DraftForm, values: list[str]) -> str:
    said = {"yes": "是", "no": "否", "unknown": UNCLEAR}
    return "、".join(said.get(each, each) for each in values if each) or EMPTY
