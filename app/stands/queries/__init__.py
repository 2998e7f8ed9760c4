"""Reads of stands: one file a noun."""
