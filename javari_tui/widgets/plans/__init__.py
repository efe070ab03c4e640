"""Plans, and codes for phones."""
