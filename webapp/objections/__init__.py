"""Objections from everybody: the form behind the QR code, its receipt, and what became of one."""
