"""The tables that are shipped: proven, reachable in every row, readable by modelling tools."""

from __future__ import annotations

from pathlib import Path

import pytest
import SpiffWorkflow
from lxml import etree

from workflows.decisions import DecisionTables, load_directory
from workflows.decisions.collection import DRAWINGS
from workflows.decisions.proof import witnesses

TABLES = load_directory()
ROWS = [(ref, row.id) for ref in sorted(TABLES.refs) for row in TABLES[ref].rows]
FILES = sorted(DRAWINGS.glob("*.dmn"))
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
DMNDI = "{https://www.omg.org/spec/DMN/20191111/DMNDI/}"
CAMUNDA_DECISION = "{http://camunda.org/schema/1.0/bpmn}decisionRef"


@pytest.mark.parametrize(("ref", "row_id"), ROWS, ids=[row for _, row in ROWS])
def test_the_row_fires_on_facts_from_the_partition(ref: str, row_id: str) -> None:
    table = TABLES[ref]
    facts = witnesses(table)[row_id]

    (fired,) = table.reachable(facts)

    names = [table.rows[i].id for i in fired]
    assert row_id in names
    assert table.hit_policy == "COLLECT" or names == [row_id]


def test_every_decision_that_a_drawing_names_is_a_table(tables: DecisionTables) -> None:
    named = {
        node.get(CAMUNDA_DECISION)
        for path in DRAWINGS.glob("*.bpmn")
        for node in etree.parse(str(path)).iter("{*}businessRuleTask")
    }

    assert named
    assert named <= tables.refs


@pytest.fixture(scope="module")
def dmn_schema() -> etree.XMLSchema:
    folder = Path(SpiffWorkflow.__file__).parent / "dmn" / "parser" / "schema"
    return etree.XMLSchema(etree.parse(str(folder / "DMN13.xsd")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_valid_dmn_1_3(path: Path, dmn_schema: etree.XMLSchema) -> None:
    dmn_schema.assertValid(etree.parse(str(path)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_shows_its_decision_on_the_diagram_and_has_each_id_once(path: Path) -> None:
    root = etree.parse(str(path)).getroot()
    shapes = [node.get("dmnElementRef") for node in root.iter(f"{DMNDI}DMNShape")]
    ids = [node.get("id") for node in root.iter() if node.get("id")]

    assert shapes == [path.stem]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_row_is_named_after_its_table_and_its_place(path: Path) -> None:
    rules = [node.get("id") for node in etree.parse(str(path)).getroot().iter(f"{DMN}rule")]

    assert rules == [f"{path.stem}-{i}" for i in range(1, len(rules) + 1)]


def test_first_hit_is_used_only_where_the_order_of_reasons_matters(tables: DecisionTables) -> None:
    first = {ref for ref in tables.refs if tables[ref].hit_policy == "FIRST"}

    assert first == {"route", "household_eligibility", "disaster"}


def test_the_version_of_a_table_changes_with_its_text(tmp_path: Path) -> None:
    text = (DRAWINGS / "fund.dmn").read_text(encoding="utf-8")
    for folder, changed in (("old", text), ("new", text.replace("地方财政", "市级财政"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "fund.dmn").write_text(changed, encoding="utf-8")
        (tmp_path / folder / "route.dmn").write_bytes((DRAWINGS / "route.dmn").read_bytes())
    old, new = (load_directory(tmp_path / folder) for folder in ("old", "new"))

    assert old["fund"].version != new["fund"].version
    assert old["route"].version == new["route"].version
    assert old.version != new.version
