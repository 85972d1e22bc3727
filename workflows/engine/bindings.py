"""Every name in a drawing must exist in Python before the first case runs on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from workflows.engine.definition_set import DefinitionSet
from workflows.engine.errors import DrawingError, Problem


def check_bindings(
    definitions: DefinitionSet,
    *,
    roles: Collection[str] | Mapping[str, str],
    form_keys: Collection[str],
    topics: Collection[str],
    decisions: Collection[str],
    messages: Collection[str] | None = None,
) -> None:
    """Raise DrawingError for every name that is not known, with file and element id.

    ``roles`` may map a role to its label; then lanes must bear that label exactly.  ``messages``
    is checked when given.
    """
    known = {
        "role": roles,
        "form": form_keys,
        "topic": topics,
        "decision": decisions,
        "message": messages,
    }
    problems = []
    for reference in definitions.references:
        names = known[reference.kind]
        if names is None:
            continue
        if reference.name not in names:
            reason = f"{reference.kind} {reference.name!r} is not known"
        elif isinstance(names, Mapping) and names[reference.name] != reference.label:
            reason = f"lane is called {reference.label!r}, not {names[reference.name]!r}"
        else:
            continue
        problems.append(Problem(reference.file, reference.element_id, reason))
    if problems:
        raise DrawingError(problems)
