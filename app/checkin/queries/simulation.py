"""What a gate would say to a code at a time, step by step with the facts. Nothing is written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.badges.keys import key_ring
from app.checkin import codes
from app.checkin.codes import CodeKind
from app.checkin.explanations import words_of
from app.checkin.gate_rules import GateRules
from app.checkin.models import Gate
from app.checkin.models.scans import GROUND, OUTSIDE
from app.checkin.queries.bulk import Asked, facts_of_many
from app.checkin.queries.crowd import count_in_zones
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.rules import gateway_of
from app.checkin.rules import CHECKS, Facts, Gateway, Person, Sighting, Step, judge
from app.checkin.terms import AgainRule, Direction, EntryRule, Reason
from app.core.i18n import _, _l, format_date, format_datetime, format_number
from app.events.models import Event
from app.registrations.phases import days_of_terms
from app.registrations.queries.contractors import terms_of_contractors
from app.registrations.terms import Category, RegistrationState


@dataclass(frozen=True)
class Line:
    """One step: what was looked at, what was found, and whether it let the person go on."""

    question: str
    fact: str
    passed: bool


@dataclass(frozen=True)
class Simulation:
    """The verdict and how it came about. `warning`: the zone would hold too many."""

    reason: Reason
    person: Person | None
    lines: list[Line]
    way: str
    first_at: datetime | None
    first_gate: str
    warning: str = ""

    @property
    def accepted(self) -> bool:
        return self.reason is Reason.OK


_QUESTIONS: dict[Step, Any] = {
    Step.READ: _l("Can the code be read?"),
    Step.EVENT: _l("Is it of this event?"),
    Step.KNOWN: _l("Is somebody behind it?"),
    Step.BADGE: _l("Is the badge still in use?"),
    Step.STATE: _l("Is the registration confirmed?"),
    Step.DAYS: _l("Is it a day of this person?"),
    Step.KIND: _l("Is the gate for this kind of badge?"),
    Step.ZONE: _l("Is the area for this kind of badge?"),
    Step.HOURS: _l("Is the gate open?"),
    Step.SESSION: _l("Is a session on?"),
    Step.AGAIN: _l("May they come in now, after what was scanned before?"),
    Step.ROOM: _l("Is there room?"),
}


def simulate(event: Event, gate: Gate, raw: str, at: datetime, direction: Direction = Direction.ENTRY) -> Simulation:
    """Return what `gate` would answer to the code `raw` scanned at `at` with a connection, and why."""
    device = _device(event, gate)
    gateway = gateway_of(device, at)
    code = codes.read(raw)
    if code.kind is CodeKind.SIGNED:
        code = codes.believe(code, key_ring(event.id))
    facts = facts_of_many(device, [Asked(code, "", at, gateway)])[0]
    seen = Sighting("", raw, direction, at, at)
    verdict = judge(gateway, code.kind, facts, seen)
    lines = _of_code(code.kind, facts)
    if facts.person is not None and facts.revoked_at is None and direction is Direction.ENTRY:
        lines += _of_person(gateway, facts, facts.person, seen)
    reason, way, warning = verdict.reason, words_of(verdict.why), ""
    if reason is Reason.OK and direction is Direction.ENTRY and facts.person is not None:
        room = _room(event.id, gateway, facts, facts.person, at)
        if room is not None:
            lines.append(room)
            if not room.passed and gateway.rules.zone is not None and gateway.rules.zone.refuses:
                reason, way = Reason.WRONG_ZONE, room.fact
            elif not room.passed:
                warning = room.fact
    told = (facts.entered_at, facts.entered_gate) if reason is Reason.ALREADY_IN else (None, "")
    return Simulation(reason, facts.person, lines, way, *told, warning)


def _device(event: Event, gate: Gate) -> GateDevice:
    """Return a phone at the gate that does not exist, so nothing it ever sent is found."""
    return GateDevice(
        0, "", event.id, event.slug, event.name, gate.id, gate.name, gate.rules_key, event.starts_at, event.ends_at,
        event.timezone, None, *days_of_terms(terms_of_contractors(event)),
    )  # fmt: skip


def _of_code(kind: CodeKind, facts: Facts) -> list[Line]:
    read = {
        CodeKind.BADGE: _("a badge code"),
        CodeKind.SHORT: _("a short code"),
        CodeKind.SIGNED: _("a badge code"),
        CodeKind.OTHER_EVENT: _("a badge code"),
        CodeKind.FOREIGN: _("a code of somebody else’s form"),
        CodeKind.MALFORMED: _("not a code"),
    }
    lines = [_line(Step.READ, read[kind], kind is not CodeKind.MALFORMED)]
    if kind is CodeKind.MALFORMED:
        return lines
    if facts.of_other_event or kind is CodeKind.OTHER_EVENT:
        return [*lines, _line(Step.EVENT, _("another event"), False)]
    if facts.person is None:
        return [*lines, _line(Step.KNOWN, _("nobody"), False)]
    lines.append(_line(Step.KNOWN, f"{facts.person.name}, {Category(facts.person.category).label}", True))
    if facts.revoked_at is not None:
        replaced = _("replaced at %(time)s", time=format_datetime(facts.revoked_at))
        return [*lines, _line(Step.BADGE, replaced, False)]
    return [*lines, _line(Step.BADGE, _("yes"), True)]


def _of_person(gateway: Gateway, facts: Facts, person: Person, seen: Sighting) -> list[Line]:
    lines = []
    for step, check in CHECKS:
        if not _applies(step, gateway.rules):
            continue
        reason = check(gateway, facts, person, seen)
        lines.append(_line(step, _FACTS[step](gateway, facts, person, seen), reason is None))
        if reason is not None:
            break
    return lines


def _applies(step: Step, rules: GateRules) -> bool:
    if step is Step.ZONE:
        return rules.zone is not None
    return step is not Step.SESSION or rules.rule is EntryRule.ONCE_PER_SESSION


def _line(step: Step, fact: str, passed: bool) -> Line:
    return Line(str(_QUESTIONS[step]), fact, passed)


def _days_fact(gateway: Gateway, _facts: Facts, person: Person, seen: Sighting) -> str:
    first, last = person.validity.days(gateway.calendar, gateway.calendar.day_of(seen.scanned_at))
    return _("from %(first)s to %(last)s", first=format_date(first), last=format_date(last))


def _kinds(values: frozenset[str]) -> str:
    return ", ".join(Category(value).label for value in sorted(values)) or _("for all kinds")


def _hours_fact(gateway: Gateway, _facts: Facts, person: Person, seen: Sighting) -> str:
    if not gateway.rules.hours:
        return _("always open")
    rows = gateway.rules.hours_of(person.category.value, gateway.calendar.day_of(seen.scanned_at))
    if not rows:
        return _("closed for this kind of badge on this day")
    return ", ".join(f"{_clock(row.from_minute)}–{_clock(row.until_minute)}" for row in rows)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _session_fact(gateway: Gateway, _facts: Facts, _person: Person, _seen: Sighting) -> str:
    return next((one.title for one in gateway.meetings if gateway.window.name == f"s{one.id}"), _("none"))


def _again_fact(gateway: Gateway, facts: Facts, _person: Person, _seen: Sighting) -> str:
    if gateway.rules.again is AgainRule.ALWAYS:
        return gateway.rules.again.label
    if facts.place is None:
        return _("not scanned before")
    if facts.place == OUTSIDE:
        return _("last seen going out")
    if facts.place == GROUND or not gateway.rules.moves:
        return _("last seen coming in")
    zones = {zone.id: zone.name for zone in gateway.event.zones}
    return _("last seen in %(zone)s", zone=zones.get(facts.place, "?"))


_FACTS: dict[Step, Any] = {
    Step.STATE: lambda _gateway, _facts, person, _seen: RegistrationState(person.state).label,
    Step.DAYS: _days_fact,
    Step.KIND: lambda gateway, _facts, _person, _seen: _kinds(gateway.rules.categories),
    Step.ZONE: lambda gateway, _facts, _person, _seen: _kinds(gateway.rules.zone.categories),
    Step.HOURS: _hours_fact,
    Step.SESSION: _session_fact,
    Step.AGAIN: _again_fact,
}


def _room(event_id: int, gateway: Gateway, facts: Facts, person: Person, at: datetime) -> Line | None:
    zone = gateway.rules.zone
    if zone is None or zone.most is None or facts.place in zone.within:
        return None
    midnight = gateway.calendar.instant(gateway.calendar.day_of(at))
    inside = count_in_zones(event_id, zone.within, midnight, but=person.id)
    counted = _(
        "%(inside)s of %(most)s people are in %(zone)s",
        inside=format_number(inside),
        most=format_number(zone.most),
        zone=zone.name,
    )
    return _line(Step.ROOM, counted, inside + person.party_size <= zone.most)
