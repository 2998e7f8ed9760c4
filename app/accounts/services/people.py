"""People: created, renamed, their password and e-mail address changed, closed."""

from dataclasses import dataclass
from datetime import timedelta

from app.accounts import notices, passwords, queries, throttle
from app.accounts.emails import normal_email
from app.accounts.errors import EmailTaken, LinkUsed, OwnAccount
from app.accounts.models import OneTimeSecret, SecretPurpose, User, UserSession
from app.accounts.services import secrets, sessions
from app.accounts.services.sign_in import account_key
from app.audit import services as audit
from app.core import clock
from app.core.db import db, refusing
from app.core.text import fold, name_sort_key

RESET_LIFETIME = timedelta(minutes=60)
EMAIL_LIFETIME = timedelta(hours=24)


def create(email: str, full_name: str, *, locale: str = "vi", phone: str = "", is_admin: bool = False) -> User:
    """Create a person without a password: one is set through a link. Returns: the flushed row.

    Raises:
        BadEmail: no address. EmailTaken: there is an account with it.
    """
    address = normal_email(email)
    with refusing("uq_user_email", EmailTaken()):
        user = User(
            email=address,
            full_name=full_name,
            sort_key=name_sort_key(full_name),
            locale=locale,
            phone=phone,
            is_admin=is_admin,
            created_at=clock.now(),
        )
        db.session.add(user)
    return user


@dataclass(frozen=True)
class Profile:
    """What people tell about themselves."""

    full_name: str
    phone: str
    locale: str


def change_profile(user: User, profile: Profile) -> None:
    """Change name, phone and language."""
    user.full_name, user.phone, user.locale = profile.full_name, profile.phone, profile.locale
    _renew_keys(user)
    audit.record(user, "accounts.profile_changed", user)


def _renew_keys(user: User) -> None:
    user.sort_key = name_sort_key(user.full_name)
    user.search_key = fold(f"{user.full_name} {user.email}")[:400]


def set_password(user: User, password: str, *, keep: UserSession | None = None) -> None:
    """Give `user` a new password; open links and all sessions but `keep` end.

    Raises:
        WeakPassword: says why.
    """
    passwords.check(password, queries.password_context(user))
    user.password_hash = passwords.hash_password(password)
    secrets.withdraw(user, SecretPurpose.PASSWORD_RESET, SecretPurpose.EMAIL_CHANGE)
    sessions.end_all(user, but=keep)
    throttle.clear(account_key(user.email))
    audit.record(user, "accounts.password_set", user)


def send_reset_link(email: str) -> None:
    """Send a link for a new password, when there is an active account with this e-mail; a newer link ends the older.

    Runs in a job, so that whoever asks cannot tell by the time whether the account exists.
    """
    user = queries.find_user(email)
    if user is None or not user.is_active:
        return
    notices.password_reset(user, issue_reset_link(user))


def issue_reset_link(user: User, *, lifetime: timedelta = RESET_LIFETIME) -> str:
    """Return the secret of a fresh link to set a password; older ones end."""
    secrets.withdraw(user, SecretPurpose.PASSWORD_RESET)
    secret, _row = secrets.issue(SecretPurpose.PASSWORD_RESET, lifetime=lifetime, user=user)
    return secret


def reset_password(secret: str, password: str) -> User:
    """Set the password of the person to whom the link was sent, and end all their sessions.

    Raises:
        LinkUsed: unknown, used, replaced, older than its time, or the account is closed. WeakPassword: nothing is used then.
    """
    row = secrets.use(SecretPurpose.PASSWORD_RESET, secret)
    user = db.session.get(User, row.user_id)
    if user is None or not user.is_active:
        raise LinkUsed
    set_password(user, password)
    return user


def ask_for_email_change(user: User, email: str) -> None:
    """Send a link to the new address and tell the old one. A taken address gets nothing and looks the same.

    Raises:
        BadEmail: no address.
    """
    address = normal_email(email)
    secrets.withdraw(user, SecretPurpose.EMAIL_CHANGE)
    notices.email_change_asked(user, address)
    audit.record(user, "accounts.email_change_asked", user)
    if queries.find_user(address) is None:
        secret, _row = secrets.issue(SecretPurpose.EMAIL_CHANGE, lifetime=EMAIL_LIFETIME, user=user, email=address)
        notices.confirm_email(user, address, secret)


def change_email(secret: str) -> User:
    """Take the new address of the link over; links sent to the old one end.

    Raises:
        LinkUsed: see `secrets.use`. EmailTaken: somebody else took the address meanwhile.
    """
    row: OneTimeSecret = secrets.use(SecretPurpose.EMAIL_CHANGE, secret)
    user = db.session.get(User, row.user_id)
    if user is None or not user.is_active:
        raise LinkUsed
    old = user.email
    with refusing("uq_user_email", EmailTaken()):
        user.email = row.email
        _renew_keys(user)
    secrets.withdraw(user, SecretPurpose.PASSWORD_RESET, SecretPurpose.EMAIL_CHANGE)
    notices.email_changed(user, old)
    audit.record(user, "accounts.email_changed", user)
    return user


def close(user: User, *, by: User, reason: str = "") -> None:
    """Close an account: all its sessions end at once, its tokens and links no longer open anything.

    Raises:
        OwnAccount: nobody locks themselves out.
    """
    if user.id == by.id:
        raise OwnAccount
    user.is_active = False
    sessions.end_all(user)
    secrets.withdraw(user, SecretPurpose.PASSWORD_RESET, SecretPurpose.EMAIL_CHANGE)
    audit.record(by, "accounts.closed", user, reason=reason)


def reopen(user: User, *, by: User) -> None:
    """Open a closed account again; its old sessions stay ended."""
    user.is_active = True
    audit.record(by, "accounts.reopened", user)
