"""Halls drawn as booths: plan, price, hold, booking."""
