"""Asking before acting."""
