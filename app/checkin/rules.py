"""Decide about a scan from what is known: pure, so that every case is a line of a test."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.checkin.codes import CodeKind
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.facts import Facts, Person
from app.checkin.terms import Direction, Reason
from app.registrations.terms import RegistrationState

# Clocks of two phones differ: within this time before it was cancelled a scan is taken as after it.
_TOLERANCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One scan as a device tells it.

    Attributes:
        scanned_at: the device's time, already corrected by `offset_s`.
        offline: the device could not ask when it scanned; rules are then taken as of that time.
        shown: what the device showed meanwhile.
    """

    scan_uuid: str
    code: object
    direction: Direction
    scanned_at: datetime
    received_at: datetime
    offset_s: int = 0
    offline: bool = False
    shown: str = ""
    readable: bool = True


def judge(device: GateDevice, kind: CodeKind, facts: Facts, seen: Sighting) -> Reason:
    """Return the reason for what is answered: the first that applies. OK and ALREADY_IN let the scan count for the entry.

    Whoever goes out is noted whatever the state of the registration: the count of people inside must be true.
    """
    if kind is CodeKind.MALFORMED or not seen.readable:
        return Reason.MALFORMED
    if facts.of_other_event:
        return Reason.WRONG_EVENT
    if facts.person is None:
        return Reason.UNKNOWN
    if facts.revoked_at is not None and _is_after(seen, facts.revoked_at):
        return Reason.REVOKED
    if seen.direction is Direction.EXIT:
        return Reason.OK
    return _state(facts.person, seen) or _day(device, facts.person, seen) or _presence(facts)


def _is_after(seen: Sighting, at: datetime) -> bool:
    return not seen.offline or seen.scanned_at > at - _TOLERANCE


def _state(person: Person, seen: Sighting) -> Reason | None:
    if person.state is RegistrationState.CONFIRMED:
        return None
    if person.state is RegistrationState.BLOCKED:
        return Reason.BLOCKED
    if person.state is RegistrationState.CANCELLED:
        was_valid = person.cancelled_at is not None and not _is_after(seen, person.cancelled_at)
        return None if was_valid else Reason.CANCELLED
    return Reason.NOT_ACCEPTED


def _day(device: GateDevice, person: Person, seen: Sighting) -> Reason | None:
    """Dates of the person (builders come earlier, a day guest only then) go before those of the event."""
    day = device.day_of(seen.scanned_at)
    if person.valid_from_on is not None:
        if day < person.valid_from_on:
            return Reason.NOT_YET_VALID
    elif day < device.day_of(device.starts_at):
        return Reason.WRONG_DAY
    if person.valid_until_on is not None:
        if day > person.valid_until_on:
            return Reason.EXPIRED
    elif day > device.day_of(device.ends_at):
        return Reason.WRONG_DAY
    return None


def _presence(facts: Facts) -> Reason:
    return Reason.ALREADY_IN if facts.last is Direction.ENTRY else Reason.OK
