"""补正 page by page."""
