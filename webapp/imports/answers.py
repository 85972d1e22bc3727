"""What a row of the sheet answers to each form: form key -> function of the cells.

What the sheet does not ask is left as the page shows it, or told to stand on the paper.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.acceptance import AcceptanceForm
from forms.construction_agreement import ConstructionAgreementForm
from forms.fields import PickField
from forms.identity_opinion import IdentityOpinionForm
from forms.late_entry import LATE
from forms.step_form import StepForm
from forms.unchanged import unchanged
from models.signing import SIGNING_BY_HAND
from webapp.imports.asked import YES
from webapp.imports.rows import day_and_name, persons_of
from workflows import personal_names
from workflows.facts import NO_HOUSE

Cells = Mapping[str, str]
Told = dict[str, Any]
YES_NO = {"是": "yes", "否": "no"}
# Among the ways out of a step, the one that a finished paper stands for.
ONWARD = {"inspect_site": "finish"}
ABSENT = ("无", "-", "—")


def answers_of(
    form: StepForm, cells: Cells, *, day: dt.date, handled_by: str, reason: str
) -> MultiDict[str, str]:
    """What would be sent of ``form``, opened untouched, when the row's answers are put in."""
    task = form.step.task
    assert task is not None
    sent = unchanged(form)
    told = {
        "happened_on": day,
        "handled_by": handled_by,
        "late_mark": LATE,
        "late_reason": reason,
        **ANSWERS.get(task.form_key, _nothing)(form, cells, day),
    }
    names = {field.name for field in form}
    for name, value in told.items():
        if name in names or form.owns(name):
            sent[name] = _values(value)
    onward = next((each.id for each in form.step.outcomes if not each.needs_reason), "")
    sent["outcome"] = [ONWARD.get(task.node_id, onward)]
    return MultiDict((name, value) for name, values in sent.items() for value in values)


def _values(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [str(each) for each in value]
    return [value.isoformat() if isinstance(value, dt.date) else str(value)]


def _on_paper(cells: Cells) -> str:
    return f"见纸质档案{cells.get('paper_number', '')}。"


def _yes_no(cells: Cells, key: str) -> str:
    return YES_NO.get(cells.get(key, ""), "")


def _nothing(_form: StepForm, _cells: Cells, _day: dt.date) -> Told:
    return {}


# --- the village


def _application(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    told: Told = {
        "group_name": cells.get("group"),
        "address": cells.get("address"),
        "telephone": cells.get("telephone"),
        "hukou": cells.get("hukou"),
        "long_term_rural": _yes_no(cells, "rural"),
        "identities": [
            each for each in re.split(r"[、,,\s]+", cells.get("identities", "")) if each
        ],
        "certificate_number": cells.get("certificate"),
        "dwelling": cells.get("dwelling"),
        "annual_income_yuan": cells.get("income"),
        "signing": SIGNING_BY_HAND,
        **dict.fromkeys(
            ("hukou_statement", "income_statement", "wish_statement"), _on_paper(cells)
        ),
    }
    for place, person in enumerate(persons_of(cells)):
        columns = ("name", "id_number", "relation", "nation")
        told |= {f"members-{place}-{c}": v for c, v in zip(columns, person, strict=True)}
    if cells.get("dwelling") == NO_HOUSE:
        return told | {"whole_household_no_house": _yes_no(cells, "no_house")}
    return told | {
        "danger_statement": _on_paper(cells),
        "structure": cells.get("structure"),
        "built_year": cells.get("built_year"),
        "area_m2": cells.get("house_area"),
        "rooms": cells.get("rooms"),
        "storeys": "1",
    }


def _appraisal(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    led = personal_names.split(cells.get("meeting_led", ""))
    votes = [*re.split(r"[/、,,\s]+", cells.get("votes", "")), *[""] * 5][:5]
    names = ("due_count", "present_count", "in_favour", "against", "abstained")
    return {
        "meeting_kind": cells.get("meeting_kind"),
        "place": cells.get("meeting_place"),
        "chair": led[0] if led else "",
        "minute_taker": led[1] if len(led) > 1 else "",
        **dict(zip(names, votes, strict=True)),
    }


def _posting(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    return {"place": _on_paper(cells)}


def _removal(form: StepForm, _cells: Cells, _day: dt.date) -> Told:
    return {"places": [value for value, _ in _choices(form, "places")]}


def _report(_form: StepForm, cells: Cells, day: dt.date) -> Told:
    signed = _yes_no(cells, "form_signed")
    return {
        "filled_on": day,
        "is_signed_by_head": signed,
        "is_sealed": signed,
        "signing": SIGNING_BY_HAND,
    }


# --- the township and the departments


def _visit(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    visitors = personal_names.split(cells.get("visitors", ""))
    agrees = _yes_no(cells, "visit_agrees")
    return {
        "first_visitor": visitors[0] if visitors else "",
        "second_visitor": visitors[1] if len(visitors) > 1 else "",
        "long_term_rural": _yes_no(cells, "rural"),
        "dwelling": cells.get("dwelling"),
        "house_agrees": agrees,
        "members_agree": agrees,
        "building_difficulty": _yes_no(cells, "difficulty"),
        "difficulty_reason": _on_paper(cells) if cells.get("difficulty") == YES else "",
    }


def _meeting(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    return {
        "document_number": cells.get("minutes_number"),
        "attendees": cells.get("attendees"),
        "resolution": f"同意上报。{_on_paper(cells)}",
    }


def _result_report(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    return {"document_number": cells.get("report_letter")}


def _opinion(form: StepForm, cells: Cells, day: dt.date) -> Told:
    assert isinstance(form, IdentityOpinionForm)
    assert form.step.task is not None
    number = cells.get(f"list_{form.step.task.node_id}", "")
    # The sheet asks for no date of the list: that of whoever named it first stands.
    known = form.document_of(number, day)
    return {
        "document_number": number,
        "document_date": known.dated if known is not None else day,
        "in_relocation_plan": _yes_no(cells, "relocation"),
        "stable_out_of_poverty": _yes_no(cells, "stable"),
        "whole_household_no_house": _yes_no(cells, "no_house"),
        "marked_in_archive": _yes_no(cells, "marked"),
    }


def _commission(form: StepForm, cells: Cells, _day: dt.date) -> Told:
    named = [key for key, name in _choices(form, "agency_id") if name == cells.get("agency")]
    return {"agency_id": named, "document_number": cells.get("commission_number")}


def _assessment(form: StepForm, cells: Cells, _day: dt.date) -> Told:
    names = personal_names.split(cells.get("assessors", ""))
    parts = [*re.split(r"[/、,,\s]+", cells.get("parts", "").lower()), *[""] * 5][:5]
    keys = ("foundation", "walls", "frame", "floors_and_roof", "enclosure")
    levels = ("none" if each in ABSENT else each for each in parts)
    standards = [value for value, _ in _choices(form, "standard") if value]
    return {
        "report_number": cells.get("report_number"),
        "standard": standards[:1],
        "first_assessor": names[0] if names else "",
        "second_assessor": names[1] if len(names) > 1 else "",
        "site_is_safe": _yes_no(cells, "site_safe"),
        **dict(zip(keys, levels, strict=True)),
        "grade": cells.get("grade"),
        "comment": _on_paper(cells),
    }


def _confirmation(form: StepForm, _cells: Cells, _day: dt.date) -> Told:
    return {"report_copies": [value for value, _ in _choices(form, "report_copies")]}


def _resettlement(_form: StepForm, cells: Cells, day: dt.date) -> Told:
    return {
        "kind": cells.get("lodging"),
        "address": cells.get("lodging_address"),
        "moved_on": day,
    }


def _disposal(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    return {"disposal": cells.get("disposal")}


# --- the county


def _method(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    return {
        "method": cells.get("method"),
        "builder": cells.get("builder"),
        "planned_area_m2": cells.get("planned_area"),
        "signing": SIGNING_BY_HAND,
    }


def _archive(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    return {"file_complete": _yes_no(cells, "file_complete")}


def _registry(_form: StepForm, cells: Cells, day: dt.date) -> Told:
    return {"registry_number": cells.get("registry_number"), "registered_on": day}


# --- building


def _agreement(form: StepForm, cells: Cells, _day: dt.date) -> Told:
    assert isinstance(form, ConstructionAgreementForm)
    fits, until = _yes_no(cells, "fits_plans"), day_and_name(cells.get("finish_by", ""))[0]
    clauses = {
        form.clauses.input_name(each.key): until if each.kind == "day" else _on_paper(cells)
        for each in form.clauses.questions
    }
    return {
        **clauses,
        "village_party": cells.get("village_by"),
        "builder_name": cells.get("contractor"),
        "builder_certificate": cells.get("contractor_certificate"),
        "site_type": cells.get("site_type"),
        "fits_land_plan": fits,
        "fits_township_plan": fits,
        "fits_design_rules": fits,
        "area_m2": cells.get("planned_area"),
        "signing": SIGNING_BY_HAND,
    }


def _start(_form: StepForm, cells: Cells, day: dt.date) -> Told:
    return {
        "started_on": day,
        "supervisor_name": cells.get("supervisor"),
        "supervisor_trained": _yes_no(cells, "supervisor_trained"),
    }


def _inspection(form: StepForm, cells: Cells, _day: dt.date) -> Told:
    stages = [value for value, _ in _choices(form, "stage")]
    return {"stage": stages[-1:], "findings": _on_paper(cells)}


def _completion(_form: StepForm, cells: Cells, day: dt.date) -> Told:
    return {"finished_on": day, "repair_cost_yuan": cells.get("cost")}


def _preliminary(form: StepForm, cells: Cells, _day: dt.date) -> Told:
    team = personal_names.each_once(cells.get("first_team", ""))
    return _checks(form, cells, "first_passed") | {"members": "\n".join(team)}


def _final(form: StepForm, cells: Cells, _day: dt.date) -> Told:
    team = [each.strip() for each in re.split(r"[;;\n]+", cells.get("final_team", ""))]
    return _checks(form, cells, "final_passed") | {
        "members": "\n".join(each for each in team if each),
        "measured_area_m2": cells.get("measured_area"),
        "repair_cost_yuan": cells.get("cost"),
    }


def _checks(form: StepForm, cells: Cells, passed: str) -> Told:
    assert isinstance(form, AcceptanceForm)
    answers = {"number": cells.get("wall_mm"), "yes_no": _yes_no(cells, passed)}
    told: Told = {
        form.checklist.input_name(each.key): answers.get(each.kind)
        for each in form.checklist.questions
    }
    return told | {
        "work_done": _on_paper(cells),
        "old_house_demolished": _yes_no(cells, "old_house_gone"),
    }


# --- money


def _subsidy(_form: StepForm, cells: Cells, _day: dt.date) -> Told:
    return {
        "card_holder": cells.get("head"),
        "card_number": cells.get("card_number"),
        "card_bank": cells.get("card_bank"),
    }


def _payment(_form: StepForm, cells: Cells, day: dt.date) -> Told:
    return {
        "batch_number": cells.get("batch_number"),
        "answered_on": day,
        "bank_reference": cells.get("bank_reference"),
    }


def _choices(form: StepForm, name: str) -> list[tuple[str, str]]:
    field: Any = form._fields.get(name)
    if field is None:
        return []
    found = list(field.choices or ())
    return found[1:] if isinstance(field, PickField) else found


ANSWERS: dict[str, Callable[[Any, Cells, dt.date], Told]] = {
    "application": _application,
    "democratic_appraisal": _appraisal,
    "notice_posting": _posting,
    "notice_removal": _removal,
    "village_report": _report,
    "household_visit": _visit,
    "township_meeting": _meeting,
    "notice_result_report": _result_report,
    "identity_opinion": _opinion,
    "grading_commission": _commission,
    "safety_assessment": _assessment,
    "grading_confirmation": _confirmation,
    "resettlement": _resettlement,
    "old_house_disposal": _disposal,
    "method_choice": _method,
    "archive_review": _archive,
    "registry_entry": _registry,
    "construction_agreement": _agreement,
    "construction_start": _start,
    "site_inspection": _inspection,
    "completion_report": _completion,
    "preliminary_acceptance": _preliminary,
    "final_acceptance": _final,
    "subsidy_review": _subsidy,
    "subsidy_payment": _payment,
}
