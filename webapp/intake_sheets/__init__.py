"""Households brought in by spreadsheet: read, shown with their faults, made into drafts."""
