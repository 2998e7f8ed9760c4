"""The door to pyotp: one-time codes of an app, each good once."""

import hmac

import pyotp

from app.accounts import ciphers
from app.core import clock

ISSUER = "Fairground"
STEP_SECONDS = 30


def new_secret() -> str:
    """Return a fresh secret of 160 bits in Base32."""
    return str(pyotp.random_base32())


def address(secret: str, email: str) -> str:
    """Return the otpauth:// address that an app reads from the QR code."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER))


def matching_step(secret: str, code: str) -> int | None:
    """Return the number of the 30-second step that `code` belongs to: the present one or a neighbour; None when wrong."""
    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    totp, now = pyotp.TOTP(secret), int(clock.now().timestamp())
    found = None
    for step in (now // STEP_SECONDS - 1, now // STEP_SECONDS, now // STEP_SECONDS + 1):
        if hmac.compare_digest(str(totp.at(step * STEP_SECONDS)), digits):
            found = step
    return found


def matching_step_of(encrypted: str, code: str) -> int | None:
    """As `matching_step`, for the secret as it is kept."""
    secret = ciphers.decrypt(encrypted)
    return matching_step(secret, code) if secret else None
