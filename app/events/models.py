"""The event, which is the tenant: every row of a feature carries its id."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, User
from app.core.db import Base, WithId
from app.core.forms import format_phone
from app.core.i18n import _
from app.events.terms import (
    PUBLISHED,
    EventKind,
    EventState,
    HostRole,
    HostState,
    OverlapAnswer,
    Role,
    Visibility,
)
from app.places.countries import HOME, country_name
from app.places.models import Commune, Province

# The closed lists are part of what other features know of events.
__all__ = [
    "PUBLISHED",
    "Event",
    "EventCounter",
    "EventHost",
    "EventInvitee",
    "EventKind",
    "EventRole",
    "EventState",
    "Hall",
    "HostRole",
    "HostState",
    "OverlapAnswer",
    "OverlapDecision",
    "Role",
    "Series",
    "Venue",
    "VenueHour",
    "Visibility",
]

Metres = sa.Numeric(8, 2, asdecimal=True)


class Venue(WithId, Base):
    """A place that can hold one event at a time."""

    __tablename__ = "venue"
    __table_args__ = (sa.UniqueConstraint("province_code", "search_key"),)

    name: Mapped[str] = mapped_column(sa.String(160))
    province_code: Mapped[int | None] = mapped_column(sa.ForeignKey("province.code"), index=True)
    commune_code: Mapped[int | None] = mapped_column(sa.ForeignKey("commune.code"))
    street: Mapped[str] = mapped_column(sa.String(200), default="")
    country: Mapped[str] = mapped_column(sa.String(2), default="VN")
    city: Mapped[str] = mapped_column(sa.String(80), default="")
    search_key: Mapped[str] = mapped_column(sa.String(200))

    province: Mapped[Province | None] = relationship()
    commune: Mapped[Commune | None] = relationship()

    @property
    def address(self) -> str:
        """Return street, commune, province or city and country in the language of the reader."""
        commune = self.commune.display_name if self.commune is not None else ""
        province = self.province.name if self.province is not None else self.city
        country = "" if self.country == HOME else country_name(self.country)
        return ", ".join(filter(None, (self.street, commune, province, country)))


class Series(WithId, Base):
    """Editions of one event. The edition's number is free text: it never follows from the year."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(sa.String(200))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    region_set_key: Mapped[str] = mapped_column(sa.String(40), default="khuyen-cong")

    owner: Mapped[Organisation] = relationship()


class Event(WithId, Base):
    __tablename__ = "event"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index("ix_event_calendar", "starts_at", "ends_at"),
        sa.UniqueConstraint("series_id", "edition"),
    )

    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    # Short code that starts transfer references and ticket numbers: HCKC26.
    code: Mapped[str] = mapped_column(sa.String(12), unique=True)
    kind: Mapped[EventKind]
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT, index=True)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)
    name: Mapped[str] = mapped_column(sa.String(200))
    theme: Mapped[str] = mapped_column(sa.String(120), default="")
    description: Mapped[str] = mapped_column(sa.Text, default="")
    # {"en": {"name": …, "description": …}, "de": {…}}; Vietnamese is the fallback, see `text()`.
    translations: Mapped[dict[str, Any]] = mapped_column(default=dict)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("series.id"))
    edition: Mapped[str | None] = mapped_column(sa.String(20))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    opening_at: Mapped[datetime | None]
    timezone: Mapped[str] = mapped_column(sa.String(40), default="Asia/Ho_Chi_Minh")
    is_online: Mapped[bool] = mapped_column(default=False)
    venue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("venue.id"), index=True)
    # Where it takes place while no venue is chosen yet.
    province_code: Mapped[int | None] = mapped_column(sa.ForeignKey("province.code"), index=True)
    # A rehearsal never appears in the calendar, in overlaps or in figures.
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    # Registration duty of R-30: exempt needs the decision that says so.
    duty_exempt: Mapped[bool] = mapped_column(default=False)
    duty_decision: Mapped[str] = mapped_column(sa.String(200), default="")
    # Whom visitors and exhibitors ask; public, so a desk rather than a person.
    contact_name: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    contact_phone: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    contact_email: Mapped[str] = mapped_column(sa.String(254), default="", server_default="")
    applications_close_at: Mapped[datetime | None]
    registrations_close_at: Mapped[datetime | None]
    plan_locks_on: Mapped[date | None]
    delegate_capacity: Mapped[int | None]
    # Transfer account of payment requests.
    bank_bin: Mapped[str] = mapped_column(sa.String(6), default="")
    bank_account: Mapped[str] = mapped_column(sa.String(19), default="")
    bank_account_name: Mapped[str] = mapped_column(sa.String(120), default="")
    deposit_pct: Mapped[int] = mapped_column(default=50)
    deposit_days: Mapped[int] = mapped_column(default=7)
    balance_due_on: Mapped[date | None]
    # First published start of an event that was moved since.
    moved_from_at: Mapped[datetime | None]
    # Times the event's published facts changed, for iCalendar's SEQUENCE.
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    # {"approved": "2026-10-02T02:00:00+00:00"}: when a state was last entered, for the timeline.
    state_dates: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Source of a cloned edition.
    cloned_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"))

    owner: Mapped[Organisation] = relationship()
    series: Mapped[Series | None] = relationship()
    venue: Mapped[Venue | None] = relationship()
    planned_province: Mapped[Province | None] = relationship()

    @property
    def province(self) -> Province | None:
        """Return where it takes place; None abroad and online."""
        return self.venue.province if self.venue is not None else self.planned_province

    @property
    def is_published(self) -> bool:
        return self.state in PUBLISHED and self.visibility != Visibility.PRIVATE

    @property
    def place(self) -> str:
        """Return where it takes place in one line, in the language of the reader."""
        if self.venue is not None:
            return ", ".join(filter(None, (self.venue.name, self.venue.address)))
        if self.planned_province is not None:
            return self.planned_province.display_name
        return _("online") if self.is_online else ""

    @property
    def contact(self) -> str:
        """Return whom to ask, in one line for paper and mails; "" while nobody was named."""
        return ", ".join(filter(None, (self.contact_name, format_phone(self.contact_phone), self.contact_email)))

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and last day in the event's zone."""
        zone = ZoneInfo(self.timezone)
        return self.starts_at.astimezone(zone).date(), self.ends_at.astimezone(zone).date()

    def text(self, field: str, language: str) -> str:
        """Return `name`, `theme` or `description` in `language`, Vietnamese where that is missing."""
        return str((self.translations or {}).get(language, {}).get(field) or getattr(self, field))


class Hall(WithId, Base):
    """A hall or floor with its size in metres; the plan's origin is its top left corner."""

    __tablename__ = "hall"
    __table_args__ = (sa.UniqueConstraint("event_id", "id"), sa.UniqueConstraint("event_id", "name"))

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    width_m: Mapped[Decimal] = mapped_column(Metres)
    depth_m: Mapped[Decimal] = mapped_column(Metres)
    position: Mapped[int] = mapped_column(default=0)
    # 1 is the ground floor; each floor of a building is a hall with a name of its own.
    floor: Mapped[int] = mapped_column(default=1)


class VenueHour(Base):
    """An hour of a venue that an event holds: the key says that no two live events share one.

    Hours are counted in UTC since 1970. Called-off events and rehearsals hold none.
    """

    __tablename__ = "venue_hour"

    venue_id: Mapped[int] = mapped_column(sa.ForeignKey("venue.id"), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)


class EventHost(WithId, Base):
    __tablename__ = "event_host"
    __table_args__ = (sa.UniqueConstraint("event_id", "organisation_id"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    role: Mapped[HostRole]
    state: Mapped[HostState]
    # What exactly is hosted together, for example one matching session.
    scope: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation] = relationship()


class EventInvitee(Base):
    """An organisation invited to take part; overlaps compare these sets."""

    __tablename__ = "event_invitee"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), primary_key=True, index=True)


class OverlapDecision(WithId, Base):
    __tablename__ = "overlap_decision"
    __table_args__ = (sa.UniqueConstraint("event_id", "other_event_id"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    other_event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    answer: Mapped[OverlapAnswer]
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[datetime]


class EventRole(WithId, Base):
    __tablename__ = "event_role"
    __table_args__ = (sa.UniqueConstraint("event_id", "user_id", "role"), sa.Index("ix_event_role_user", "user_id"))

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    role: Mapped[Role]
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[datetime]

    user: Mapped[User] = relationship(foreign_keys=[user_id])


class EventCounter(Base):
    """Numbers given out per event without a gap in meaning: application numbers, invoice numbers."""

    __tablename__ = "event_counter"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[int]
