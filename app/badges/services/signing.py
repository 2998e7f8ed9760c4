"""Keys of an event: made when it begins to sign, rotated and retired while it runs; and signatures for what is printed."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.badges import keys, signing
from app.badges.drawing import Holder
from app.badges.errors import KeyChanged, KeyInUse, KeyUnreadable, NotSigning
from app.badges.models import BadgeSettings, SigningKey
from app.badges.signing import Claims
from app.core import clock
from app.core.db import db, refusing
from app.core.errors import Conflict
from app.events.models import Event


def ensure_settings(event: Event) -> BadgeSettings:
    """Return the kept settings of the event; the first one who needs them makes them."""
    found = db.session.get(BadgeSettings, event.id)
    if found is not None:
        return found
    try:
        with refusing("pk_badge_settings", Conflict("made by somebody else")):
            made = BadgeSettings(event_id=event.id)
            db.session.add(made)
    except Conflict:
        return db.session.get_one(BadgeSettings, event.id)
    return made


def sign_codes(event: Event, wanted: bool, *, by: User) -> None:
    """Let new prints carry signed codes, or random ones again. Gates go on believing what was signed before."""
    settings = ensure_settings(event)
    if settings.signs_codes == wanted:
        return
    settings.signs_codes = wanted
    if wanted and keys.current_key(event.id) is None:
        _new_key(event, by)
    audit.record(by, "badges.signing_switched", event, event=event, data={"signs_codes": wanted})


def ask_fee(event: Event, fee_vnd: int, vat_pct: int, *, by: User) -> None:
    """Let a further print cost this much before VAT; 0: it is free."""
    settings = ensure_settings(event)
    before = {"fee_vnd": settings.reprint_fee_vnd, "vat_pct": settings.reprint_vat_pct}
    settings.reprint_fee_vnd, settings.reprint_vat_pct = fee_vnd, vat_pct
    db.session.flush()
    after = {"fee_vnd": fee_vnd, "vat_pct": vat_pct}
    audit.record(by, "badges.fee_changed", event, event=event, data={"before": before, "after": after})


def rotate_key(event: Event, *, seen: int, by: User, reason: str = "") -> SigningKey:
    """Let another key sign from now on. Badges signed by the old one stay valid until it is retired.

    Args:
        seen: number of the key that the person saw as current: pressed twice, it is rotated once.
    Raises:
        KeyChanged: there is another current key than `seen`.
    """
    changed = db.session.scalar(
        sa.update(SigningKey)
        .where(SigningKey.event_id == event.id, SigningKey.number == seen, SigningKey.replaced_at.is_(None))
        .values(replaced_at=clock.now(), sealed_key=None)
        .returning(SigningKey.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise KeyChanged
    db.session.expire_all()
    key = _new_key(event, by)
    audit.record(by, "badges.key_rotated", event, event=event, reason=reason, data={"old": seen, "new": key.number})
    return key


def retire_key(event: Event, number: int, *, by: User, reason: str) -> None:
    """Let gates refuse what this key signed: at once where they can ask, elsewhere from their next word with the server.

    Raises:
        KeyInUse: it signs new prints; rotate first. KeyChanged: retired already.
    """
    key = keys.get_key(event, number)
    if key.replaced_at is None:
        raise KeyInUse
    changed = db.session.scalar(
        sa.update(SigningKey)
        .where(SigningKey.id == key.id, SigningKey.retired_at.is_(None), SigningKey.replaced_at.is_not(None))
        .values(retired_at=clock.now(), retired_because=reason)
        .returning(SigningKey.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise KeyChanged
    db.session.refresh(key)
    audit.record(by, "badges.key_retired", event, event=event, reason=reason, data={"number": number})


def _new_key(event: Event, by: User) -> SigningKey:
    last = db.session.scalar(sa.select(sa.func.max(SigningKey.number)).where(SigningKey.event_id == event.id)) or 0
    if last >= signing.LARGEST_KEY_NUMBER:
        raise NotSigning
    private = signing.new_private_key()
    with refusing("uq_signing_key_current", KeyChanged()):
        key = SigningKey(
            event_id=event.id,
            number=last + 1,
            public_key=signing.public_key_of(private).hex(),
            sealed_key=keys.seal_key(private),
            created_by_id=by.id,
            created_at=clock.now(),
        )
        db.session.add(key)
    return key


def sign_holders(event: Event, holders: Sequence[Holder]) -> list[Holder]:
    """Return the holders with signed codes when the event signs; as they are when it does not. 0.05 ms each.

    Raises:
        KeyUnreadable: the site's SECRET_KEY was changed since the key was made; rotate it.
    """
    if not keys.settings_of(event).signs_codes:
        return list(holders)
    key = keys.current_key(event.id)
    if key is None:
        raise NotSigning
    private = keys.open_key(key)
    if private is None:
        raise KeyUnreadable
    return [_signed(event, key.number, private, holder) for holder in holders]


def _signed(event: Event, number: int, private: bytes, holder: Holder) -> Holder:
    claims = Claims(event.id, number, holder.badge_code, holder.category, holder.valid_from_on, holder.valid_until_on)
    return replace(holder, signed_code=signing.sign(claims, private), key_number=number)
