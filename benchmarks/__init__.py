"""Measurements beside a reference in the same run: the ratio is the figure, milliseconds alone mean little."""
