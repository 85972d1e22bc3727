"""补录 that the renovation office confirms: the list and its query."""
