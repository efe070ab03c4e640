"""Small windows over a page: ask, confirm, pick, explain."""
