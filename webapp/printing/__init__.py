"""PDF by pdfkit and wkhtmltopdf: true to the millimetre, searchable, the same bytes each time."""

from __future__ import annotations

from webapp.printing.printer import CannotPrint, Printer, TooBusy

__all__ = ["CannotPrint", "Printer", "TooBusy"]
