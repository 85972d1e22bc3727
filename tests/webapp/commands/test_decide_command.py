from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.commands.decide import decide_command

HOUSEHOLD = {"identities": ["建档立卡"], "hukou": "非农业", "long_term_rural": True}


def run(text: str | bytes) -> Result:
    return CliRunner().invoke(decide_command, ["--facts", "-"], input=text)


def test_one_household_from_standard_input_gets_one_answer() -> None:
    result = run(json.dumps(HOUSEHOLD))

    assert result.exit_code == 0
    assert json.loads(result.stdout)["reason"] == "非农业家庭户口"


def test_a_file_with_a_list_gets_a_list(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps([HOUSEHOLD, {"grade": "B", "dwelling": "唯一住房"}]))

    result = CliRunner().invoke(decide_command, ["--facts", str(path)])

    assert result.exit_code == 0
    assert [item["eligible"] for item in json.loads(result.stdout)] == [False, False]


def test_the_answer_is_readable_chinese_with_row_and_rules() -> None:
    result = run(json.dumps(HOUSEHOLD))

    assert "非农业家庭户口" in result.stdout
    assert json.loads(result.stdout)["decided_by"]["route_plan"] == {
        "row": "route-1",
        "rules": ["R3", "R23"],
    }


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"grade": "E"}, ["grade", "E"]),
        ({"area_m2": -1}, ["area_m2", "-1"]),
        ({"area_m2": True}, ["area_m2", "True"]),
        ({"household_size": 2.5}, ["household_size", "2.5"]),
        ({"identities": ["低宝"]}, ["identities", "低宝"]),
        ({"identities": "低保"}, ["identities", "低保"]),
        ({"confirm": {"公安": True}}, ["confirm.公安"]),
        ({"confirm": {"民政": "是"}}, ["confirm.民政", "是"]),
        ({"hukou": ["农业"]}, ["hukou"]),
        ({"long_term_rural": "yes"}, ["long_term_rural", "yes"]),
        ({"repair_cost_yuan": -0.01}, ["repair_cost_yuan", "-0.01"]),
        ({"sale": "2023-02-30"}, ["sale", "2023-02-30"]),
        ({"build": "自建房屋", "standard": {"wall_mm": -1}}, ["standard.wall_mm", "-1"]),
    ],
)
def test_an_impossible_value_is_named_with_exit_status_2(
    facts: dict[str, object], named: list[str]
) -> None:
    result = run(json.dumps(facts))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert all(word in result.stderr for word in named)


def test_in_a_list_the_household_with_the_impossible_value_is_named() -> None:
    result = run(json.dumps([HOUSEHOLD, {"grade": "E"}]))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("第2户:")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"grade: D",
        b'"D"',
        b"[1]",
        b'{"area_m2": NaN}',
        b'{"grade": "C", "grade": "D"}',
        b'{"area_m2": 1e400}',
        b'{"area_m2": ' + b"9" * 5000 + b"}",
        b'{"grade": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_facts_is_refused_with_exit_status_2(text: bytes) -> None:
    result = run(text)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()


def test_a_file_that_is_not_there_is_refused() -> None:
    assert CliRunner().invoke(decide_command, ["--facts", "nowhere.json"]).exit_code == 2
