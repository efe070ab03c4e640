"""Payments: opening pages at a provider, believing nothing that was not asked for, and giving each thing once."""
