"""The billing endpoint as the app speaks to it: one HTTP client, and what it answers, believed only when checked."""
