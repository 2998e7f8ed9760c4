"""The events of the scenario: the fair, its neighbour in time, conference, training, delegation, last edition, rehearsal."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.checkin.models import Gate
from app.core import clock
from app.core.db import db
from app.demo.story import HANOI, local
from app.demo.world import World
from app.events import queries
from app.events.models import Event, EventHost, EventRole, EventState, HostRole, HostState, Role, Series
from app.events.services.occupancy import hold_venue
from app.events.services.planning import Plan, plan_event
from app.events.services.siting import find_place
from app.events.terms import EventKind

THEME = "Hàng công nghiệp nông thôn và OCOP"
FAIR_SERIES, CONFERENCE_SERIES = "Hội chợ hàng CNNT và OCOP phía Bắc", "Hội nghị khuyến công phía Bắc"


@dataclass(frozen=True)
class Entry:
    """One event to plan; times are local in Hanoi."""

    kind: EventKind
    name: str
    place: str
    starts: str
    ends: str
    owner: str
    slug: str
    code: str
    english: str
    german: str
    state: EventState = EventState.OPEN
    more: dict[str, Any] | None = None


ENTRIES = {
    "F1": Entry(
        EventKind.FAIR,
        "Hội chợ triển lãm hàng công nghiệp nông thôn và OCOP khu vực phía Bắc 2026 (dữ liệu mẫu)",
        "Trung tâm Hội chợ mẫu, phường Hạ Long, Quảng Ninh",
        "2026-12-05 08:00",
        "2026-12-10 22:00",
        "O2",
        "hcck-2026",
        "HCKC26",
        "Northern Fair of Rural Industrial and OCOP Products 2026 (sample data)",
        "Messe für ländliche Industrie- und OCOP-Produkte Nordvietnams 2026 (Beispieldaten)",
        more={"opening_at": local("2026-12-05 19:30")},
    ),
    "F0": Entry(
        EventKind.FAIR,
        "Hội chợ triển lãm hàng công nghiệp nông thôn và OCOP khu vực phía Bắc 2025 (dữ liệu mẫu)",
        "Quảng trường mẫu 30/10, phường Hồng Gai, Quảng Ninh",
        "2025-12-06 08:00",
        "2025-12-11 22:00",
        "O2",
        "hcck-2025",
        "HCKC25",
        "Northern Fair of Rural Industrial and OCOP Products 2025 (sample data)",
        "Messe für ländliche Industrie- und OCOP-Produkte Nordvietnams 2025 (Beispieldaten)",
        state=EventState.REPORTED,
    ),
    "F2": Entry(
        EventKind.FAIR,
        "Tuần hàng OCOP Phú Thọ (mẫu)",
        "Quảng trường Hùng Vương mẫu, phường Việt Trì, Phú Thọ",
        "2026-12-03 08:00",
        "2026-12-08 21:00",
        "O6",
        "tuan-hang-ocop-phu-tho-2026",
        "OCOPPT26",
        "Phú Thọ OCOP Week (sample)",
        "OCOP-Woche Phú Thọ (Muster)",
    ),
    "C20": Entry(
        EventKind.CONFERENCE,
        "Hội nghị công tác khuyến công khu vực phía Bắc lần thứ XX (mẫu)",
        "Trung tâm Hội nghị mẫu, phường Bắc Kạn, Thái Nguyên",
        "2026-11-12 13:30",
        "2026-11-12 17:00",
        "O5",
        "hoi-nghi-khuyen-cong-xx",
        "HNKC20",
        "20th Conference on Industrial Promotion, Northern Region (sample)",
        "20. Konferenz zur Industrieförderung, Region Nord (Muster)",
        more={"delegate_capacity": 320},
    ),
    "T1": Entry(
        EventKind.TRAINING,
        "Tập huấn cán bộ cấp xã về chính sách khuyến công (mẫu)",
        "Hội trường mẫu, phường Tân Phong, Lai Châu",
        "2026-10-26 08:00",
        "2026-10-27 17:00",
        "O4",
        "tap-huan-khuyen-cong-2026",
        "THKC26",
        "Training of commune officials on industrial promotion (sample)",
        "Schulung der Gemeinden zur Industrieförderung (Muster)",
        more={"delegate_capacity": 76},
    ),
    "D1": Entry(
        EventKind.DELEGATION,
        "Đoàn giao dịch thương mại liên vùng tại Osaka (mẫu)",
        "Nhà triển lãm mẫu, Osaka, Nhật Bản",
        "2027-03-08 08:00",
        "2027-03-14 18:00",
        "O5",
        "doan-giao-dich-osaka-2027",
        "DGDOS27",
        "Interregional trade delegation to Osaka (sample)",
        "Überregionale Handelsdelegation nach Osaka (Muster)",
        more={"delegate_capacity": 20},
    ),
    "F3": Entry(
        EventKind.FAIR,
        "Hội chợ Xuân hàng CNNT và OCOP Quảng Ninh 2027 (mẫu)",
        "Trung tâm Hội chợ mẫu, phường Hạ Long, Quảng Ninh",
        "2027-01-22 08:00",
        "2027-01-28 21:00",
        "O2",
        "hoi-cho-xuan-2027",
        "HCX27",
        "Quảng Ninh Spring Fair 2027 (sample)",
        "Frühjahrsmesse Quảng Ninh 2027 (Muster)",
    ),
}

# Who has which role in the fair and in the conference.
_ROLES = (
    ("organiser", Role.ORGANISER),
    ("reviewer", Role.REVIEWER),
    ("finance", Role.FINANCE),
    ("chair", Role.PROGRAMME_CHAIR),
    ("supervisor", Role.CHECKIN_SUPERVISOR),
    ("steward", Role.STEWARD),
    ("hall_master", Role.HALL_MASTER),
    ("auditor", Role.AUDITOR),
    ("leader", Role.LEADERSHIP),
)


def plan(world: World, key: str, *, by: str) -> Event:
    """Plan an event of the scenario and give its people their roles; it stays a draft."""
    entry = ENTRIES[key]
    answers = Plan(entry.kind, entry.name, find_place(entry.place), local(entry.starts), local(entry.ends))
    owner = world.organisations[entry.owner]
    event = plan_event(answers, owner, by=world.people[by], slug=entry.slug, code=entry.code, use_template=False)
    event.theme = THEME if entry.kind is EventKind.FAIR else ""
    event.translations = {"en": {"name": entry.english}, "de": {"name": entry.german}}
    for name, value in (entry.more or {}).items():
        setattr(event, name, value)
    event.registrations_close_at = event.ends_at
    for person, role in _ROLES:
        _give(world, event, person, role)
    db.session.add_all(
        Gate(event_id=event.id, name=name, position=position) for position, name in enumerate(("Cổng 1", "Cổng 2"))
    )
    db.session.flush()
    return event


def open_to_public(event: Event, state: EventState = EventState.OPEN) -> None:
    """Put the event into the state it is in when the story is told; later steps are taken by the clock."""
    event.state = state
    event.sequence = 1
    steps = {"approved": event.created_at + timedelta(days=14), "open": event.created_at + timedelta(days=20)}
    if state is EventState.REPORTED:
        steps["reported"] = event.ends_at + timedelta(days=25)
    event.state_dates = {step: at.isoformat() for step, at in steps.items()}
    db.session.flush()
    hold_venue(event)


def _give(world: World, event: Event, person: str, role: Role) -> None:
    given = {row.user_id for row in queries.roles_given(event) if row.role is role}
    user = world.people[person]
    if user.id not in given:
        db.session.add(EventRole(event_id=event.id, user=user, role=role, created_at=clock.now()))
        db.session.flush()


def series(world: World, name: str, owner: str, editions: dict[str, Event]) -> None:
    """Make the events editions of one series; the edition is free text."""
    row = Series(name=name, owner=world.organisations[owner])
    db.session.add(row)
    for edition, event in editions.items():
        event.series, event.edition = row, edition
    db.session.flush()


def host(world: World, event: Event, key: str, role: HostRole, state: HostState = HostState.ACCEPTED) -> None:
    """Name a further host."""
    position = len(queries.hosts_of(event))
    row = EventHost(event_id=event.id, organisation=world.organisations[key], role=role, state=state, position=position)
    db.session.add(row)
    db.session.flush()


def plan_rehearsal(world: World) -> Event:
    """Plan an event that is always on, to try booths and gates at any day; it is in no calendar and no figure."""
    today = clock.now().astimezone(HANOI).replace(hour=0, minute=0, second=0, microsecond=0)
    answers = Plan(EventKind.FAIR, "Sự kiện tập dượt (mẫu)", find_place("Quảng Ninh"), today, today + timedelta(days=90))
    event = plan_event(
        answers,
        world.organisations["O2"],
        by=world.people["organiser"],
        slug="tap-duot",
        code="TAPDUOT",
        use_template=False,
        is_rehearsal=True,
    )
    event.translations = {"en": {"name": "Rehearsal event (sample)"}, "de": {"name": "Probeveranstaltung (Muster)"}}
    event.registrations_close_at = event.ends_at
    for person, role in _ROLES:
        _give(world, event, person, role)
    db.session.add_all([Gate(event_id=event.id, name=name, position=n) for n, name in enumerate(("Cổng tập 1", "Cổng tập 2"))])
    open_to_public(event)
    return event
