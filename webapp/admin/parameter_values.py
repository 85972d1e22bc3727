"""What an administrator types as the value of a programme parameter, read as what it is."""

from __future__ import annotations

from typing import Any

from models.role import LABELS
from workflows.fact_labels import spoken
from workflows.papers import papers_of
from workflows.programmes import papers_parameter

MAX_TEXT = 500
PAPERS = papers_parameter("")
POSTS = {role.value: label for role, label in LABELS.items()}


def value_of(name: str, text: str, present: Any, errors: dict[str, str]) -> Any:
    """The new value of the parameter, of the same kind as the present one; else ``errors``."""
    if name.startswith(PAPERS):
        return _papers(name.removeprefix(PAPERS), text, errors)
    if isinstance(present, bool):
        if text in ("是", "否"):
            return text == "是"
        errors["value"] = "请填写“是”或“否”。"
    elif isinstance(present, int) or (present is None and text.isdecimal()):
        if text.isascii() and text.isdecimal() and len(text) < 10:
            return int(text)
        errors["value"] = "请填写不小于 0 的整数。"
    elif isinstance(present, float):
        try:
            return float(text)
        except ValueError:
            errors["value"] = "请填写数字。"
    elif names_posts(present):
        return _posts(text, errors)
    elif isinstance(present, list):
        if parts := _parts(text):
            return [int(part) if part.isdecimal() else part for part in parts]
        errors["value"] = "请填写至少一项,用顿号隔开。"
    elif 1 <= len(text) <= MAX_TEXT:
        return text
    else:
        errors["value"] = f"请填写新的值,最多 {MAX_TEXT} 个字。"
    return None


def names_posts(value: Any) -> bool:
    """Whether the value of a parameter is a list of posts."""
    return isinstance(value, list) and bool(value) and all(each in POSTS for each in value)


def in_words(value: Any) -> str:
    """The value as the page says it: posts by the names that people know."""
    return "、".join(POSTS[each] for each in value) if names_posts(value) else spoken("", value)


def typed_words(value: Any) -> str:
    """The value as somebody would type it."""
    return "" if value is None or value == [] else in_words(value)


def choices_of(name: str, present: Any) -> list[str]:
    """What the page offers to tick: the papers that the step prints, or posts; else nothing."""
    if name.startswith(PAPERS):
        return [paper.title for paper in papers_of(name.removeprefix(PAPERS))]
    return list(POSTS.values()) if names_posts(present) else []


def _papers(node_id: str, text: str, errors: dict[str, str]) -> list[str]:
    """Titles of papers of the step; nothing means that it needs none."""
    printed = [paper.title for paper in papers_of(node_id)]
    wanted = list(dict.fromkeys(_parts(text)))
    if unknown := [each for each in wanted if each not in printed]:
        errors["value"] = (
            f"这一步没有“{unknown[0][:40]}”这种纸质件,可以要求的有:{'、'.join(printed)}。"
        )
    return wanted


def _posts(text: str, errors: dict[str, str]) -> list[str]:
    by_label = {label: post for post, label in POSTS.items()}
    wanted = list(dict.fromkeys(_parts(text)))
    if unknown := [each for each in wanted if each not in by_label]:
        errors["value"] = f"没有“{unknown[0][:40]}”这个岗位,可以填:{'、'.join(by_label)}。"
    elif not wanted:
        errors["value"] = "请填写至少一个岗位,用顿号隔开。"
    return [by_label[each] for each in wanted if each in by_label]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace(",", "、").split("、") if part.strip()]
