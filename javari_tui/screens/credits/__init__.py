"""The page of credits: what is left, what was used, every entry, and what waits."""
