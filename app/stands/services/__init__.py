"""Writes of stands: one file a noun."""
