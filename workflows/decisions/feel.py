"""The part of FEEL that our tables speak: unary tests in input cells, small expressions in outputs.

Input cell: ``-`` | tests | ``not(tests)``; tests are separated by commas and are alternatives;
a test is a literal, a comparison with a number (``>= 5``) or a range (``[40..60]``, ``(0..5]``).
Output cell: literals, names, ``min(a, b)``, ``a + b`` and lists of literals.
Everything else is refused: a cell that is read wrongly would decide wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

Scalar = str | bool | Fraction | None
"""A value as tables compare it; numbers are exact, so that 60.1 - 60 is a tenth."""

Result = Scalar | tuple[Scalar, ...]


class FeelError(ValueError):
    """The text is not in the grammar; the message says where."""


@dataclass(frozen=True)
class Equals:
    """The value itself; ``true`` is not 1."""

    value: Scalar

    def accepts(self, value: Scalar) -> bool:
        return type(value) is type(self.value) and value == self.value


@dataclass(frozen=True)
class Between:
    """Numbers between two ends; an end of None is open to infinity."""

    low: Fraction | None
    high: Fraction | None
    low_included: bool = True
    high_included: bool = True

    def accepts(self, value: Scalar) -> bool:
        if not isinstance(value, Fraction):
            return False
        if self.low is not None and (
            value < self.low or (value == self.low and not self.low_included)
        ):
            return False
        return self.high is None or (
            value < self.high or (value == self.high and self.high_included)
        )


@dataclass(frozen=True)
class Cell:
    """One input cell, or the domain of a column: alternatives, perhaps negated; none means any."""

    alternatives: tuple[Equals | Between, ...] = ()
    negated: bool = False

    @property
    def is_any(self) -> bool:
        return not self.alternatives

    def accepts(self, value: Scalar) -> bool:
        if self.is_any:
            return True
        return any(test.accepts(value) for test in self.alternatives) is not self.negated

    def literals(self) -> list[Scalar]:
        return [test.value for test in self.alternatives if isinstance(test, Equals)]

    def ends(self) -> list[Fraction]:
        """The numbers at which the answer of this cell can change."""
        found = [value for value in self.literals() if isinstance(value, Fraction)]
        for test in self.alternatives:
            if isinstance(test, Between):
                found += [end for end in (test.low, test.high) if end is not None]
        return found


@dataclass(frozen=True)
class Expression:
    """One output cell. ``constant`` holds its value when it needs no names."""

    names: tuple[str, ...]
    evaluate: Callable[[Callable[[str], Result]], Result] = field(compare=False)

    @property
    def is_constant(self) -> bool:
        return not self.names

    @property
    def constant(self) -> Result:
        return self.evaluate(_no_names)


def _no_names(name: str) -> Result:
    raise FeelError(f"a constant has no name {name}")


_TOKEN = re.compile(
    r'\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)'
    r"|(?P<sign>\.\.|<=|>=|<|>|\[|\]|\(|\)|,|\+|-))"
)
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}


class _Reader:
    """Reads one cell from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if match is None:
                raise FeelError(f"cannot read {text[at:].strip()!r} in {text!r}")
            kind = match.lastgroup or ""
            self.tokens.append((kind, match.group(kind)))
            at = match.end()
        self.at = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def skip(self, sign: str) -> None:
        kind, text = self.take()
        if (kind, text) != ("sign", sign):
            raise FeelError(f"expected {sign!r} in {self.text!r}")

    def at_sign(self, *signs: str) -> bool:
        kind, text = self.peek()
        return kind == "sign" and text in signs

    def done(self) -> None:
        if self.peek()[0] != "end":
            raise FeelError(f"cannot read {self.peek()[1]!r} in {self.text!r}")

    def number(self) -> Fraction:
        kind, text = self.take()
        if kind != "number":
            raise FeelError(f"expected a number in {self.text!r}")
        return Fraction(text)

    def literal(self) -> Scalar:
        kind, text = self.take()
        if kind == "string":
            return re.sub(r"\\(.)", r"\1", text[1:-1])
        if kind == "number":
            return Fraction(text)
        if kind == "name" and text in _WORDS:
            return _WORDS[text]
        raise FeelError(f"expected a literal in {self.text!r}, found {text!r}")

    def test(self) -> Equals | Between:
        if self.at_sign("<", "<=", ">", ">="):
            sign = self.take()[1]
            number = self.number()
            if sign.startswith("<"):
                return Between(None, number, high_included=sign == "<=")
            return Between(number, None, low_included=sign == ">=")
        if self.at_sign("[", "(", "]"):
            return self.interval()
        return Equals(self.literal())

    def interval(self) -> Between:
        opening = self.take()[1]
        low = self.number()
        self.skip("..")
        high = self.number()
        if not self.at_sign("]", ")", "["):
            raise FeelError(f"a range in {self.text!r} is not closed")
        closing = self.take()[1]
        if low > high:
            raise FeelError(f"a range in {self.text!r} ends before it begins")
        return Between(low, high, opening == "[", closing == "]")

    def tests(self) -> tuple[Equals | Between, ...]:
        found = [self.test()]
        while self.at_sign(","):
            self.take()
            found.append(self.test())
        return tuple(found)

    def cell(self) -> Cell:
        if self.tokens in ([], [("sign", "-")]):
            return Cell()
        if self.peek() == ("name", "not"):
            self.take()
            self.skip("(")
            cell = Cell(self.tests(), negated=True)
            self.skip(")")
        else:
            cell = Cell(self.tests())
        self.done()
        return cell

    def expression(self) -> Expression:
        left = self.term()
        while self.at_sign("+"):
            self.take()
            left = _sum(left, self.term())
        return left

    def term(self) -> Expression:
        if self.at_sign("["):
            return self.list_of_literals()
        kind, text = self.peek()
        if kind != "name" or text in _WORDS:
            value = self.literal()
            return Expression((), lambda _look: value)
        self.take()
        if text == "min" and self.at_sign("("):
            return self.minimum()
        return Expression((text,), lambda look: look(text))

    def minimum(self) -> Expression:
        self.skip("(")
        left = self.expression()
        self.skip(",")
        right = self.expression()
        self.skip(")")
        return _lesser(left, right)

    def list_of_literals(self) -> Expression:
        self.skip("[")
        found = [self.literal()]
        while self.at_sign(","):
            self.take()
            found.append(self.literal())
        self.skip("]")
        values = tuple(found)
        return Expression((), lambda _look: values)


def _sum(left: Expression, right: Expression) -> Expression:
    def evaluate(look: Callable[[str], Result]) -> Result:
        a, b = left.evaluate(look), right.evaluate(look)
        if isinstance(a, str) and isinstance(b, str):
            return a + b
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            return a + b
        raise FeelError(f"cannot add {a!r} and {b!r}")

    return Expression(left.names + right.names, evaluate)


def _lesser(left: Expression, right: Expression) -> Expression:
    def evaluate(look: Callable[[str], Result]) -> Result:
        a, b = left.evaluate(look), right.evaluate(look)
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            return min(a, b)
        raise FeelError(f"cannot compare {a!r} and {b!r}")

    return Expression(left.names + right.names, evaluate)


def parse_cell(text: str) -> Cell:
    """Read an input cell or a domain. Raises FeelError."""
    return _Reader(text).cell()


def parse_expression(text: str) -> Expression:
    """Read an output cell. Raises FeelError."""
    reader = _Reader(text)
    expression = reader.expression()
    reader.done()
    return expression


def scalar(value: object) -> Scalar:
    """A JSON value as tables compare it. Raises TypeError for what is no scalar."""
    if value is None or isinstance(value, bool | str | Fraction):
        return value
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, float) and value - value == 0:
        return Fraction(str(value))
    raise TypeError(f"{value!r} is no string, number, boolean or null")


def plain(value: Result) -> object:
    """The value as JSON knows it: whole numbers as int, others as float, lists as lists."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value
