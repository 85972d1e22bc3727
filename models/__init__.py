"""The tables. One file per table family; imports nothing else of the project."""
