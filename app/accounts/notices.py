"""Mails about accounts, each in the reader's language."""

from app.accounts.models import User
from app.mail import services as mail


def password_reset(user: User, secret: str) -> None:
    """Send the link to set a new password."""
    mail.send(
        template="accounts/password_reset",
        to=user.email,
        locale=user.locale,
        context={"name": user.full_name, "secret": secret},
    )


def invitation(email: str, secret: str, *, inviter: str, place: str, locale: str) -> None:
    """Send the link to accept an invitation to `place`, a unit or an event by its name."""
    mail.send(
        template="accounts/invitation",
        to=email,
        locale=locale,
        context={"inviter": inviter, "place": place, "secret": secret},
    )


def confirm_email(user: User, email: str, secret: str) -> None:
    """Send the link that proves that the new address is theirs."""
    mail.send(
        template="accounts/email_confirmation", to=email, locale=user.locale, context={"name": user.full_name, "secret": secret}
    )


def email_change_asked(user: User, new_email: str) -> None:
    """Tell the present address that somebody asked to replace it."""
    context = {"name": user.full_name, "new_email": new_email}
    mail.send(template="accounts/email_change_asked", to=user.email, locale=user.locale, context=context)


def email_changed(user: User, old_email: str) -> None:
    """Tell the old address that it opens the account no longer."""
    context = {"name": user.full_name, "new_email": user.email}
    mail.send(template="accounts/email_changed", to=old_email, locale=user.locale, context=context)


_NAME = {"name": "Nguyễn Thị Lan"}
# One context per template: the guard over all mails renders them.
SAMPLES = {
    "accounts/password_reset": _NAME | {"secret": "sample"},
    "accounts/invitation": {"inviter": "Trần Văn Bình", "place": "Sở Công Thương Quảng Ninh", "secret": "sample"},
    "accounts/email_confirmation": _NAME | {"secret": "sample"},
    "accounts/email_change_asked": _NAME | {"new_email": "lan@example.vn"},
    "accounts/email_changed": _NAME | {"new_email": "lan@example.vn"},
}
