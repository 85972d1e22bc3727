"""What an act changed, fact by fact, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workflows.fact_labels import label_of, spoken

HOUSEHOLD_LABELS = {
    "address": "住址",
    "phone": "电话",
    "group_name": "组别",
    "house": "房屋",
    "structure": "房屋结构",
    "built_year": "建造年份",
    "area_m2": "房屋面积",
    "rooms": "间数",
    "storeys": "层数",
}
PERSON_LABELS = {"name": "姓名", "relation": "与户主关系", "nation": "民族", "number": "身份证号"}


@dataclass(frozen=True)
class Change:
    """One fact that an act changed, as words."""

    label: str
    before: str
    after: str


def changes_of(payload: dict[str, Any]) -> list[Change]:
    """What changed, field by field, with Chinese names."""
    changes = []
    for name, pair in payload.get("changes", {}).items():
        label = HOUSEHOLD_LABELS.get(name) or label_of(name)
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        changes.append(Change(label, spoken(name, before), spoken(name, after)))
    return changes


def changes_of_persons(payload: dict[str, Any]) -> list[Change]:
    """What changed of those who stay in the household (``workflows.rosters.RosterChanges``)."""
    changes = []
    for person in payload.get("persons", []):
        for name, (before, after) in person["changes"].items():
            # Two numbers may look the same behind their masks.
            told = f"{after}(已更正)" if name == "number" else spoken(name, after)
            label = f"{person['name']}的{PERSON_LABELS[name]}"
            changes.append(Change(label, spoken(name, before), told))
    return changes
