"""What checks itself, as pages and sentences: results, what waits, who may decide."""
