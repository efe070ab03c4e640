"""Accounts, grants, holds and the ledger: what is true, whoever asks and however often."""
