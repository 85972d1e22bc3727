"""Ledgers of years before the system (历年台账), brought in so that nobody is paid twice."""
