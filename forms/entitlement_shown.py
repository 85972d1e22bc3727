"""What the decision tables say of a case, as lines that a step shows and nobody types."""

from __future__ import annotations

from decimal import Decimal

from forms.fields import ShownField
from workflows.decisions import Decision
from workflows.entitlement import Entitlement
from workflows.rule_sources import cite, said


def yuan(amount: int | None) -> str:
    """``25,232 元``, or 待定."""
    return "待定" if amount is None else f"{amount:,} 元"


def square_metres(area: object) -> str:
    """``60 ㎡``, or 不适用."""
    return "不适用" if area is None else f"{area:g} ㎡"


def exact(area: float | None) -> Decimal | None:
    """An area of a table as the database keeps it."""
    return None if area is None else Decimal(str(area))


def show_entitlement(shown: ShownField, entitlement: Entitlement) -> None:
    """Identity, grade, method, area and amount, each with where it is written (R107, R108)."""
    of, facts = entitlement.decisions, entitlement.facts
    shown.show("身份类别", facts.get("identities"))
    shown.show("鉴定等级", f"{facts['grade']}级" if facts.get("grade") else "无房户,不鉴定")
    _verdict(shown, "符合条件", entitlement.eligible, of["eligibility"], "reason")
    method = f"改造方式“{facts.get('method') or '未确认'}”可以采用"
    _verdict(shown, method, entitlement.method_allowed, of["method"], "method_reason")
    show_area(shown, entitlement)
    show_money(shown, entitlement)


def show_area(shown: ShownField, entitlement: Entitlement) -> None:
    """The area, its cap, and the reminder that stops nothing."""
    kind = f"{entitlement.facts.get('area_kind', '计划')}面积"
    area = entitlement.facts.get("area_m2")
    shown.show(kind, square_metres(area), attention=entitlement.area_ok is False)
    cap = square_metres(entitlement.area_cap_m2)
    shown.show("面积上限", cap + cite(entitlement.decisions["area_cap"].rules))
    if entitlement.area_warning:
        rules = cite(entitlement.decisions["area_floor"].rules)
        shown.show("提醒", entitlement.area_warning + rules, attention=True)


def show_money(shown: ShownField, entitlement: Entitlement) -> None:
    """The standard that applies, the fund, and what is still open."""
    standard = entitlement.decisions["subsidy_standard"]
    amount = yuan(entitlement.approved_yuan)
    words = f"{entitlement.subsidy_kind or '没有标准'} {amount}{cite(standard.rules)}"
    shown.show("补助标准", words, attention=entitlement.approved_yuan is None)
    fund = entitlement.fund or "待定"
    shown.show("资金来源", fund + cite(entitlement.decisions["fund"].rules))
    if entitlement.open_question:
        shown.show("待定问题", said(entitlement.open_question), attention=True)


def _verdict(
    shown: ShownField, name: str, verdict: bool | None, decision: Decision, reason: str
) -> None:
    words = "待定" if verdict is None else "是" if verdict else "否"
    because = decision.outputs.get(reason)
    text = f"{words},{because}" if because else words
    shown.show(name, text + cite(decision.rules), attention=verdict is not True)
