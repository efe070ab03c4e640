"""Comparing plans, topping up, and paying."""
