"""The second factor: set up, used once a code, replaced by recovery codes."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts import ciphers, totp
from app.accounts.errors import WrongCode
from app.accounts.models import OneTimeSecret, SecretPurpose, User
from app.accounts.services import secrets
from app.audit import services as audit
from app.core import clock
from app.core.codes import ALPHABET, random_code
from app.core.db import db

RECOVERY_CODES = 10
_FOREVER = timedelta(days=3650)


def use_code(user: User, code: str) -> bool:
    """Accept a code of the app whose step is newer than the last accepted one; the database decides who was first."""
    step = totp.matching_step_of(user.totp_secret, code) if user.totp_secret else None
    if step is None:
        return False
    newer = sa.update(User).where(User.id == user.id, User.totp_last_step < step).values(totp_last_step=step)
    return bool(db.session.execute(newer).rowcount == 1)  # type: ignore[attr-defined]


def use_recovery_code(user: User, code: str) -> bool:
    """Accept an unused recovery code of `user`, once."""
    now = clock.now()
    unused = sa.update(OneTimeSecret).where(
        OneTimeSecret.digest == _digest(user, code),
        OneTimeSecret.purpose == SecretPurpose.RECOVERY_CODE,
        OneTimeSecret.user_id == user.id,
        OneTimeSecret.used_at.is_(None),
    )
    return bool(db.session.execute(unused.values(used_at=now)).rowcount == 1)  # type: ignore[attr-defined]


def turn_on(user: User, secret: str, code: str) -> list[str]:
    """Keep `secret` once `code` proves that the app has it. Returns: the recovery codes, to be shown once.

    Raises:
        WrongCode: the code does not fit.
    """
    step = totp.matching_step(secret, code)
    if step is None:
        raise WrongCode
    user.totp_secret = ciphers.encrypt(secret)
    user.totp_last_step = step
    audit.record(user, "accounts.two_factor_turned_on", user)
    return renew_recovery_codes(user)


def turn_off(user: User, *, by: User | str) -> None:
    """Forget the secret and the recovery codes. `by` is the person themselves, or the name of a command."""
    user.totp_secret = None
    secrets.withdraw(user, SecretPurpose.RECOVERY_CODE)
    audit.record(by, "accounts.two_factor_turned_off", user)


def renew_recovery_codes(user: User) -> list[str]:
    """Replace all recovery codes. Returns: ten codes of twelve characters in groups of four, kept only as keyed digests."""
    secrets.withdraw(user, SecretPurpose.RECOVERY_CODE)
    now = clock.now()
    codes = [random_code(12) for _number in range(RECOVERY_CODES)]
    db.session.add_all(
        OneTimeSecret(
            purpose=SecretPurpose.RECOVERY_CODE,
            digest=_digest(user, code),
            user_id=user.id,
            created_at=now,
            expires_at=now + _FOREVER,
        )
        for code in codes
    )
    audit.record(user, "accounts.recovery_codes_renewed", user)
    return ["-".join(code[start : start + 4] for start in (0, 4, 8)) for code in codes]


def _digest(user: User, code: str) -> str:
    typed = "".join(char for char in code.upper() if char in ALPHABET)
    return ciphers.keyed_digest(f"{user.id}:{typed}")
