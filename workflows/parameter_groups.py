"""What the parameters of a programme are called, in groups; from ``bpmn/parameters.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from workflows.programmes import PROGRAMMES

TITLES = PROGRAMMES.parent / "parameters.toml"


@dataclass(frozen=True)
class ParameterTitle:
    """The title of a parameter and the unit of its value; ``unit`` is empty where it has none."""

    title: str
    unit: str


@dataclass(frozen=True)
class ParameterGroup:
    """Parameters that an office looks for together.

    Those of ``prefix`` belong to one step each and are called by its name; the rest have ``titles``
    by the name of the parameter.
    """

    key: str
    name: str
    about: str
    titles: Mapping[str, ParameterTitle]
    prefix: str = ""
    unit: str = ""

    def title_of(self, name: str, steps: Mapping[str, str]) -> ParameterTitle | None:
        """What ``name`` is called, with ``steps`` as id -> name; None when it is not of here."""
        if self.prefix and name.startswith(self.prefix):
            step = name.removeprefix(self.prefix)
            return ParameterTitle(steps.get(step, step), self.unit)
        return self.titles.get(name)


@cache
def parameter_groups() -> tuple[ParameterGroup, ...]:
    """Every group, in the order of a household's way."""
    content = tomllib.loads(TITLES.read_text(encoding="utf-8"))
    return tuple(
        ParameterGroup(
            key=group["key"],
            name=group["name"],
            about=group["about"],
            titles={
                name: ParameterTitle(*words) for name, words in group.get("parameters", {}).items()
            },
            prefix=group.get("prefix", ""),
            unit=group.get("unit", ""),
        )
        for group in content["groups"]
    )


def group_and_title(
    name: str, steps: Mapping[str, str]
) -> tuple[ParameterGroup, ParameterTitle] | None:
    """Where a parameter belongs and what it is called."""
    for group in parameter_groups():
        if title := group.title_of(name, steps):
            return group, title
    return None
