"""工程: households built, inspected and accepted together (G30), and how their cases follow."""
