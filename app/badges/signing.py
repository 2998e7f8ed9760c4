"""Signed badge codes: what a gate without a network may believe of a badge it has never heard of. Pure: no database, no clock.

A signed code is "EV2" and 137 characters of 0–9 A–Z: the number, in base 36, of 24 bytes and 64 bytes of Ed25519 signature.
Only these characters: the QR stays alphanumeric (version 6-M), and no scanner that types as a keyboard changes them.

    byte  0      version of the layout, 1
    bytes 1–2    number of the key within the event
    bytes 3–6    event
    bytes 7–18   the random part of the badge code: 26^20 possibilities as a number; nothing personal
    byte  19     class, see CLASSES
    bytes 20–21  first day it is valid, 22–23 last day: days since 1 January 2020, 0 for "as the event"

All numbers are big-endian, lengths are fixed. The signature is over "fairground badge 1" and the 24 bytes.
The random code leads to the person, as an unsigned one does: revoking and replacing work alike for both.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.core.codes import ALPHABET
from app.registrations.terms import Category

PREFIX = "EV2"
VERSION = 1
# Of the printed code in millimetres, quiet zone included; below it a phone reads it from a hand's breadth only.
LEAST_SIZE_MM = 32.0
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAYLOAD, _SIGNATURE = 24, 64
_WHOLE = _PAYLOAD + _SIGNATURE
# The least number of digits that hold 88 bytes.
_LENGTH = 137
_FORM = re.compile(f"{PREFIX}[0-9A-Z]{{{_LENGTH}}}", re.ASCII)
_BADGE = re.compile(f"EV1[{ALPHABET}]{{20}}")
_CONTEXT = b"fairground badge 1"
_DAY_ZERO = date(2020, 1, 1)
LARGEST_KEY_NUMBER = 2**16 - 1
# Never renumbered: the numbers are on paper.
CLASSES = {
    Category.VISITOR: 1,
    Category.DELEGATE: 2,
    Category.SPEAKER: 3,
    Category.EXHIBITOR: 4,
    Category.PRESS: 5,
    Category.VIP: 6,
    Category.STAFF: 7,
    Category.CONTRACTOR: 8,
}
_CATEGORIES = {number: category for category, number in CLASSES.items()}
# Points of small order: with such a "key" a signature can be made by anybody. By their y, sign bit cleared (RFC 8032 5.1.7).
_P = 2**255 - 19
_ORDER_8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
_SMALL = frozenset({0, 1, _P - 1, _P, _P + 1, _ORDER_8, _P - _ORDER_8})


class Refusal(StrEnum):
    """Why a text is not believed."""

    # Not of our form, whatever it is.
    MALFORMED = "malformed"
    OTHER_EVENT = "other_event"
    # Retired, or never one of this event's.
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a code says. Believe it only when `verify` returned it."""

    event_id: int
    key_number: int
    badge_code: str
    category: Category
    valid_from_on: date | None = None
    valid_until_on: date | None = None


@dataclass(frozen=True)
class KeyRing:
    """The keys that a gate of one event takes: raw public keys of 32 bytes by their number. Retired ones are not in it."""

    event_id: int
    keys: Mapping[int, bytes] = field(default_factory=dict)


def new_private_key() -> bytes:
    """Return 32 random bytes that sign."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private_key: bytes) -> bytes:
    """Return the 32 bytes that verify what `private_key` signs."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def is_sound(public_key: bytes) -> bool:
    """Tell whether only the holder of a private key can sign for it: 32 bytes, canonical, and not of small order."""
    if len(public_key) != 32:
        return False
    y = int.from_bytes(public_key, "little") & (2**255 - 1)
    return y < _P and y not in _SMALL


def sign(claims: Claims, private_key: bytes) -> str:
    """Return the text of the QR.

    Raises:
        ValueError: a number does not fit, or the badge code is not one of ours.
    """
    payload = _pack(claims)
    signature = _signer(private_key).sign(_CONTEXT + payload)
    return PREFIX + _write(int.from_bytes(payload + signature))


@lru_cache(maxsize=8)
def _signer(private_key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(private_key)


def looks_signed(text: object) -> bool:
    """Tell whether `text` has the form of a signed code. Cheap; says nothing about who made it."""
    return isinstance(text, str) and _FORM.fullmatch(text) is not None


def read(text: object) -> Claims | None:
    """Return what the code says without believing it; None for everything else, whatever it is. Never fails."""
    whole = _whole(text)
    return None if whole is None else _unpack(whole[:_PAYLOAD])


def verify(text: object, ring: KeyRing) -> Claims | Refusal:
    """Return what a code of this event says when one of the ring's keys signed it, else why not. Never fails.

    Bounded work for any input: one regular expression, one number of 88 bytes, at most one signature (0.2 ms).
    """
    whole = _whole(text)
    claims = None if whole is None else _unpack(whole[:_PAYLOAD])
    if whole is None or claims is None:
        return Refusal.MALFORMED
    if claims.event_id != ring.event_id:
        return Refusal.OTHER_EVENT
    key = ring.keys.get(claims.key_number)
    if key is None or not is_sound(key):
        return Refusal.UNKNOWN_KEY
    try:
        # Refuses a signature whose second half was moved by the group's order (RFC 8032 5.1.7).
        _verifier(key).verify(whole[_PAYLOAD:], _CONTEXT + whole[:_PAYLOAD])
    except (InvalidSignature, ValueError):
        return Refusal.FORGED
    return claims


@lru_cache(maxsize=64)
def _verifier(public_key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public_key)


def _whole(text: object) -> bytes | None:
    if not isinstance(text, str) or len(text) != len(PREFIX) + _LENGTH or _FORM.fullmatch(text) is None:
        return None
    number = int(text[len(PREFIX) :], 36)
    return number.to_bytes(_WHOLE) if number < 1 << (8 * _WHOLE) else None


def _write(number: int) -> str:
    digits = []
    for _place in range(_LENGTH):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def _pack(claims: Claims) -> bytes:
    if _BADGE.fullmatch(claims.badge_code) is None:
        raise ValueError("not a badge code")
    if not 1 <= claims.key_number <= LARGEST_KEY_NUMBER or not 1 <= claims.event_id < 2**32:
        raise ValueError("a number does not fit")
    identity = 0
    for char in claims.badge_code[3:]:
        identity = identity * len(ALPHABET) + ALPHABET.index(char)
    return b"".join(
        (
            VERSION.to_bytes(1),
            claims.key_number.to_bytes(2),
            claims.event_id.to_bytes(4),
            identity.to_bytes(12),
            CLASSES[claims.category].to_bytes(1),
            _day_number(claims.valid_from_on).to_bytes(2),
            _day_number(claims.valid_until_on).to_bytes(2),
        )
    )


def _unpack(payload: bytes) -> Claims | None:
    category = _CATEGORIES.get(payload[19])
    identity = int.from_bytes(payload[7:19])
    if payload[0] != VERSION or category is None or identity >= len(ALPHABET) ** 20:
        return None
    return Claims(
        event_id=int.from_bytes(payload[3:7]),
        key_number=int.from_bytes(payload[1:3]),
        badge_code=_badge_code(identity),
        category=category,
        valid_from_on=_day(int.from_bytes(payload[20:22])),
        valid_until_on=_day(int.from_bytes(payload[22:24])),
    )


def _badge_code(identity: int) -> str:
    chars = []
    for _place in range(20):
        identity, letter = divmod(identity, len(ALPHABET))
        chars.append(ALPHABET[letter])
    return "EV1" + "".join(reversed(chars))


def _day_number(day: date | None) -> int:
    if day is None:
        return 0
    number = (day - _DAY_ZERO).days
    if not 1 <= number < 2**16:
        raise ValueError("a day does not fit")
    return number


def _day(number: int) -> date | None:
    return _DAY_ZERO + timedelta(days=number) if number else None
