"""Runs the processes and holds the rules of the work. Never commits; knows no Flask."""
