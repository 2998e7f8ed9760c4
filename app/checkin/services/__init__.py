"""Writes of check-in."""
