"""F11 and F12: a head who can be one, names that name somebody, numbers that were ever given.

The forms refuse them on the spot, and each refusal leaves its row; the gate asks again of what
stands in the roster, whatever way it came there.  There is no path for orphans: a guardian is the
head.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from models.household import Person
from workflows import identity_number, personal_names
from workflows.checks.check import BLOCK, FAIL, PASS, UNKNOWN, Answer, Check
from workflows.checks.duplicates import NO_WAY_ON

HEAD_OF_AGE = Check("F11", 1, "户主年龄", "F11", BLOCK, mend=NO_WAY_ON)
REAL_PERSONS = Check("F12-id", 1, "姓名和身份证号", "F12", BLOCK, mend=NO_WAY_ON)


def head_of_age(age: int | None, least: int) -> Answer:
    """Whether somebody of ``age`` full years may be the head; None where nobody is named."""
    if age is None:
        return Answer(HEAD_OF_AGE, UNKNOWN, "还没有登记户主。")
    inputs = {"age": age, "least": least}
    if age < least:
        return Answer(HEAD_OF_AGE, FAIL, f"户主 {age} 周岁,不满 {least} 周岁。", inputs)
    return Answer(HEAD_OF_AGE, PASS, f"户主 {age} 周岁。", inputs)


def refused_name(name: str, why: str) -> Answer:
    """A name that was typed and is none."""
    return Answer(REAL_PERSONS, FAIL, f"姓名“{name}”:{why}。", {"column": "name"})


def refused_number(digest: str, why: str) -> Answer:
    """A number that was typed and cannot be the person's; only its keyed digest is kept."""
    return Answer(REAL_PERSONS, FAIL, f"身份证号:{why}。", {"column": "number", "digest": digest})


def about_persons(members: Sequence[Person], on: dt.date, least: int) -> list[Answer]:
    """Both checks of a roster as it stands on the day ``on``."""
    heads = [identity_number.age(each.id_number, on) for each in members if each.is_head]
    faults = [
        fault
        for each in members
        if (fault := personal_names.fault(each.name) or identity_number.fault(each.id_number))
    ]
    inputs = {"persons": len(members)}
    if faults:
        why = f"{len(faults)} 人的姓名或身份证号不对,请对照身份证核对。"
        real = Answer(REAL_PERSONS, FAIL, why, inputs)
    else:
        why = f"{len(members)} 人的姓名和身份证号都符合规则。"
        real = Answer(REAL_PERSONS, PASS, why, inputs)
    return [head_of_age(heads[0] if heads else None, least), real]
