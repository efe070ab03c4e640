"""Pieces of interface: values in, messages out."""
