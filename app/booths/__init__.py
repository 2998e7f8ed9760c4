"""Halls drawn as booths: plan, price, hold, booking.

Words: a *claim* is a hold or a booking of one booth; a *hold* lasts minutes and belongs to a browser; the *plan* is
geometry and prices. Invariants: at most one live claim per booth (I1, unique index `uq_booth_claim_live`); a hold ends by
the clock at the next claim, not by a sweeper (I3); the price is frozen when the booth is taken.
"""
