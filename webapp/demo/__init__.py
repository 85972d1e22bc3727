"""The demo county: invented people and houses, made by running the real process."""
