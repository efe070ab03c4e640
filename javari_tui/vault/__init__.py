"""Secrets at rest. Until the vault is built, keys are kept for the session only."""
