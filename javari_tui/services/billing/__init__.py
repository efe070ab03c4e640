"""The account at a billing endpoint: signing in, and keeping both ledgers the same."""
