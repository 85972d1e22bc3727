"""Households with their programme and places, village by village: what lists of them begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from models.application import Application
from models.household import Household
from models.programme import Programme
from models.region import Region


def by_village(clauses: Sequence[ColumnElement[bool]], *more: Any) -> Select[Any]:
    """(case, programme, name of the village, of the township, ``more``) in order.

    ``more`` may be of the household: no list reads more of it than it shows.
    """
    village, township = aliased(Region), aliased(Region)
    return (
        select(Application, Programme, village.name, township.name, *more)
        .join(Programme, Programme.id == Application.programme_id)
        .join(village, village.code == Application.village_code)
        .join(township, township.code == village.parent_code)
        .outerjoin(Household, Household.id == Application.household_id)
        .where(*clauses)
        .order_by(Application.village_code, Application.id)
    )
