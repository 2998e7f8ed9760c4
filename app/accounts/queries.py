"""Reads of people, organisations and their secrets."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.belonging import line_above as line_above
from app.accounts.belonging import memberships_of as memberships_of
from app.accounts.models import (
    ApiToken,
    Membership,
    MembershipRole,
    OneTimeSecret,
    Organisation,
    OrganisationKind,
    SecretPurpose,
    User,
    UserSession,
)
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import fold


def find_api_token(secret: str) -> ApiToken | None:
    """Return the live token with this secret and its active owner, or None."""
    return db.session.scalar(
        sa.select(ApiToken)
        .options(joinedload(ApiToken.user))
        .join(User, User.id == ApiToken.user_id)
        .where(
            ApiToken.digest == digest(secret),
            ApiToken.revoked_at.is_(None),
            sa.or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > clock.now()),
            User.is_active.is_(True),
        )
    )


def find_user(email: str) -> User | None:
    """Return the person with this e-mail address in any capitals, closed accounts too, or None."""
    return db.session.scalar(sa.select(User).where(User.email == email.strip().lower()))


def get_user(user_id: int) -> User:
    """Return the person.

    Raises:
        NotFound: no such person.
    """
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def users_matching(text: str) -> sa.Select[tuple[User]]:
    """Return people whose name or address contains each word of `text`; accents do not matter. In Vietnamese order of names."""
    statement = sa.select(User).order_by(User.sort_key, User.id)
    for word in fold(text).split():
        statement = statement.where(User.search_key.contains(word, autoescape=True))
    return statement


def find_secret(purpose: SecretPurpose, secret: str) -> OneTimeSecret | None:
    """Return the open secret, for showing the form behind a link; only `services.secrets.use` uses it."""
    return db.session.scalar(
        sa.select(OneTimeSecret).where(
            OneTimeSecret.digest == digest(secret),
            OneTimeSecret.purpose == purpose,
            OneTimeSecret.used_at.is_(None),
            OneTimeSecret.expires_at > clock.now(),
        )
    )


def sessions_of(user: User) -> Sequence[UserSession]:
    """Return the open sessions of `user`, the last seen first."""
    now = clock.now()
    return db.session.scalars(
        sa.select(UserSession)
        .where(UserSession.user_id == user.id, UserSession.ended_at.is_(None), UserSession.expires_at > now)
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    ).all()


def tokens_of(user: User) -> Sequence[ApiToken]:
    """Return the tokens of `user` that are not revoked, newest first."""
    return db.session.scalars(
        sa.select(ApiToken)
        .where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
    ).all()


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes of `user` are unused."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(OneTimeSecret)
            .where(
                OneTimeSecret.user_id == user.id,
                OneTimeSecret.purpose == SecretPurpose.RECOVERY_CODE,
                OneTimeSecret.used_at.is_(None),
            )
        )
        or 0
    )


def password_context(user: User) -> list[str]:
    """Return the words near `user` that a password may not be made of."""
    names = db.session.execute(
        sa.select(Organisation.name, Organisation.short_name, Organisation.name_en)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.user_id == user.id)
    )
    return [user.email, user.full_name, *(name for row in names for name in row if name)]


# Organisations


def get_organisation(organisation_id: int) -> Organisation:
    """Return the organisation with its parent and province.

    Raises:
        NotFound: no such organisation.
    """
    organisation = db.session.scalar(
        sa.select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(
            joinedload(Organisation.parent),
            joinedload(Organisation.province),
            joinedload(Organisation.commune),
        )
    )
    if organisation is None:
        raise NotFound
    return organisation


def organisations_matching(text: str = "", kind: OrganisationKind | None = None) -> sa.Select[tuple[Organisation]]:
    """Return organisations that contain each word of `text` (accents do not matter), in Vietnamese order, with province."""
    statement = (
        sa.select(Organisation).options(joinedload(Organisation.province)).order_by(Organisation.sort_key, Organisation.id)
    )
    for word in fold(text).split():
        statement = statement.where(Organisation.search_key.contains(word, autoescape=True))
    if kind is not None:
        statement = statement.where(Organisation.kind == kind)
    return statement


def find_organisations(text: str, *, limit: int = 20) -> Sequence[Organisation]:
    """Return the first organisations that contain each word of `text`; accents do not matter."""
    return db.session.scalars(organisations_matching(text).limit(limit)).all()


def find_only_organisation(name: str) -> Organisation | None:
    """Return the organisation with this name or short name, else the only one that contains all words, else None."""
    found = find_organisations(name, limit=50)
    wanted = fold(name)
    exact = [row for row in found if wanted in (fold(row.name), fold(row.short_name))] or found
    return exact[0] if len(exact) == 1 else None


def find_organisation_by_tax_id(tax_id: str) -> Organisation | None:
    """Return the oldest organisation with this tax id, or None."""
    return db.session.scalar(sa.select(Organisation).where(Organisation.tax_id == tax_id).order_by(Organisation.id).limit(1))


def units_of(organisation: Organisation, *, limit: int = 200) -> Sequence[Organisation]:
    """Return what stands directly under `organisation`, in Vietnamese order."""
    return db.session.scalars(
        sa.select(Organisation)
        .where(Organisation.parent_id == organisation.id)
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(limit)
    ).all()


def members_of(organisation: Organisation) -> Sequence[Membership]:
    """Return the members with their persons, in Vietnamese order of names."""
    return db.session.scalars(
        sa.select(Membership)
        .join(User, User.id == Membership.user_id)
        .options(joinedload(Membership.user))
        .where(Membership.organisation_id == organisation.id)
        .order_by(User.sort_key, Membership.id)
    ).all()


def get_membership(organisation: Organisation, membership_id: int) -> Membership:
    """Return a membership in `organisation`.

    Raises:
        NotFound: none with this id in this organisation.
    """
    membership = db.session.scalar(
        sa.select(Membership)
        .options(joinedload(Membership.user))
        .where(Membership.id == membership_id, Membership.organisation_id == organisation.id)
    )
    if membership is None:
        raise NotFound
    return membership


def organisations_of(user: User, *roles: MembershipRole) -> list[Organisation]:
    """Return the organisations in which `user` has one of `roles` (any role when none is named)."""
    return [row.organisation for row in memberships_of(user) if not roles or row.role in roles]


def open_invitations(organisation: Organisation) -> Sequence[OneTimeSecret]:
    """Return the invitations into `organisation` that still can be accepted, newest first."""
    return db.session.scalars(
        sa.select(OneTimeSecret)
        .where(
            OneTimeSecret.purpose == SecretPurpose.INVITATION,
            OneTimeSecret.used_at.is_(None),
            OneTimeSecret.expires_at > clock.now(),
            OneTimeSecret.data["organisation_id"].as_integer() == organisation.id,
        )
        .order_by(OneTimeSecret.created_at.desc(), OneTimeSecret.id.desc())
    ).all()
