"""Spreadsheets that offices fill in: written for them, and read back without trusting them."""
