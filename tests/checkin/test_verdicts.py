"""One table of cases, judged here and by phones without a connection: the same verdict, whoever decides."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.checkin.codes import Code, CodeKind
from app.checkin.gate_rules import Calendar, EventRules, Meeting, event_rules_from_json, window_of
from app.checkin.models.scans import GROUND, OUTSIDE
from app.checkin.queries.bulk import Asked, last_place
from app.checkin.rules import Facts, Gateway, Person, Sighting, judge
from app.checkin.terms import Direction, Reason
from app.registrations.terms import Category, RegistrationState

TABLE = json.loads(Path(__file__).with_name("verdicts.json").read_text(encoding="utf-8"))
CALENDAR = Calendar(
    TABLE["calendar"]["timezone"],
    date.fromisoformat(TABLE["calendar"]["first_day"]),
    date.fromisoformat(TABLE["calendar"]["last_day"]),
    tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in TABLE["calendar"]["contractor_days"]),
)
RULES = event_rules_from_json(TABLE["gates"], TABLE["zones"])
MEETINGS = tuple(
    Meeting(item["id"], item["title"], datetime.fromisoformat(item["starts_at"]), datetime.fromisoformat(item["ends_at"]))
    for item in TABLE["sessions"]
)


def gateway(gate_id: int, at: datetime, event: EventRules = RULES) -> Gateway:
    rules = event.by_id[gate_id]
    meetings = MEETINGS if rules.room_id else ()
    return Gateway(rules, event, CALENDAR, window_of(rules, CALENDAR, at, meetings), meetings)


def person_of(values: dict[str, Any] | None) -> Person | None:
    if values is None:
        return None
    days = [date.fromisoformat(values[name]) if values.get(name) else None for name in ("valid_from", "valid_until")]
    return Person(1, Category(values["category"]), RegistrationState(values["state"]), "", "", 1, *days)


def facts_of(case: dict[str, Any], here: Gateway, at: datetime) -> Facts:
    """What a phone or a server knows from the passages before: the last place, and the first entry of the window."""
    passages, entered = [], None
    for item in sorted(case["passages"], key=lambda item: item["at"]):
        when = datetime.fromisoformat(item["at"])
        there = gateway(item["gate"], when)
        direction = Direction(item["direction"])
        place = there.rules.place_after(direction)
        if there.rules.moves is here.rules.moves:
            in_list = GROUND if direction is Direction.ENTRY else OUTSIDE
            passages.append((when, there.window.name, in_list if place is None else place))
        if direction is Direction.ENTRY and there.window.name == here.window.name and entered is None:
            entered = when
    asked = Asked(Code(CodeKind.BADGE, ""), "", at, here)
    revoked_at = at if case.get("revoked") else None
    return Facts(False, person_of(case["person"]), entered_at=entered, place=last_place(passages, asked), revoked_at=revoked_at)


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["name"] for case in TABLE["cases"]])
def test_a_case_gets_its_verdict(case: dict[str, Any]) -> None:
    at = datetime.fromisoformat(case["at"])
    here = gateway(case["gate"], at)
    seen = Sighting("", "", Direction(case["direction"]), at, at)
    verdict = judge(here, CodeKind(case.get("code", "badge")), facts_of(case, here, at), seen)
    told = {
        "result": "accepted" if verdict.reason is Reason.OK else "refused",
        "reason": verdict.reason.value,
        "why": verdict.why,
    }
    assert told == case["expect"]
