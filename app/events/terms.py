"""The closed lists of this feature and their words: kinds, states, roles; and which state may follow which."""

from enum import StrEnum
from typing import Any

from app.core.i18n import _l


class EventKind(StrEnum):
    FAIR = "fair"
    CONFERENCE = "conference"
    SEMINAR = "seminar"
    TRAINING = "training"
    DELEGATION = "delegation"

    @property
    def label(self) -> str:
        return str(_KINDS[self])


_KINDS: dict[EventKind, Any] = {
    EventKind.FAIR: _l("Trade fair and exhibition"),
    EventKind.CONFERENCE: _l("Conference"),
    EventKind.SEMINAR: _l("Workshop, seminar"),
    EventKind.TRAINING: _l("Training"),
    EventKind.DELEGATION: _l("Trade delegation"),
}


class EventState(StrEnum):
    """Section 2.13: the steps that officers name."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    OPEN = "open"
    PLAN_LOCKED = "plan_locked"
    RUNNING = "running"
    ENDED = "ended"
    REPORTED = "reported"
    ARCHIVED = "archived"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return str(_STATES[self])


_STATES: dict[EventState, Any] = {
    EventState.DRAFT: _l("planned"),
    EventState.AWAITING_APPROVAL: _l("awaiting approval"),
    EventState.APPROVED: _l("approved"),
    EventState.OPEN: _l("open for registration"),
    EventState.PLAN_LOCKED: _l("floor plan locked"),
    EventState.RUNNING: _l("running now"),
    EventState.ENDED: _l("ended"),
    EventState.REPORTED: _l("result reported"),
    EventState.ARCHIVED: _l("archived"),
    EventState.POSTPONED: _l("postponed"),
    EventState.CANCELLED: _l("event cancelled"),
}

# Colour of the state's tag; the word always stands in it.
STATE_TONES = {
    "draft": "stone",
    "awaiting_approval": "amber",
    "approved": "teal",
    "open": "amber",
    "plan_locked": "teal",
    "running": "green",
    "ended": "stone",
    "reported": "stone",
    "archived": "stone",
    "postponed": "violet",
    "cancelled": "red",
}

# States in which the public sees the event.
PUBLISHED = frozenset(
    {
        EventState.OPEN,
        EventState.PLAN_LOCKED,
        EventState.RUNNING,
        EventState.ENDED,
        EventState.REPORTED,
        EventState.ARCHIVED,
        EventState.POSTPONED,
        EventState.CANCELLED,
    }
)
# An event without a sure date: it holds no venue and never warns.
CALLED_OFF = frozenset({EventState.POSTPONED, EventState.CANCELLED})
# Nothing can be changed any more.
FROZEN = frozenset({EventState.ARCHIVED, EventState.CANCELLED})

TRANSITIONS: dict[EventState, frozenset[EventState]] = {
    EventState.DRAFT: frozenset({EventState.AWAITING_APPROVAL, EventState.APPROVED, EventState.CANCELLED}),
    EventState.AWAITING_APPROVAL: frozenset({EventState.APPROVED, EventState.DRAFT, EventState.CANCELLED}),
    EventState.APPROVED: frozenset({EventState.OPEN, EventState.DRAFT, EventState.POSTPONED, EventState.CANCELLED}),
    EventState.OPEN: frozenset({EventState.PLAN_LOCKED, EventState.RUNNING, EventState.POSTPONED, EventState.CANCELLED}),
    EventState.PLAN_LOCKED: frozenset({EventState.RUNNING, EventState.OPEN, EventState.POSTPONED, EventState.CANCELLED}),
    EventState.RUNNING: frozenset({EventState.ENDED}),
    EventState.ENDED: frozenset({EventState.REPORTED}),
    EventState.REPORTED: frozenset({EventState.ARCHIVED}),
    EventState.ARCHIVED: frozenset(),
    EventState.POSTPONED: frozenset({EventState.APPROVED, EventState.OPEN, EventState.CANCELLED}),
    EventState.CANCELLED: frozenset(),
}
# These need a reason: a decision number, or why people have waited for nothing.
NEEDS_REASON = frozenset({EventState.APPROVED, EventState.POSTPONED, EventState.CANCELLED})


class News(StrEnum):
    """What all who take part are told by mail."""

    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    # A postponed event goes on.
    RESUMED = "resumed"
    NEW_DATE = "new_date"
    NEW_PLACE = "new_place"


class Visibility(StrEnum):
    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"

    @property
    def label(self) -> str:
        return str(_VISIBILITIES[self])


_VISIBILITIES: dict[Visibility, Any] = {
    Visibility.PUBLIC: _l("Public: in the shared calendar"),
    Visibility.UNLISTED: _l("Unlisted: only people with the link; the calendar shows “busy”"),
    Visibility.PRIVATE: _l("Private: only people with a role; the calendar shows “busy”"),
}


class HostRole(StrEnum):
    HOST = "host"
    CO_HOST = "co_host"
    PARTNER = "partner"
    IMPLEMENTING = "implementing"
    PATRON = "patron"

    @property
    def label(self) -> str:
        return str(_HOST_ROLES[self])


_HOST_ROLES: dict[HostRole, Any] = {
    HostRole.HOST: _l("Host"),
    HostRole.CO_HOST: _l("Co-host"),
    HostRole.PARTNER: _l("Partner"),
    HostRole.IMPLEMENTING: _l("Implementing unit"),
    HostRole.PATRON: _l("Patron"),
}


class HostState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return str({"invited": _l("invited"), "accepted": _l("agreed"), "declined": _l("has declined")}[self.value])


class OverlapAnswer(StrEnum):
    CO_HOST = "co_host"
    MOVE = "move"
    KEEP = "keep"

    @property
    def label(self) -> str:
        return str(_ANSWERS[self])


_ANSWERS: dict[OverlapAnswer, Any] = {
    OverlapAnswer.CO_HOST: _l("Organise together"),
    OverlapAnswer.MOVE: _l("Move the date"),
    OverlapAnswer.KEEP: _l("Keep and note the reason"),
}


class Role(StrEnum):
    """What a person may be in one event. Exhibitors act through their organisation, speakers through their link."""

    ORGANISER = "organiser"
    REVIEWER = "reviewer"
    FINANCE = "finance"
    PROGRAMME_CHAIR = "programme_chair"
    CHECKIN_SUPERVISOR = "checkin_supervisor"
    STEWARD = "steward"
    HALL_MASTER = "hall_master"
    EXHIBITOR_ADMIN = "exhibitor_admin"
    EXHIBITOR_STAFF = "exhibitor_staff"
    SPEAKER = "speaker"
    AUDITOR = "auditor"
    LEADERSHIP = "leadership"

    @property
    def label(self) -> str:
        return str(_ROLES[self])


_ROLES: dict[Role, Any] = {
    Role.ORGANISER: _l("Organiser of an event"),
    Role.REVIEWER: _l("Reviewer of applications"),
    Role.FINANCE: _l("Finance officer"),
    Role.PROGRAMME_CHAIR: _l("Programme chair"),
    Role.CHECKIN_SUPERVISOR: _l("Check-in supervisor"),
    Role.STEWARD: _l("Check-in steward"),
    Role.HALL_MASTER: _l("Hall master"),
    Role.EXHIBITOR_ADMIN: _l("Exhibitor: person in charge"),
    Role.EXHIBITOR_STAFF: _l("Exhibitor: staff"),
    Role.SPEAKER: _l("Speaker"),
    Role.AUDITOR: _l("Auditor"),
    Role.LEADERSHIP: _l("Leadership"),
}
# What an organiser gives by hand; exhibitors and speakers get theirs from applications and invitations.
GRANTABLE = (
    Role.ORGANISER,
    Role.REVIEWER,
    Role.FINANCE,
    Role.PROGRAMME_CHAIR,
    Role.CHECKIN_SUPERVISOR,
    Role.STEWARD,
    Role.HALL_MASTER,
    Role.AUDITOR,
    Role.LEADERSHIP,
)
