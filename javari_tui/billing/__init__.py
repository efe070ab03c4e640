"""Speaks HTTP with a billing endpoint and believes nothing: what it gives back was bounded and checked."""
