"""Applications of exhibitors, registrations of people, and their consents."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.booths.models import BoothClaim
from app.core.db import Base, SortKey, WithId


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_CHANGES = "needs_changes"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
    ApplicationState.SUBMITTED: frozenset(
        {
            ApplicationState.NEEDS_CHANGES,
            ApplicationState.ACCEPTED,
            ApplicationState.WAITLISTED,
            ApplicationState.DECLINED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.NEEDS_CHANGES: frozenset(
        {ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN, ApplicationState.DECLINED}
    ),
    ApplicationState.WAITLISTED: frozenset({ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}),
    ApplicationState.ACCEPTED: frozenset({ApplicationState.WITHDRAWN}),
    ApplicationState.DECLINED: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
}


class Application(WithId, Base):
    """An organisation's wish to exhibit (R-52). `code` is HCKC26DK0147: event code, DK, number."""

    __tablename__ = "application"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"]),
        sa.Index("ix_application_list", "event_id", "state", "submitted_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    code: Mapped[str] = mapped_column(sa.String(15), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.DRAFT)
    # Opens the draft on any device without an account; the code alone opens nothing.
    link_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    contact_name: Mapped[str] = mapped_column(sa.String(120), default="")
    contact_position: Mapped[str] = mapped_column(sa.String(120), default="")
    contact_phone: Mapped[str] = mapped_column(sa.String(20), default="")
    contact_email: Mapped[str] = mapped_column(sa.String(254), default="")
    locale: Mapped[str] = mapped_column(sa.String(2), default="vi")
    booth_kind: Mapped[str] = mapped_column(sa.String(20), default="standard")
    booth_count: Mapped[int] = mapped_column(default=1)
    wants_corner: Mapped[bool] = mapped_column(default=False)
    fascia_vi: Mapped[str] = mapped_column(sa.String(60), default="")
    fascia_en: Mapped[str] = mapped_column(sa.String(60), default="")
    # Further answers of R-52 by field name: products, power_kw, phases, vehicle, b2b wishes, support scheme …
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Set when an officer filled it in for the exhibitor.
    assisted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    invoice_id: Mapped[int | None]
    review_note: Mapped[str] = mapped_column(sa.String(1000), default="")
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    booths: Mapped[list["ApplicationBooth"]] = relationship(back_populates="application")


class ApplicationBooth(Base):
    __tablename__ = "application_booth"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.ForeignKeyConstraint(["event_id", "claim_id"], ["booth_claim.event_id", "booth_claim.id"]),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    application_id: Mapped[int] = mapped_column(index=True)
    claim_id: Mapped[int] = mapped_column(primary_key=True)

    application: Mapped[Application] = relationship(back_populates="booths")
    claim: Mapped[BoothClaim] = relationship(viewonly=True)


class Category(StrEnum):
    VISITOR = "visitor"
    DELEGATE = "delegate"
    SPEAKER = "speaker"
    EXHIBITOR = "exhibitor"
    PRESS = "press"
    VIP = "vip"
    STAFF = "staff"
    CONTRACTOR = "contractor"


class RegistrationState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"


class Registration(WithId, Base):
    """A person who comes. `badge_code` is what the QR carries: EV1 and 20 random characters, nothing personal."""

    __tablename__ = "registration"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.Index("ix_registration_sort", "event_id", "sort_key", "id"),
        sa.Index("ix_registration_category", "event_id", "category", "state"),
        sa.Index("ix_registration_changed", "event_id", "changed_at", "id"),
        sa.Index("ix_registration_email", "event_id", "email"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    badge_code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    # Eight characters a person can read out or type.
    short_code: Mapped[str] = mapped_column(sa.String(8))
    link_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    category: Mapped[Category]
    state: Mapped[RegistrationState]
    full_name: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str] = mapped_column(sa.String(40), default="")
    position: Mapped[str] = mapped_column(sa.String(120), default="")
    unit: Mapped[str] = mapped_column(sa.String(200), default="")
    province_code: Mapped[int | None] = mapped_column(sa.ForeignKey("province.code"))
    country: Mapped[str] = mapped_column(sa.String(2), default="VN")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    locale: Mapped[str] = mapped_column(sa.String(2), default="vi")
    # People who come on this one code.
    party_size: Mapped[int] = mapped_column(default=1)
    application_id: Mapped[int | None] = mapped_column(index=True)
    valid_from_on: Mapped[date | None]
    valid_until_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    # web, import, api, walk_in, staff
    source: Mapped[str] = mapped_column(sa.String(20), default="web")
    # Folded name, unit, phone and code for search without accents.
    search_key: Mapped[str] = mapped_column(sa.String(600))
    sort_key: Mapped[SortKey]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class ConsentPurpose(StrEnum):
    """R-70: each purpose has its own tick, none is set beforehand."""

    PARTICIPATION = "participation"
    CATALOGUE = "catalogue"
    SHARE_CONTACT = "share_contact"
    PHOTOS = "photos"
    MESSAGES = "messages"


class Consent(WithId, Base):
    """A statement of will at one time; withdrawing adds a row."""

    __tablename__ = "consent"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.ForeignKeyConstraint(["event_id", "registration_id"], ["registration.event_id", "registration.id"]),
        sa.CheckConstraint("(application_id IS NULL) <> (registration_id IS NULL)", name="one_subject"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    application_id: Mapped[int | None] = mapped_column(index=True)
    registration_id: Mapped[int | None] = mapped_column(index=True)
    purpose: Mapped[ConsentPurpose]
    granted: Mapped[bool]
    text_version: Mapped[str] = mapped_column(sa.String(20))
    # web, phone, paper
    channel: Mapped[str] = mapped_column(sa.String(20), default="web")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    given_at: Mapped[datetime]
