"""The help pages and their search."""
