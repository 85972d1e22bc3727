"""Who asked for a correction: 补正 goes straight back to them."""

from __future__ import annotations

from workflows.engine import JsonScalar
from workflows.steps import Step


def asked_by(step: Step) -> dict[str, JsonScalar]:
    """Routing data of a step that may send the case back: the step itself."""
    assert step.task is not None
    return {"asked_by": step.task.node_id}
