"""Secrets at rest: pasted keys for the session only, tokens in the keyring of the system."""
