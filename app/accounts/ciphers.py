"""The door to cryptography: what must be read back is encrypted, what is short is hashed, with keys made from SECRET_KEY."""

import base64
import functools
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


@functools.lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())


def _key_for(purpose: str) -> bytes:
    return _key(current_app.config["SECRET_KEY"], f"fairground {purpose}")


def encrypt(text: str, *, purpose: str = "second factor") -> str:
    """Return `text` encrypted and signed; only `decrypt` with the same purpose reads it."""
    return _fernet(purpose).encrypt(text.encode()).decode("ascii")


def decrypt(token: str, *, purpose: str = "second factor") -> str | None:
    """Return the text, or None when it was made with another SECRET_KEY or purpose, or changed."""
    try:
        return _fernet(purpose).decrypt(token.encode()).decode()
    except InvalidToken:
        return None


def _fernet(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key_for(purpose)))


def keyed_digest(text: str) -> str:
    """Return a digest that a copy of the database alone cannot check: for codes too short for a plain digest."""
    return hmac.new(_key_for("short codes"), text.encode(), hashlib.sha256).hexdigest()
