"""Writes of people, sessions' owners, secrets, organisations and their members."""

from app.accounts.services import members, organisations, people, secrets, sessions, sign_in, tokens, two_factor
from app.accounts.services.invitations import invite

__all__ = ["invite", "members", "organisations", "people", "secrets", "sessions", "sign_in", "tokens", "two_factor"]
