"""What every server of the tests has in common, made once: a test has a server of its own.

Compiling pages and addresses anew for each would take longer than most tests do.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from models.database import Database
from webapp.app import create_app
from webapp.config import Config
from webapp.parts import EXTENSION
from webapp.printing import Printer
from webapp.storage.opening import open_storage
from workflows.runtime import Runtime


class KeptTemplates(BytecodeCache):
    """Compiled templates in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = KeptTemplates()
_made: dict[Config, Flask] = {}


def server_of(config: Config, database: Database, runtime: Runtime) -> Flask:
    """A server of a test's own; addresses and compiled pages it has in common with others.

    Two servers differ by their files, their keys and their database alone: the first one made with
    the same settings is copied, and the copy gets parts of its own.
    """
    alike = replace(config, storage_dir=Path(), key_file=Path())
    if alike not in _made:
        _made[alike] = create_app(config, database=database, runtime=runtime)
        _made[alike].jinja_env.bytecode_cache = TEMPLATES
    app = copy.copy(_made[alike])
    app.config = copy.copy(app.config)
    app.extensions = dict(app.extensions)
    app.extensions[EXTENSION] = replace(
        app.extensions[EXTENSION],
        config=config,
        database=database,
        runtime=runtime,
        storage=open_storage(config),
        printer=Printer(config.storage_dir / "printing"),
    )
    return app


def keep_addresses() -> None:
    """Write the program that builds an address once for all servers.

    Werkzeug parses and compiles two small programs for each rule of each server; they depend on
    the rule alone, and are bound to it afterwards.
    """
    compiled: dict[tuple[Any, ...], Any] = {}
    compile_anew = Rule._compile_builder

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_anew(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = compile_once  # type: ignore[method-assign]
