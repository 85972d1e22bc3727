"""Pages of lists (名单): one step done for many households under one number."""

from webapp.lists import pages, sheets

BLUEPRINTS = (pages.bp, sheets.bp)
