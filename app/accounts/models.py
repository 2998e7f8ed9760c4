"""People, organisations, sessions and the secrets that open doors. Only digests of secrets are kept."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.terms import (
    AUTHORITIES,
    MembershipRole,
    OrganisationKind,
    SecretPurpose,
    SizeClass,
    TaxIdKind,
)
from app.core.db import Base, SortKey, WithId
from app.core.text import fold
from app.places.models import Commune, Province

# The closed lists are part of what other features know of accounts.
__all__ = [
    "AUTHORITIES",
    "ApiToken",
    "IdempotencyRecord",
    "Membership",
    "MembershipRole",
    "OneTimeSecret",
    "Organisation",
    "OrganisationKind",
    "SecretPurpose",
    "SizeClass",
    "TaxIdKind",
    "Throttle",
    "User",
    "UserSession",
]


class Organisation(WithId, Base):
    __tablename__ = "organisation"
    __table_args__ = (sa.Index("ix_organisation_sort", "sort_key", "id"),)

    kind: Mapped[OrganisationKind]
    name: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    short_name: Mapped[str] = mapped_column(sa.String(80), default="")
    legal_form: Mapped[str] = mapped_column(sa.String(40), default="")
    size_class: Mapped[SizeClass | None]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    tax_id_kind: Mapped[TaxIdKind | None]
    tax_id: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    country: Mapped[str] = mapped_column(sa.String(2), default="VN")
    province_code: Mapped[int | None] = mapped_column(sa.ForeignKey("province.code"), index=True)
    commune_code: Mapped[int | None] = mapped_column(sa.ForeignKey("commune.code"))
    street: Mapped[str] = mapped_column(sa.String(200), default="")
    city: Mapped[str] = mapped_column(sa.String(80), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    website: Mapped[str] = mapped_column(sa.String(200), default="")
    women_owned: Mapped[bool] = mapped_column(default=False)
    minority_owned: Mapped[bool] = mapped_column(default=False)
    craft_village_decision: Mapped[str] = mapped_column(sa.String(200), default="")
    search_key: Mapped[str] = mapped_column(sa.String(400))
    sort_key: Mapped[SortKey]
    created_at: Mapped[datetime]

    parent: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")
    province: Mapped[Province | None] = relationship()
    commune: Mapped[Commune | None] = relationship()


def _search_key_of(context: Any) -> str:
    values = context.get_current_parameters()
    return fold(f"{values['full_name']} {values['email']}")[:400]


class User(WithId, Base):
    """A person who signs in. Implements Flask-Login's four members itself, so that models stay free of Flask."""

    __tablename__ = "user"

    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    full_name: Mapped[str] = mapped_column(sa.String(120))
    sort_key: Mapped[SortKey]
    # Folded name and address; kept by services.people.
    search_key: Mapped[str] = mapped_column(sa.String(400), default=_search_key_of)
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    locale: Mapped[str] = mapped_column(sa.String(2), default="vi")
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    totp_secret: Mapped[str | None] = mapped_column(sa.String(200))
    totp_last_step: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    created_at: Mapped[datetime]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")

    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)


class Membership(WithId, Base):
    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("user_id", "organisation_id"),)

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    role: Mapped[MembershipRole]
    created_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="memberships")
    # Rules about people ask for both on nearly every page.
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class UserSession(WithId, Base):
    """One signed-in browser. The cookie carries the secret; ending the row ends the session in every worker at once."""

    __tablename__ = "user_session"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_agent: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class OneTimeSecret(WithId, Base):
    """A link or code that works once and in time: used by UPDATE … WHERE used_at IS NULL."""

    __tablename__ = "one_time_secret"
    __table_args__ = (sa.Index("ix_one_time_secret_user", "user_id", "purpose"),)

    purpose: Mapped[SecretPurpose]
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """Attempts counted in the database, so that neither a restart nor a second worker resets them."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    window_started_at: Mapped[datetime]
    attempts: Mapped[int]


class ApiToken(WithId, Base):
    """A bearer token of a person for the API, optionally for one event only."""

    __tablename__ = "api_token"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class IdempotencyRecord(WithId, Base):
    """The answer that a key got, so that a repeated request gets the same one."""

    __tablename__ = "idempotency_record"
    __table_args__ = (sa.UniqueConstraint("owner", "key"),)

    owner: Mapped[str] = mapped_column(sa.String(64))
    key: Mapped[str] = mapped_column(sa.String(128))
    request_digest: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(index=True)
