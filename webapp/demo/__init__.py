"""The demo county: invented people and houses, made by running the real process."""

from webapp.demo.seeding import HOUSEHOLDS, HalfSeeded, is_seeded, seed

__all__ = ["HOUSEHOLDS", "HalfSeeded", "is_seeded", "seed"]
