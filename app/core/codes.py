"""Random public codes and opaque secrets."""

import hashlib
import secrets

# No vowels (no words), no D and W (Vietnamese keyboards change them), no 0 and 1.
ALPHABET = "23456789BCFGHJKLMNPQRSTVXZ"


def random_code(length: int) -> str:
    """Return `length` random characters of ALPHABET: 4.7 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_secret() -> str:
    """Return a 256-bit URL-safe secret. Only `digest()` of it may be stored."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 of `secret` in hex: what the database keeps of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()
