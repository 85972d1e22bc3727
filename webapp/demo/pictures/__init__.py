"""Drawn pictures for the demo: houses, rooms, meetings, boards, stamped papers; no photograph."""

from webapp.demo.pictures.album import draw
from webapp.demo.pictures.look import Look

__all__ = ["Look", "draw"]
