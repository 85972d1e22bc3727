"""Households, the persons in them, and their house."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Numeric, String, and_
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, relationship

from models.base import Base
from models.sealed import Sealed

# Why somebody is no longer in the household, as the household book tells it.
LEFT_REASONS = ("去世", "婚嫁迁出", "分户", "户口迁出", "登记有误")
STRUCTURES = ("土木结构", "砖木结构", "砖混结构", "石木结构", "木结构", "其他")


class Household(Base):
    """A 农户 at one place: its roster and its house."""

    __tablename__ = "households"
    __table_args__ = (Index("ix_households_place", "village_code", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    group_name: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(120))
    # The address as it is compared (workflows.places); empty where it names no house.
    place: Mapped[str] = mapped_column(String(120), default="")
    telephone: Mapped[str] = mapped_column(Sealed("households.telephone"), default="")
    telephone_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    persons: Mapped[list[Person]] = relationship(lazy="raise", order_by="Person.id")
    house: Mapped[House | None] = relationship(lazy="raise", uselist=False)


class Person(Base):
    """A member of a household. ``id_number`` never leaves this table in clear."""

    __tablename__ = "persons"
    # Names are found by their beginning, byte by byte: the order of a language says nothing of it.
    __table_args__ = (
        Index("ix_persons_name", "name", postgresql_ops={"name": "text_pattern_ops"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    pinyin_initials: Mapped[str] = mapped_column(String(60), index=True)
    id_number: Mapped[str] = mapped_column(Sealed("persons.id_number"))
    id_number_digest: Mapped[str] = mapped_column(String(64), index=True)
    sex: Mapped[str] = mapped_column(String(4))
    born_on: Mapped[dt.date]
    nation: Mapped[str] = mapped_column(String(20), default="")
    relation: Mapped[str] = mapped_column(String(20))
    is_head: Mapped[bool] = mapped_column(default=False)
    # Who came after the application was filed, and who has gone since.
    joined_on: Mapped[dt.date | None]
    left_on: Mapped[dt.date | None]
    left_reason: Mapped[str | None] = mapped_column(String(40))


def is_head_of(household_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Whether a person heads the household, for joins: at most one does at a time."""
    return and_(
        Person.household_id == household_id, Person.is_head.is_(True), Person.left_on.is_(None)
    )


class House(Base):
    """The dwelling that the application is about; a 无房户 has none."""

    __tablename__ = "houses"
    __table_args__ = (CheckConstraint("area_m2 > 0", name="area_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), unique=True)
    structure: Mapped[str] = mapped_column(String(20))
    # None where the household does not know; it is asked again at the visit.
    built_year: Mapped[int | None]
    area_m2: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    rooms: Mapped[int]
    storeys: Mapped[int] = mapped_column(default=1)
