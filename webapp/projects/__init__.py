"""工程: the list, one project, its households, its works and its acceptance."""

from __future__ import annotations

from webapp.projects import members, pages, works

BLUEPRINTS = (pages.bp, members.bp, works.bp)
