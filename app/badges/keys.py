"""Reads of what an event chose about codes and fees, and of its keys. Gates and devices ask here."""

import sqlalchemy as sa

from app.accounts import ciphers
from app.badges.models import BadgePrint, BadgeSettings, SigningKey
from app.badges.signing import KeyRing, public_key_of
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event

_key = SigningKey.__table__
_PURPOSE = "badge signing key"


def settings_of(event: Event) -> BadgeSettings:
    """Return what the event chose; what holds without a choice is not in the session."""
    found = db.session.get(BadgeSettings, event.id)
    return found or BadgeSettings(event_id=event.id, signs_codes=False, reprint_fee_vnd=0, reprint_vat_pct=8)


def current_key(event_id: int) -> SigningKey | None:
    """Return the key that signs new prints; None while the event has never signed."""
    statement = sa.select(SigningKey).where(SigningKey.event_id == event_id, SigningKey.replaced_at.is_(None))
    return db.session.scalar(statement)


def keys_of(event: Event) -> list[SigningKey]:
    """Return all keys of the event, the newest first."""
    statement = sa.select(SigningKey).where(SigningKey.event_id == event.id)
    return list(db.session.scalars(statement.order_by(SigningKey.number.desc())))


def get_key(event: Event, number: int) -> SigningKey:
    """Return the key with this number. Raises: NotFound."""
    statement = sa.select(SigningKey).where(SigningKey.event_id == event.id, SigningKey.number == number)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def prints_by_key(event: Event) -> dict[int, int]:
    """Return how many badges each key has signed, by its number."""
    statement = (
        sa.select(BadgePrint.key_number, sa.func.count())
        .where(BadgePrint.event_id == event.id, BadgePrint.key_number.is_not(None))
        .group_by(BadgePrint.key_number)
    )
    return {number: count for number, count in db.session.execute(statement) if number is not None}


def key_ring(event_id: int) -> KeyRing:
    """Return the keys that gates of the event believe: all that are not retired."""
    columns = (_key.c.number, _key.c.public_key)
    statement = sa.select(*columns).where(_key.c.event_id == event_id, _key.c.retired_at.is_(None))
    rows = db.session.connection().execute(statement)
    return KeyRing(event_id, {number: bytes.fromhex(public_key) for number, public_key in rows})


def public_keys(event_id: int) -> list[dict[str, str]]:
    """Return the key ring as devices get it: {"id": "3", "alg": "Ed25519", "key": 64 hex digits}, in the order of numbers."""
    ring = sorted(key_ring(event_id).keys.items())
    return [{"id": str(number), "alg": "Ed25519", "key": key.hex()} for number, key in ring]


def seal_key(private: bytes) -> str:
    """Return the private half as the database may keep it."""
    return ciphers.encrypt(private.hex(), purpose=_PURPOSE)


def open_key(key: SigningKey) -> bytes | None:
    """Return the private half; None when it was thrown away, sealed with another SECRET_KEY, or is not this key's."""
    opened = ciphers.decrypt(key.sealed_key, purpose=_PURPOSE) if key.sealed_key else None
    private = bytes.fromhex(opened) if opened else None
    return private if private is not None and public_key_of(private).hex() == key.public_key else None
