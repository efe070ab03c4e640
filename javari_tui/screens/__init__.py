"""Whole pages: the only place where services meet widgets."""
