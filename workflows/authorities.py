"""The full names of the bodies of a place, as seals and letters bear them."""

from __future__ import annotations


def villagers_committee(village: str) -> str:
    """惠风川村民委员会."""
    return f"{village.removesuffix('村')}村民委员会"


def township_government(township: str) -> str:
    """蘑菇气镇人民政府; a 街道办事处 is one by its name."""
    return township if township.endswith("办事处") else f"{township}人民政府"


def renovation_office(county: str) -> str:
    """扎兰屯市农村危房改造办公室."""
    return f"{county}农村危房改造办公室"


def finance_bureau(county: str) -> str:
    """扎兰屯市财政局."""
    return f"{county}财政局"
