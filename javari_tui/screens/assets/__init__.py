"""The page of what was kept: found, read, put in order, given out."""
