"""Reads of gates, devices, scans and what follows from them."""
