"""Reading one fact as it was typed: what it must be, or a sentence that says why it cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from workflows.decisions.errors import ImpossibleValue
from workflows.decisions.feel import Between, Cell, Equals, plain, scalar

Check = Callable[[str, object], object]
"""(name, value as given) -> value as used. Raises ImpossibleValue."""


def impossible(name: str, value: object, why: str) -> ImpossibleValue:
    shown = value if isinstance(value, str) else repr(value)
    return ImpossibleValue(name, value, f"“{name}”不能是“{shown}”:{why}。")


def in_domain(domain: Cell) -> Check:
    """A value of a table column."""

    def check(name: str, value: object) -> object:
        try:
            found = scalar(value)
        except TypeError:
            raise impossible(name, value, f"只能是{_in_words(domain)}") from None
        if not domain.accepts(found):
            raise impossible(name, value, f"只能是{_in_words(domain)}")
        return value

    return check


def _in_words(domain: Cell) -> str:
    return "、".join(_test_in_words(test) for test in domain.alternatives)


def _test_in_words(test: Equals | Between) -> str:
    if isinstance(test, Equals):
        words = {True: "true", False: "false", None: "空"}
        if test.value is None or isinstance(test.value, bool):
            return words[test.value]
        return str(plain(test.value))
    low = f"{'不小于' if test.low_included else '大于'}{plain(test.low)}"
    high = f"{'不超过' if test.high_included else '小于'}{plain(test.high)}"
    return f"{low}、{high}的数"


def truth(name: str, value: object) -> object:
    if not isinstance(value, bool):
        raise impossible(name, value, "只能是true或false")
    return value


def text(name: str, value: object) -> object:
    if not isinstance(value, str):
        raise impossible(name, value, "只能是文字")
    return value


def one_of(*allowed: str) -> Check:
    def check(name: str, value: object) -> object:
        if not isinstance(value, str) or value not in allowed:
            raise impossible(name, value, f"只能是{'、'.join(allowed)}")
        return value

    return check


def number(low: float, high: float, *, whole: bool = False, above: bool = False) -> Check:
    """A number from ``low`` (not included when ``above``) to ``high``."""
    kind = "整数" if whole else "数"
    border = f"大于{low}" if above else f"不小于{low}"

    def check(name: str, value: object) -> object:
        fits = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        if not fits or not low <= value <= high or (above and value == low):  # type: ignore[operator]
            raise impossible(name, value, f"只能是{border}、不超过{high}的{kind}")
        return value

    return check


def date(name: str, value: object) -> object:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError
        return dt.date.fromisoformat(value)
    except ValueError:
        raise impossible(name, value, "只能是日期,如2019-03-01") from None


def list_of(item: Check) -> Check:
    """A list, each of its values once."""

    def check(name: str, value: object) -> object:
        if not isinstance(value, list | tuple):
            raise impossible(name, value, "只能是列表")
        found = tuple(item(name, entry) for entry in value)
        if len(set(found)) != len(found):
            raise impossible(name, value, "列表里有重复")
        return found

    return check


def anything(name: str, value: object) -> object:
    """Judged where it is used."""
    return value


def mapping_of(item: Check, keys: tuple[str, ...] = ()) -> Check:
    """An object; with ``keys``, no other keys. A null in it is not known."""

    def check(name: str, value: object) -> object:
        if not isinstance(value, Mapping):
            raise impossible(name, value, "只能是对象")
        found = {}
        for key, entry in value.items():
            if keys and key not in keys:
                raise impossible(f"{name}.{key}", entry, f"只有{'、'.join(keys)}")
            if entry is not None:
                found[key] = item(f"{name}.{key}", entry)
        return found

    return check
