"""The closed lists of this feature and their words."""

from enum import StrEnum
from typing import Any

from app.core.i18n import _l
from app.registrations.terms import Category


class EntryRule(StrEnum):
    ONCE_PER_DAY = "once_per_day"
    ONCE_PER_EVENT = "once_per_event"
    ONCE_PER_SESSION = "once_per_session"

    @property
    def label(self) -> str:
        return str(_RULES[self])


_RULES: dict[EntryRule, Any] = {
    EntryRule.ONCE_PER_DAY: _l("Counted once a day"),
    EntryRule.ONCE_PER_EVENT: _l("Counted once in the whole event"),
    EntryRule.ONCE_PER_SESSION: _l("Counted once in each session of a room"),
}


class AgainRule(StrEnum):
    """What happens when somebody who came in is scanned again within the same day, event or session."""

    AFTER_EXIT = "after_exit"
    NEVER = "never"
    ALWAYS = "always"

    @property
    def label(self) -> str:
        return str(_AGAIN[self])


_AGAIN: dict[AgainRule, Any] = {
    AgainRule.AFTER_EXIT: _l("Admitted again after going out"),
    AgainRule.NEVER: _l("Never admitted again"),
    AgainRule.ALWAYS: _l("Always admitted again"),
}


class WhenFull(StrEnum):
    """What a gate does when its zone holds as many people as it may."""

    WARN = "warn"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        return str(_WHEN_FULL[self])


_WHEN_FULL: dict[WhenFull, Any] = {
    WhenFull.WARN: _l("Let in and warn the steward"),
    WhenFull.REFUSE: _l("Refuse until somebody leaves"),
}


class NoteKind(StrEnum):
    ATTENTION = "attention"
    KIT = "kit"
    HEALTH = "health"
    VIP = "vip"

    @property
    def label(self) -> str:
        return str(_NOTES[self])


_NOTES: dict[NoteKind, Any] = {
    NoteKind.ATTENTION: _l("Please note"),
    NoteKind.KIT: _l("Something to hand over"),
    NoteKind.HEALTH: _l("Health or food"),
    NoteKind.VIP: _l("Guest to be welcomed"),
}


class Direction(StrEnum):
    ENTRY = "entry"
    EXIT = "exit"

    @property
    def label(self) -> str:
        return str({"entry": _l("in"), "exit": _l("out")}[self.value])


class ScanResult(StrEnum):
    """`provisional` is what a device shows while it cannot ask; the server always decides."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    PROVISIONAL = "provisional"


class Reason(StrEnum):
    """The closed list of the contract."""

    OK = "ok"
    ALREADY_IN = "already_in"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    NOT_ACCEPTED = "not_accepted"
    UNPAID = "unpaid"
    WRONG_EVENT = "wrong_event"
    WRONG_DAY = "wrong_day"
    WRONG_CATEGORY = "wrong_category"
    WRONG_ZONE = "wrong_zone"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    MALFORMED = "malformed"

    @property
    def label(self) -> str:
        return str(_REASONS[self])


_REASONS: dict[Reason, Any] = {
    Reason.OK: _l("Valid"),
    Reason.ALREADY_IN: _l("Already used"),
    Reason.UNKNOWN: _l("Not known here"),
    Reason.REVOKED: _l("Badge was replaced"),
    Reason.CANCELLED: _l("Registration cancelled"),
    Reason.NOT_ACCEPTED: _l("Not confirmed yet"),
    Reason.UNPAID: _l("Not paid yet"),
    Reason.WRONG_EVENT: _l("Belongs to another event"),
    Reason.WRONG_DAY: _l("Not on this day"),
    Reason.WRONG_CATEGORY: _l("Not for this kind of badge"),
    Reason.WRONG_ZONE: _l("Not for this area"),
    Reason.NOT_YET_VALID: _l("Not valid yet"),
    Reason.EXPIRED: _l("No longer valid"),
    Reason.BLOCKED: _l("Blocked"),
    Reason.MALFORMED: _l("Code cannot be read"),
}

# Whatever else was scanned, such a scan shows a person who may come in; the entry is the earliest of them.
ELIGIBLE = (Reason.OK, Reason.ALREADY_IN)
# Whose first entry counts as a visitor. Exhibitors, speakers, press and those who work there are told apart.
COUNTED = frozenset({Category.VISITOR, Category.DELEGATE, Category.VIP})


class ConflictKind(StrEnum):
    DOUBLE = "double"
    NOT_VALID = "not_valid"
    UNKNOWN = "unknown"
    CLOCK = "clock"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        return str(_CONFLICTS[self])


_CONFLICTS: dict[ConflictKind, Any] = {
    ConflictKind.DOUBLE: _l("Scanned twice"),
    ConflictKind.NOT_VALID: _l("Let in without a connection, but not valid"),
    ConflictKind.UNKNOWN: _l("Unknown code"),
    ConflictKind.CLOCK: _l("Clock of the device is wrong"),
    ConflictKind.UNDONE: _l("Taken back at the gate"),
}


class Resolution(StrEnum):
    SAME_PERSON = "same_person"
    SHARED_BADGE = "shared_badge"
    LET_IN = "let_in"
    MISTAKE = "mistake"
    OTHER = "other"

    @property
    def label(self) -> str:
        return str(_RESOLUTIONS[self])

    @property
    def visitors(self) -> int:
        """Return how many visitors it adds that no entry tells of."""
        return 1 if self in (Resolution.SHARED_BADGE, Resolution.LET_IN) else 0


_RESOLUTIONS: dict[Resolution, Any] = {
    Resolution.SAME_PERSON: _l("The same person, scanned again"),
    Resolution.SHARED_BADGE: _l("Two people with one badge: counts one more"),
    Resolution.LET_IN: _l("Somebody came in all the same: counts one more"),
    Resolution.MISTAKE: _l("A mistake: take the scan back"),
    Resolution.OTHER: _l("Settled otherwise"),
}
