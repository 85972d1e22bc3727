"""What every server of the tests has in common, made once: a test has a server of its own.

Compiling pages and addresses anew for each would take longer than most tests do.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


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


def keep_templates(app: Flask) -> Flask:
    """Let ``app`` use what other servers compiled."""
    app.jinja_env.bytecode_cache = TEMPLATES
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
