"""Conditions on flows: comparisons of a variable with a literal, and/or/not, nothing else.

They are compiled to closures here; no text from a drawing is ever evaluated as Python.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Scalar = str | int | float | bool | None
Test = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Condition:
    """A compiled condition. ``equals`` is (variable, literal) when that is all it says."""

    text: str
    names: frozenset[str]
    equals: tuple[str, Scalar] | None
    holds: Test


def compile_condition(text: str) -> Condition:
    """Compile ``text``. Raises ValueError naming the part that is not allowed."""
    try:
        expression = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"condition {text!r} is not an expression") from error
    names: set[str] = set()
    holds = _compile(expression, names)
    return Condition(text.strip(), frozenset(names), _equality(expression), holds)


def _compile(node: ast.expr, names: set[str]) -> Test:
    if isinstance(node, ast.BoolOp):
        parts = [_compile(value, names) for value in node.values]
        if isinstance(node.op, ast.And):
            return lambda data: all(part(data) for part in parts)
        return lambda data: any(part(data) for part in parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _compile(node.operand, names)
        return lambda data: not inner(data)
    if isinstance(node, ast.Compare):
        return _comparison(node, names)
    raise _refused(node)


def _comparison(node: ast.Compare, names: set[str]) -> Test:
    if len(node.ops) != 1 or not isinstance(node.left, ast.Name):
        raise _refused(node)
    name, operator, right = node.left.id, node.ops[0], node.comparators[0]
    names.add(name)
    if isinstance(operator, ast.In):
        if not isinstance(right, ast.List):
            raise _refused(node)
        choices = [_literal(item) for item in right.elts]
        return lambda data: any(_same(data[name], choice) for choice in choices)
    value = _literal(right)
    if isinstance(operator, ast.Eq):
        return lambda data: _same(data[name], value)
    if isinstance(operator, ast.NotEq):
        return lambda data: not _same(data[name], value)
    raise _refused(node)


def _same(value: Any, literal: Scalar) -> bool:
    # 1 == True in Python; a drawing that asks for True does not mean 1.
    if isinstance(value, bool) is not isinstance(literal, bool):
        return False
    return bool(value == literal)


def _literal(node: ast.expr) -> Scalar:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float | None):
        return node.value
    raise _refused(node)


def _equality(node: ast.expr) -> tuple[str, Scalar] | None:
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
        assert isinstance(node.left, ast.Name)
        return node.left.id, _literal(node.comparators[0])
    return None


def _refused(node: ast.expr) -> ValueError:
    return ValueError(f"{ast.unparse(node)!r} is not a comparison of a variable with a literal")
