"""Invitations: sent by mail, accepted once, and what they give is given in the same transaction."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts import invitations, notices, passwords, queries
from app.accounts.emails import normal_email
from app.accounts.errors import AlreadyMember, LinkUsed
from app.accounts.models import MembershipRole, OneTimeSecret, Organisation, SecretPurpose, User
from app.accounts.services import members, people, secrets
from app.audit import services as audit
from app.core import clock
from app.core.db import db

LIFETIME = timedelta(days=14)


def invite(
    email: str,
    *,
    by: User,
    organisation: Organisation | None = None,
    membership_role: MembershipRole | None = None,
    event_id: int | None = None,
    event_role: str | None = None,
    place: str = "",
    locale: str = "vi",
    data: dict[str, Any] | None = None,
) -> OneTimeSecret:
    """Send an invitation. People with and without an account accept it by the same link, within 14 days, once.

    A newer invitation with the same contents ends the older. What `event_role` and further keys of `data` give is
    registered by the features above, see `app.accounts.invitations.on_accept`.

    Args:
        place: what the mail names, such as the event; by default the organisation's name.
        data: further JSON primitives for the grants.
    Returns: the flushed row.
    Raises:
        BadEmail: no address.
    """
    address = normal_email(email)
    contents = dict(data or {})
    contents |= (
        {"organisation_id": organisation.id, "membership_role": (membership_role or MembershipRole.STAFF).value}
        if organisation
        else {}
    )
    contents |= {"event_id": event_id, "event_role": event_role} if event_role else {}
    contents |= {"place": place or (organisation.name if organisation else ""), "by": by.id}
    _withdraw_same(address, contents)
    secret, row = secrets.issue(SecretPurpose.INVITATION, lifetime=LIFETIME, email=address, data=contents)
    notices.invitation(address, secret, inviter=by.full_name, place=contents["place"], locale=_locale_of(address, locale))
    audit.record(by, "accounts.invited", row, data={key: value for key, value in contents.items() if key != "by"})
    return row


def _locale_of(address: str, fallback: str) -> str:
    user = queries.find_user(address)
    return user.locale if user is not None else fallback


def _withdraw_same(address: str, contents: dict[str, Any]) -> None:
    open_ones = sa.select(OneTimeSecret).where(
        OneTimeSecret.purpose == SecretPurpose.INVITATION, OneTimeSecret.email == address, OneTimeSecret.used_at.is_(None)
    )
    for row in db.session.scalars(open_ones):
        if {**row.data, "by": contents["by"]} == contents:
            row.used_at = clock.now()


def withdraw(row: OneTimeSecret, *, by: User) -> None:
    """Take an open invitation back.

    Raises:
        LinkUsed: it was accepted or withdrawn meanwhile.
    """
    still_open = sa.update(OneTimeSecret).where(OneTimeSecret.id == row.id, OneTimeSecret.used_at.is_(None))
    if db.session.execute(still_open.values(used_at=clock.now())).rowcount != 1:  # type: ignore[attr-defined]
        raise LinkUsed
    audit.record(by, "accounts.invitation_withdrawn", row)


def accept(secret: str, *, full_name: str = "", password: str = "", locale: str = "vi") -> tuple[User, bool]:
    """Use the invitation and give what it promises.

    Args:
        full_name: of a person without an account; with `password` they make one. Ignored for others.
    Returns: the person, and whether the account is new.
    Raises:
        LinkUsed: see `secrets.use`, or the account is closed. WeakPassword: nothing is used then.
    """
    row = secrets.use(SecretPurpose.INVITATION, secret)
    by = db.session.get(User, row.data["by"]) if row.data.get("by") else None
    user = queries.find_user(row.email)
    is_new = user is None
    if user is None:
        passwords.check(password, [row.email, full_name, str(row.data.get("place", ""))])
        user = people.create(row.email, full_name, locale=locale)
        user.password_hash = passwords.hash_password(password)
    elif not user.is_active:
        raise LinkUsed
    _join(user, by, row.data)
    invitations.give(user, by, row.data)
    audit.record(user, "accounts.invitation_accepted", row)
    return user, is_new


def _join(user: User, by: User | None, data: dict[str, Any]) -> None:
    organisation_id = data.get("organisation_id")
    if organisation_id is None:
        return
    organisation = queries.get_organisation(organisation_id)
    try:
        members.add(organisation, user, MembershipRole(data["membership_role"]), by=by)
    except AlreadyMember:
        return  # what they have stays
