"""All tables together: loaded, proven one by one, then against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workflows.decisions.derived_facts import DERIVED
from workflows.decisions.errors import DecisionError, Problem, UnknownDecision
from workflows.decisions.feel import Cell, Scalar, plain
from workflows.decisions.proof import prove
from workflows.decisions.reader import read_table
from workflows.decisions.table import Table
from workflows.decisions.vocabulary import ABSENT_MEANS, ASKED_DIRECTLY, STATED
from workflows.programmes import PROGRAMMES, load_programmes

DRAWINGS = PROGRAMMES.parent


@dataclass(frozen=True)
class DecisionTables:
    """Tables by their id (the file's name)."""

    by_ref: Mapping[str, Table]

    def __getitem__(self, ref: str) -> Table:
        try:
            return self.by_ref[ref]
        except KeyError:
            raise UnknownDecision(ref) from None

    def __contains__(self, ref: object) -> bool:
        return ref in self.by_ref

    @property
    def refs(self) -> frozenset[str]:
        return frozenset(self.by_ref)

    @cached_property
    def version(self) -> str:
        """Digest of all tables: what a rehearsal or an audit compares."""
        parts = "".join(f"{ref}:{table.version};" for ref, table in sorted(self.by_ref.items()))
        return hashlib.sha256(parts.encode()).hexdigest()[:16]

    @cached_property
    def domains(self) -> Mapping[str, Cell]:
        """The values each asked fact can have."""
        return {
            column.name: column.domain for table in self.by_ref.values() for column in table.inputs
        }

    @cached_property
    def words_of_rows(self) -> Mapping[str, str]:
        """Row id -> what the row says to a reader."""
        return {row.id: row.words for table in self.by_ref.values() for row in table.rows}

    @cached_property
    def producers(self) -> Mapping[str, str]:
        """Output name -> the table that answers it (with a list, under COLLECT)."""
        return {
            output.name: table.ref for table in self.by_ref.values() for output in table.outputs
        }


def load_directory(directory: Path = DRAWINGS) -> DecisionTables:
    """Read and prove ``directory/*.dmn``. Raises DecisionError with every problem found."""
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for path in sorted(directory.glob("*.dmn")):
        table, found = read_table(path)
        if table is not None:
            tables[table.ref] = table
            found = prove(table)
        problems += found
    parameters = {
        name
        for programme in load_programmes(directory / "programmes")
        for name in programme.parameters
    }
    problems += _contradictions(tables, parameters)
    if problems:
        raise DecisionError(problems)
    return DecisionTables(tables)


def _contradictions(tables: Mapping[str, Table], parameters: Collection[str]) -> list[Problem]:
    """Names that nobody knows, answers given twice, and facts whose values differ by table."""
    outputs: dict[str, Table] = {}
    problems: list[Problem] = []
    for table in tables.values():
        for output in table.outputs:
            if output.name in outputs:
                reason = f"{output.name!r} is answered by {outputs[output.name].file} too"
                problems.append(Problem(table.file, output.element, reason))
            outputs[output.name] = table
    known = {*outputs, *parameters, *STATED, *ASKED_DIRECTLY, *ABSENT_MEANS, *DERIVED}
    domains: dict[str, tuple[Table, Cell]] = {}
    for table in tables.values():
        problems += _unknown_names(table, known)
        for column in table.inputs:
            other, domain = domains.setdefault(column.name, (table, column.domain))
            if set(domain.alternatives) != set(column.domain.alternatives):
                reason = f"{column.name} has other values than in {other.file}"
                problems.append(Problem(table.file, column.element, reason))
    for table in tables.values():
        problems += _strange_answers(table, {name: cell for name, (_, cell) in domains.items()})
    return problems


def _unknown_names(table: Table, known: Collection[str]) -> list[Problem]:
    problems = [
        Problem(table.file, column.element, f"nobody knows the fact {column.name!r}")
        for column in table.inputs
        if column.name not in known
    ]
    for row in table.rows:
        names = {name for expression in row.outputs for name in expression.names}
        problems += [
            Problem(table.file, row.id, f"nobody knows the fact {name!r}")
            for name in sorted(names - set(known))
        ]
    return problems


def _strange_answers(table: Table, domains: Mapping[str, Cell]) -> list[Problem]:
    """A table may only answer what the tables that ask for it can read."""
    problems = []
    for i, output in enumerate(table.outputs):
        domain = domains.get(output.name)
        if domain is None or table.hit_policy == "COLLECT":
            continue
        for row in table.rows:
            if row.outputs[i].is_constant and not _readable(domain, row.outputs[i].constant):
                shown = plain(row.outputs[i].constant)
                reason = f"answers {output.name} = {shown!r}, which no table can read"
                problems.append(Problem(table.file, row.id, reason))
    return problems


def _readable(domain: Cell, value: Scalar | tuple[Scalar, ...]) -> bool:
    return not isinstance(value, tuple) and domain.accepts(value)
