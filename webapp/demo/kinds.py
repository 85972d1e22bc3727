"""The sorts of households of the demo (R12–R14: repair of grade C is the commonest)."""

from __future__ import annotations

from dataclasses import dataclass

from models.method import (
    GOVERNMENT_PROVIDED,
    MUTUAL_AID_HOME,
    NEW_BUILT_C,
    REPAIR,
    SELF_BUILT,
)


@dataclass(frozen=True)
class Kind:
    """A sort of household; ``weight`` is how many of a hundred are so."""

    plan: str
    identity: str
    grade: str | None
    method: str
    weight: int
    areas: tuple[int, int] = (0, 0)


REGISTERED, ALLOWANCE, EXTREMELY_POOR, DISABLED = "建档立卡", "低保", "分散供养特困", "贫困残疾人"
KINDS: dict[str, Kind] = {
    "a_repair": Kind("A", REGISTERED, "C", REPAIR, 34),
    "a_rebuilt": Kind("A", REGISTERED, "C", NEW_BUILT_C, 4, (48, 60)),
    "a_self": Kind("A", REGISTERED, "D", SELF_BUILT, 5, (46, 60)),
    "a_provided": Kind("A", REGISTERED, "D", GOVERNMENT_PROVIDED, 5, (34, 40)),
    "a_home": Kind("A", REGISTERED, "D", MUTUAL_AID_HOME, 3, (30, 38)),
    "n_self": Kind("A", REGISTERED, None, SELF_BUILT, 7, (44, 58)),
    "n_provided": Kind("A", REGISTERED, None, GOVERNMENT_PROVIDED, 6, (34, 40)),
    "n_home": Kind("A", REGISTERED, None, MUTUAL_AID_HOME, 3, (30, 38)),
    "b_allowance": Kind("B", ALLOWANCE, "C", REPAIR, 11),
    "b_extremely": Kind("B", EXTREMELY_POOR, "C", REPAIR, 6),
    "b_disabled": Kind("B", DISABLED, "C", REPAIR, 6),
    "b_self": Kind("B", ALLOWANCE, "D", SELF_BUILT, 4, (44, 60)),
    "b_provided": Kind("B", EXTREMELY_POOR, "D", GOVERNMENT_PROVIDED, 3, (34, 40)),
    "b_home": Kind("B", EXTREMELY_POOR, "D", MUTUAL_AID_HOME, 1, (30, 36)),
    "b_disabled_self": Kind("B", DISABLED, "D", SELF_BUILT, 2, (44, 58)),
}
NEW_HOUSES = ("a_self", "n_self", "b_self", "a_provided", "n_provided")
GRADE_D = ("a_self", "a_provided", "b_self", "b_provided")
REPAIRS = ("a_repair", "b_allowance", "b_extremely", "b_disabled")
GRADED = (*GRADE_D, *REPAIRS)
