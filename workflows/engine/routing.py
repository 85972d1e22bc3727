"""Routing data: the little that a process has to know to find its way. Facts live in tables."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

import orjson

from workflows.engine.errors import BadData

JsonScalar = str | int | float | bool | None

# Facts in process data would grow every later state of the case; 4 KB is ten times what we need.
LARGEST = 4096
DEEPEST = 6


def checked(values: Mapping[str, Any], *, reserved: Collection[str] = ()) -> dict[str, Any]:
    """``values`` as a dict of plain JSON. Raises BadData.

    Refused: names that are no identifier, ``reserved`` ones, the key ``typename`` at any level
    (SpiffWorkflow's serializers take it for a type of theirs), anything that JSON does not have,
    and more than 4 KB.
    """
    if not isinstance(values, Mapping):
        raise BadData(f"routing data is a {type(values).__name__}")
    for name, value in values.items():
        if not isinstance(name, str) or not name.isidentifier():
            raise BadData(f"{name!r} is not a variable")
        if name in reserved:
            raise BadData(f"{name!r} is set by the engine alone")
        _check_key(name)
        _check_value(name, value, DEEPEST)
    result = dict(values)
    try:
        size = len(orjson.dumps(result))
    except TypeError as error:
        raise BadData(f"routing data is not JSON: {error}") from None
    if size > LARGEST:
        raise BadData(f"routing data has {size} bytes")
    return result


def _check_key(key: object) -> None:
    if type(key) is not str:
        raise BadData(f"key {key!r} is not text")
    if key == "typename":
        raise BadData("the key 'typename' is not allowed")


def _check_value(name: str, value: object, depth: int) -> None:
    if value is None or type(value) in (str, int, bool):
        return
    if type(value) is float:
        if not math.isfinite(value):
            raise BadData(f"{name!r} is not a finite number")
        return
    if depth == 0:
        raise BadData(f"{name!r} is nested too deeply")
    if type(value) is list:
        for item in value:
            _check_value(name, item, depth - 1)
    elif type(value) is dict:
        for key, item in value.items():
            _check_key(key)
            _check_value(name, item, depth - 1)
    else:
        raise BadData(f"{name!r} is a {type(value).__name__}, not JSON")
