"""Zones, gates with their rules, and the phones at them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.checkin.terms import AgainRule, EntryRule, WhenFull
from app.core.codes import random_code
from app.core.db import Base, WithId
from app.events.models import Event


def new_rules_key() -> str:
    """Return a key that stands for one state of an event's gates and zones and for no other anywhere."""
    return random_code(12)


class Zone(WithId, Base):
    """A hall or an area. Whoever enters it leaves the zone where they were; going out leads to where it lies in."""

    __tablename__ = "zone"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "name"),
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(["event_id", "part_of_id"], ["zone.event_id", "zone.id"]),
        sa.CheckConstraint("most IS NULL OR most > 0", name="most_is_positive"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    # The zone it lies in; without one it lies on the ground (has_own_door false) or opens to the street (true).
    part_of_id: Mapped[int | None]
    has_own_door: Mapped[bool] = mapped_column(default=False)
    # People who may be in it at once; None: no limit.
    most: Mapped[int | None]
    when_full: Mapped[WhenFull] = mapped_column(default=WhenFull.WARN)
    # Kinds of badges that may enter; empty: all.
    categories: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)


class Gate(WithId, Base):
    __tablename__ = "gate"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "name"),
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(["event_id", "zone_id"], ["zone.event_id", "zone.id"], name="fk_gate_zone"),
        sa.ForeignKeyConstraint(["event_id", "room_id"], ["room.event_id", "room.id"], name="fk_gate_room"),
        sa.ForeignKeyConstraint(
            ["event_id", "station_id"], ["print_station.event_id", "print_station.id"], name="fk_gate_station"
        ),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    rule: Mapped[EntryRule] = mapped_column(default=EntryRule.ONCE_PER_DAY)
    again: Mapped[AgainRule] = mapped_column(default=AgainRule.AFTER_EXIT)
    # Where the gate leads; None: onto the ground.
    zone_id: Mapped[int | None]
    # Where sessions are that the gate counts apart.
    room_id: Mapped[int | None]
    # A list of its own (lunch, conference kit): gates with the same word share it. Such a gate lets nobody in or out.
    list_name: Mapped[str] = mapped_column(sa.String(30), default="")
    # Kinds of badges that the gate is for; empty: all.
    categories: Mapped[list[str]] = mapped_column(default=list)
    # The printer that prints the badge of whoever is let in here; the station says when.
    station_id: Mapped[int | None]
    # The same for all gates of the event; another one after each change of gates, zones or hours. Keeps caches right.
    rules_key: Mapped[str] = mapped_column(sa.String(12), default=new_rules_key)
    position: Mapped[int] = mapped_column(default=0)

    hours: Mapped[list["GateHours"]] = relationship(order_by="GateHours.on_day, GateHours.from_minute, GateHours.id")


class GateHours(WithId, Base):
    """When a gate is open, on one day or on all, for some kinds of badges or all. A gate without hours is always open."""

    __tablename__ = "gate_hours"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "gate_id"], ["gate.event_id", "gate.id"], ondelete="CASCADE"),
        sa.CheckConstraint("from_minute >= 0 AND from_minute < until_minute AND until_minute <= 1440", name="within_a_day"),
        sa.Index("ix_gate_hours_gate", "event_id", "gate_id"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    gate_id: Mapped[int]
    on_day: Mapped[date | None]
    # Minutes since midnight of the event's place; until is not included.
    from_minute: Mapped[int]
    until_minute: Mapped[int]
    categories: Mapped[list[str]] = mapped_column(default=list)


class Device(WithId, Base):
    """A phone at a gate. Its token opens this event and this gate until the event ends or somebody revokes it."""

    __tablename__ = "device"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "gate_id"], ["gate.event_id", "gate.id"]),
        sa.UniqueConstraint("event_id", "id"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    gate_id: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    pairing_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    pairing_expires_at: Mapped[datetime | None]
    token_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    # What the phone told of itself: its battery, and scans that wait on it.
    battery_pct: Mapped[int | None]
    waiting: Mapped[int | None]
    revoked_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    gate: Mapped[Gate] = relationship(viewonly=True)
