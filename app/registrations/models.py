"""Applications of exhibitors, registrations of people, and their consents."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.booths.models import LIVE, BoothClaim, ClaimState
from app.core.db import Base, SortKey, WithId
from app.places.models import Province
from app.registrations import search
from app.registrations.terms import (
    TRANSITIONS,
    ApplicationState,
    Category,
    CoExhibitorState,
    ConsentPurpose,
    RegistrationState,
)

# The closed lists are part of what other features know of registrations.
__all__ = [
    "TRANSITIONS",
    "Application",
    "ApplicationBooth",
    "ApplicationState",
    "Capacity",
    "Category",
    "CoExhibitor",
    "CoExhibitorBooth",
    "CoExhibitorStaff",
    "CoExhibitorState",
    "Consent",
    "ConsentPurpose",
    "ContractorTerms",
    "ExhibitorTerms",
    "Registration",
    "RegistrationState",
]


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
    # When an answer was kept last.
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    booths: Mapped[list["ApplicationBooth"]] = relationship(back_populates="application")

    @property
    def booth_names(self) -> list[str]:
        """Return the booths that it asks for or has, in natural order; a hold of a draft does not count."""
        claims = [row.claim for row in self.booths if row.claim.state in LIVE and row.claim.state is not ClaimState.HELD]
        return [claim.booth.name for claim in sorted(claims, key=lambda claim: claim.booth.sort_key)]


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


class CoExhibitor(WithId, Base):
    """A firm that shows its goods on the booths of an application without a contract of its own.

    It belongs to an application and to nothing else, so co-exhibitors have no co-exhibitors. Never deleted: who was
    removed keeps the row for the history.
    """

    __tablename__ = "co_exhibitor"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.Index(
            "uq_co_exhibitor_live",
            "application_id",
            "search_key",
            unique=True,
            sqlite_where=sa.text("state <> 'removed'"),
            postgresql_where=sa.text("state <> 'removed'"),
        ),
        sa.Index("ix_co_exhibitor_list", "event_id", "state", "sort_key"),
        sa.CheckConstraint("staff_most >= 0", name="staff_most"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    application_id: Mapped[int] = mapped_column(index=True)
    # The firm's own record, where it is known: what stands here is only for this event.
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    state: Mapped[CoExhibitorState]
    name: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    province_code: Mapped[int | None] = mapped_column(sa.ForeignKey("province.code"))
    country: Mapped[str] = mapped_column(sa.String(2), default="VN")
    website: Mapped[str] = mapped_column(sa.String(200), default="")
    contact_name: Mapped[str] = mapped_column(sa.String(120), default="")
    contact_phone: Mapped[str] = mapped_column(sa.String(20), default="")
    contact_email: Mapped[str] = mapped_column(sa.String(254), default="")
    locale: Mapped[str] = mapped_column(sa.String(2), default="vi")
    fascia_vi: Mapped[str] = mapped_column(sa.String(60), default="")
    fascia_en: Mapped[str] = mapped_column(sa.String(60), default="")
    # {"products": [{"name_vi": …, "name_en": …}]}, as those of an application.
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Staff passes that the main exhibitor hands on from its own.
    staff_most: Mapped[int] = mapped_column(default=2)
    link_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    link_number: Mapped[int] = mapped_column(default=0)
    search_key: Mapped[str] = mapped_column(sa.String(400))
    sort_key: Mapped[SortKey]
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(viewonly=True)
    province: Mapped[Province | None] = relationship()
    booths: Mapped[list["CoExhibitorBooth"]] = relationship(back_populates="co_exhibitor")


class CoExhibitorBooth(Base):
    """Which of the application's booths a co-exhibitor uses, and which part of it. A booth may be shared by several."""

    __tablename__ = "co_exhibitor_booth"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "co_exhibitor_id"], ["co_exhibitor.event_id", "co_exhibitor.id"]),
        sa.ForeignKeyConstraint(["event_id", "claim_id"], ["booth_claim.event_id", "booth_claim.id"]),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    co_exhibitor_id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    # In the exhibitor's words: "left half", "counter 2"; empty for the whole booth.
    part: Mapped[str] = mapped_column(sa.String(80), default="")

    co_exhibitor: Mapped[CoExhibitor] = relationship(back_populates="booths")
    claim: Mapped[BoothClaim] = relationship(viewonly=True)


class CoExhibitorStaff(Base):
    """Whose pass it is, among the passes of one application."""

    __tablename__ = "co_exhibitor_staff"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "co_exhibitor_id"], ["co_exhibitor.event_id", "co_exhibitor.id"]),
        sa.ForeignKeyConstraint(["event_id", "registration_id"], ["registration.event_id", "registration.id"]),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    co_exhibitor_id: Mapped[int] = mapped_column(index=True)


class ExhibitorTerms(Base):
    """Until when exhibitors hand things in, and what belongs to a booth. An event without a row has the defaults."""

    __tablename__ = "exhibitor_terms"
    __table_args__ = (
        sa.CheckConstraint("fascia_chars BETWEEN 5 AND 60", name="fascia_chars"),
        sa.CheckConstraint("staff_per_9m2 BETWEEN 0 AND 20", name="staff_per_9m2"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    fascia_due_at: Mapped[datetime | None]
    staff_due_at: Mapped[datetime | None]
    products_due_at: Mapped[datetime | None]
    # characters that a board of three metres carries.
    fascia_chars: Mapped[int] = mapped_column(default=30)
    # Staff passes for each started 9 m².
    staff_per_9m2: Mapped[int] = mapped_column(default=2)


class Registration(WithId, Base):
    """A person who comes. `badge_code` is what the QR carries: EV1 and 20 random characters, nothing personal."""

    __tablename__ = "registration"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.UniqueConstraint("event_id", "short_code", name="uq_registration_short_code"),
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.CheckConstraint("party_size BETWEEN 1 AND 100", name="party_size"),
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
    # Set when the person's data were erased on request; counts keep the row.
    erased_at: Mapped[datetime | None]


class Capacity(Base):
    """Places taken in one category of one event: a counter with a limit that the database keeps (I2)."""

    __tablename__ = "registration_capacity"
    __table_args__ = (sa.CheckConstraint("used >= 0 AND (most IS NULL OR used <= most)", name="used_within_most"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    category: Mapped[Category] = mapped_column(primary_key=True)
    used: Mapped[int] = mapped_column(default=0)
    # The limit when the last place was given; None: there is no limit.
    most: Mapped[int | None]


class ContractorTerms(Base):
    """When contractors may be on the floor, and how many an exhibitor may name. Without a row: no contractors.

    Days of the event's place, both ends included. Builders come before the fair, strikers after it: their passes open nothing
    while visitors are there.
    """

    __tablename__ = "contractor_terms"
    __table_args__ = (
        sa.CheckConstraint("build_until_on >= build_from_on", name="build_in_order"),
        sa.CheckConstraint("strike_until_on >= strike_from_on", name="strike_in_order"),
        sa.CheckConstraint("per_exhibitor BETWEEN 0 AND 200", name="per_exhibitor"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    build_from_on: Mapped[date | None]
    build_until_on: Mapped[date | None]
    strike_from_on: Mapped[date | None]
    strike_until_on: Mapped[date | None]
    per_exhibitor: Mapped[int] = mapped_column(default=5)


class Consent(WithId, Base):
    """A statement of will at one time; withdrawing adds a row."""

    __tablename__ = "consent"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.ForeignKeyConstraint(["event_id", "registration_id"], ["registration.event_id", "registration.id"]),
        sa.ForeignKeyConstraint(["event_id", "co_exhibitor_id"], ["co_exhibitor.event_id", "co_exhibitor.id"]),
        sa.CheckConstraint(
            "(CASE WHEN application_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN registration_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN co_exhibitor_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_subject",
        ),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    application_id: Mapped[int | None] = mapped_column(index=True)
    registration_id: Mapped[int | None] = mapped_column(index=True)
    co_exhibitor_id: Mapped[int | None] = mapped_column(index=True)
    purpose: Mapped[ConsentPurpose]
    granted: Mapped[bool]
    text_version: Mapped[str] = mapped_column(sa.String(20))
    # web, phone, paper, import
    channel: Mapped[str] = mapped_column(sa.String(20), default="web")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    # For imports and papers: on which ground, in the officer's words.
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    given_at: Mapped[datetime]


for _dialect, _statements in search.AFTER_CREATE.items():
    for _statement in _statements:
        sa.event.listen(Registration.__table__, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
for _statement in search.BEFORE_DROP:
    sa.event.listen(Registration.__table__, "before_drop", sa.DDL(_statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
