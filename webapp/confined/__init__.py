"""Files that nobody vouches for, opened in processes of their own that may take only so much."""
