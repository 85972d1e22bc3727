"""待办: the pages, their query."""
