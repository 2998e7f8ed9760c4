"""Measurements: `make bench`, or `python benchmarks/run.py ONLY=checkin.single`. Each area is a module here."""
