"""Checks who somebody is: password, second factor, fresh proof. Each counts before it looks."""

from datetime import timedelta

from app.accounts import passwords, queries, throttle
from app.accounts.errors import WrongCode, WrongCredentials, WrongPassword
from app.accounts.models import User
from app.accounts.services import two_factor
from app.core.errors import Invalid

WINDOW = timedelta(minutes=15)
# Per account ASVS 6.3.1 and AU03; per address an office or a hall behind one address must still get in.
MOST_PER_ACCOUNT, MOST_PER_ADDRESS = 10, 60


def check_password(email: str, password: str, *, address: str | None) -> User:
    """Return the active person with this e-mail and password.

    The caller commits failed attempts too (`keep_changes`). Known and unknown addresses take the same steps.

    Args:
        email: as typed.
        address: of the client, for the second counter.
    Raises:
        WrongCredentials: whatever the reason. TooMany: more than 10 tries for the account or 60 from the address in 15 min.
    """
    email = email.strip().lower()
    account, client = account_key(email), throttle.address_key("sign-in-from", address)
    throttle.count(client, MOST_PER_ADDRESS, WINDOW)
    throttle.count(account, MOST_PER_ACCOUNT, WINDOW)
    user = queries.find_user(email)
    is_right = passwords.verify(user.password_hash if user else None, password)
    if user is None or not is_right or not user.is_active:
        raise WrongCredentials
    throttle.clear(account)
    throttle.forgive(client)
    _renew_hash(user, password)
    return user


def account_key(email: str) -> str:
    """Return the counter's key of the account with this e-mail."""
    return throttle.key_of("sign-in", email)


def _renew_hash(user: User, password: str) -> None:
    if user.password_hash and passwords.needs_rehash(user.password_hash):
        user.password_hash = passwords.hash_password(password)


def check_second_factor(user: User, code: str) -> None:
    """Accept a code of the app or a recovery code, each once.

    Raises:
        WrongCode: wrong, used, or older than one that was used. TooMany: more than 10 tries in 15 min.
    """
    key = throttle.key_of("second-factor", str(user.id))
    throttle.count(key, MOST_PER_ACCOUNT, WINDOW)
    if not (two_factor.use_code(user, code) or two_factor.use_recovery_code(user, code)):
        raise WrongCode
    throttle.clear(key)


def prove(user: User, password: str) -> None:
    """Check the password of a signed-in person again, with the counter of the sign-in.

    Raises:
        WrongPassword: not theirs. TooMany: see `check_password`.
    """
    key = account_key(user.email)
    throttle.count(key, MOST_PER_ACCOUNT, WINDOW)
    if not passwords.verify(user.password_hash, password):
        raise WrongPassword
    throttle.clear(key)


REFUSALS: tuple[type[Invalid], ...] = (WrongCredentials, WrongCode, WrongPassword)
