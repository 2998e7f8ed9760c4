"""Random public codes and opaque secrets."""

import hashlib
import secrets

# No vowels (no words), no D and W (Vietnamese keyboards change them), no 0 and 1.
ALPHABET = "23456789BCFGHJKLMNPQRSTVXZ"
_LETTERS = len(ALPHABET)
_FAIR_BYTES = 256 - 256 % _LETTERS


def random_code(length: int) -> str:
    """Return `length` random characters of ALPHABET: 4.7 bits each."""
    code = ""
    while len(code) < length:
        # Bytes from the last, incomplete round of the alphabet are thrown away: each character stays equally likely.
        code += "".join(ALPHABET[byte % _LETTERS] for byte in secrets.token_bytes(length + 8) if byte < _FAIR_BYTES)
    return code[:length]


def new_secret() -> str:
    """Return a 256-bit URL-safe secret. Only `digest()` of it may be stored."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 of `secret` in hex: what the database keeps of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()
