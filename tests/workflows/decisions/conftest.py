from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workflows.decisions import DecisionTables, load_directory
from workflows.programmes import ProgrammeDefinition, load_programmes


@pytest.fixture(scope="session")
def tables() -> DecisionTables:
    """The shipped tables."""
    return load_directory()


@pytest.fixture(scope="session")
def programmes() -> list[ProgrammeDefinition]:
    """The two programmes of 扎兰屯 2019."""
    return load_programmes()


@pytest.fixture
def write_table(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small table on the grade and gives its folder."""

    def write(
        rules: list[tuple[str, str]],
        *,
        ref: str = "trial",
        hit_policy: str = "UNIQUE",
        fact: str = "grade",
        kind: str = "string",
        domain: str = '"A","B","C","D"',
        output: str = "verdict",
        note: str = "R30 because",
    ) -> Path:
        rows = "".join(
            f'<rule id="{ref}-{i}"><description>{note}</description>'
            f'<inputEntry id="{ref}-{i}-in"><text><![CDATA[{cell}]]></text></inputEntry>'
            f'<outputEntry id="{ref}-{i}-out"><text><![CDATA[{answer}]]></text></outputEntry>'
            "</rule>"
            for i, (cell, answer) in enumerate(rules, 1)
        )
        values = f'<inputValues id="{ref}_values"><text><![CDATA[{domain}]]></text></inputValues>'
        (tmp_path / f"{ref}.dmn").write_text(
            '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
            f'namespace="n"><decision id="{ref}" name="{ref}">'
            f'<decisionTable id="{ref}_table" hitPolicy="{hit_policy}">'
            f'<input id="{ref}_input"><inputExpression id="{ref}_e" typeRef="{kind}">'
            f"<text>{fact}</text></inputExpression>{values if domain else ''}</input>"
            f'<output id="{ref}_output" name="{output}" typeRef="string" />{rows}'
            "</decisionTable></decision></definitions>",
            encoding="utf-8",
        )
        return tmp_path

    return write
