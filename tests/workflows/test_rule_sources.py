from __future__ import annotations

from workflows.decisions.collection import load_directory
from workflows.programmes import load_programmes
from workflows.rule_sources import cite, rule_sources, sources_of


def test_every_rule_that_a_table_or_a_parameter_cites_is_said_in_words() -> None:
    cited = {
        rule
        for table in load_directory().by_ref.values()
        for row in table.rows
        for rule in row.rules
    }
    cited |= {
        parameter.source
        for programme in load_programmes()
        for parameter in programme.parameters.values()
    }
    assert len(cited) > 150
    assert cited - rule_sources().keys() == set()
    assert all(rule.place and rule.words for rule in rule_sources().values())


def test_a_citation_names_each_place_once_and_no_number() -> None:
    assert cite(["R70", "R71", "R41"]) == "(方案“补助标准”、方案“危房改造方式及建设标准”)"
    assert cite([]) == ""


def test_what_a_county_typed_as_the_source_stands_as_it_is() -> None:
    assert [source.place for source in sources_of(["扎政办字〔2019〕31号"])] == [
        "扎政办字〔2019〕31号"
    ]
