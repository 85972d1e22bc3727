"""The application as a task list (S2): typed page by page, on a phone, before there is a case."""
