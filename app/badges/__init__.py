"""Badges: what stands on them, one by one and all at once as PDF, and which code was replaced by which print.

Words: a *design* says which lines a size of badge shows; a *print* is one badge on paper, always logged; a *batch* is many
badges in one PDF, made by a job. Invariant: a printed code is the registration's own or a revoked one.
"""
