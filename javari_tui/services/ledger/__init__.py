"""Credits: what things cost and what they came to."""
