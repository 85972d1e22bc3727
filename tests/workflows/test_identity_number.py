from __future__ import annotations

import datetime as dt

import pytest

from workflows import identity_number


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "11010519491231002x",
        "440524188001010014",
        " 440524188001010014 ",
        "'440524188001010014",
        "４４０５２４１８８００１０１００１４",
    ],
)
def test_a_good_number_is_good_however_it_was_typed(number: str) -> None:
    assert identity_number.fault(number) is None


def test_an_area_code_that_nobody_knows_is_no_fault() -> None:
    body = "99999919491231002"
    good = [d for d in "0123456789X" if identity_number.fault(body + d) is None]

    assert len(good) == 1


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", "length"),
        ("110105491231002", "length"),
        ("1.10105E+17", "length"),
        ("11010519491231O02X", "characters"),
        ("11010519491231002Y", "characters"),
        ("11010519491331002X", "birth_date"),
        ("110105194902290020", "birth_date"),
        ("110105194912310021", "checksum"),
        ("110105194912310000", "checksum"),
    ],
)
def test_a_fault_is_named(number: str, fault: str) -> None:
    assert identity_number.fault(number) == fault


def test_the_birth_date_is_read_from_the_number() -> None:
    assert identity_number.birth_date("11010519491231002X") == dt.date(1949, 12, 31)
