"""The forms of a 工程: its facts, its works, its households, its acceptance."""
