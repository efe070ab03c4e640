"""The client of the billing endpoint, and signing in."""
