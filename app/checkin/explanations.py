"""Why a gate refuses, and where the nearest way in is: a key with its facts, and its words. Pure, like the rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.checkin.gate_rules import Calendar, EventRules, GateRules, Meeting
from app.core.i18n import _, format_date
from app.registrations.terms import Category

# So many days ahead are looked at; badges that open later are told their first day.
_DAYS_AHEAD = 40


@dataclass(frozen=True, slots=True)
class Validity:
    """What of a person decides about days and gates. Days are both included; None: those of the event."""

    category: str
    from_on: date | None = None
    until_on: date | None = None

    def days(self, calendar: Calendar, today: date) -> tuple[date, date]:
        """Return the first and last day; of contractors those of the phase that is on or comes next."""
        if self.category == Category.CONTRACTOR and calendar.phases:
            return next((phase for phase in calendar.phases if today <= phase[1]), calendar.phases[-1])
        return self.from_on or calendar.first_day, self.until_on or calendar.last_day


def nearest_way(rules: GateRules, event: EventRules, calendar: Calendar, person: Validity, at: datetime) -> dict[str, Any]:
    """Return where and when this person is let in next.

    Looked at are gates that lead to the same as this one, and only where none of them ever admits the person, all ways onto
    the ground. Returns: {"key": "use_gate", "gate"}, {"key": "from_time", "gate", "time"}, {"key": "from_day", "gate", "day",
    "time"}, {"key": "over", "day"} when the last day has passed, {"key": "no_way"}. Days are ISO, times HH:MM of the place.
    """
    today = calendar.day_of(at)
    first, last = person.days(calendar, today)
    if today > last:
        return {"key": "over", "day": last.isoformat()}
    now = (today, calendar.local(at).hour * 60 + calendar.local(at).minute)
    same = [gate for gate in event.gates if gate.leads_where() == rules.leads_where()]
    for gates in (same, [gate for gate in event.gates if gate.moves]):
        # This gate before others that open at the same time.
        ordered = sorted(gates, key=lambda gate: gate.id != rules.id)
        ways = [(way, gate) for gate in ordered if (way := _next(gate, person, (first, last), now)) is not None]
        if ways:
            way, gate = min(ways, key=lambda found: found[0])
            return _told(gate, way, now)
    return {"key": "no_way"}


def _next(gate: GateRules, person: Validity, days: tuple[date, date], now: tuple[date, int]) -> tuple[date, int] | None:
    """Return the first local day and minute, not before `now`, when `gate` is open to the person; None: never."""
    if not gate.admits_kind(person.category):
        return None
    day = max(days[0], now[0])
    for _number in range(_DAYS_AHEAD):
        if day > days[1]:
            return None
        for row in gate.hours_of(person.category, day):
            if day > now[0] or row.until_minute > now[1]:
                return day, max(row.from_minute, now[1] if day == now[0] else 0)
        day += timedelta(days=1)
    return None


def _told(gate: GateRules, found: tuple[date, int], now: tuple[date, int]) -> dict[str, Any]:
    if found == now:
        return {"key": "use_gate", "gate": gate.name}
    clock = f"{found[1] // 60:02d}:{found[1] % 60:02d}"
    if found[0] == now[0]:
        return {"key": "from_time", "gate": gate.name, "time": clock}
    return {"key": "from_day", "gate": gate.name, "day": found[0].isoformat(), "time": clock}


def next_meeting(calendar: Calendar, meetings: tuple[Meeting, ...], at: datetime) -> dict[str, Any]:
    """Return which session in the room begins next: {"key": "session", "title", "day", "time"}, or {"key": "no_session"}."""
    coming = [meeting for meeting in meetings if meeting.doors_open_at > at]
    if not coming:
        return {"key": "no_session"}
    meeting = min(coming, key=lambda one: (one.starts_at, one.id))
    opens = calendar.local(meeting.doors_open_at)
    return {"key": "session", "title": meeting.title, "day": opens.date().isoformat(), "time": f"{opens:%H:%M}"}


def words_of(why: dict[str, Any] | None) -> str:
    """Return an explanation in the reader's language; empty for none."""
    if not why or why.get("key") not in texts():
        return ""
    facts = {name: value for name, value in why.items() if name != "key"}
    if "day" in facts:
        facts["day"] = format_date(date.fromisoformat(facts["day"]))
    return texts()[why["key"]] % facts


def texts() -> dict[str, str]:
    """Return the words of each key, with %(name)s for its facts."""
    return {
        "use_gate": _("Please use %(gate)s."),
        "from_time": _("Valid from %(time)s at %(gate)s."),
        "from_day": _("Valid from %(time)s on %(day)s at %(gate)s."),
        "over": _("Was valid until %(day)s."),
        "no_way": _("No gate of this event is for this kind of badge. Please go to the desk."),
        "session": _("Next here: %(title)s, doors open at %(time)s on %(day)s."),
        "no_session": _("There is no further session in this room."),
        "full": _("%(zone)s is full: %(inside)s of %(most)s people."),
        "crowded": _("More people than allowed in %(zone)s: %(inside)s of %(most)s."),
    }
