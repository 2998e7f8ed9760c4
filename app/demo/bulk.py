"""The large sizes: rows by the hundred thousand, written in bulk."""

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import product

import sqlalchemy as sa

from app.booths.models import BoothKind
from app.booths.services.rates import set_rates
from app.booths.services.seeding import add_booths
from app.booths.sheets import NewBooth
from app.checkin.models import Gate
from app.core import clock
from app.core.db import db
from app.demo import names
from app.demo.calendar import THEME
from app.demo.plan import RATES
from app.demo.story import HANOI
from app.demo.world import World
from app.events.models import Event, EventState, Hall
from app.events.services.planning import Plan, plan_event
from app.events.services.siting import find_place
from app.events.terms import EventKind
from app.places import queries as places
from app.registrations.models import Registration
from app.registrations.services.people import Person, new_row
from app.registrations.terms import Category

# booths, staff passes, visitors
SIZES = {"fair": (400, 1_500, 20_000), "national": (3_000, 10_000, 990_000)}
CHUNK = 5_000
Progress = Callable[[str, int, int], None]


def load(world: World, size: str, *, seed: int, progress: Progress) -> Event:
    """Add a fair of this size that runs now, with booths, staff passes and visitors. Returns: the event."""
    booths, staff, visitors = SIZES[size]
    event = _plan(world, size)
    _build_halls(world, event, booths)
    _register(event, random.Random(seed), staff, visitors, progress)
    return event


def _plan(world: World, size: str) -> Event:
    starts = clock.now().astimezone(HANOI).replace(hour=8, minute=0, second=0, microsecond=0)
    name = "Hội chợ quy mô tỉnh (tải mẫu)" if size == "fair" else "Hội chợ quy mô quốc gia (tải mẫu)"
    event = plan_event(
        Plan(EventKind.FAIR, name, find_place("Hà Nội"), starts, starts + timedelta(days=9, hours=13)),
        world.organisations["O5"],
        by=world.people["organiser"],
        slug=f"tai-{size}",
        code="TAIQG" if size == "national" else "TAITINH",
        use_template=False,
        theme=THEME,
    )
    event.state = EventState.OPEN
    event.registrations_close_at = event.applications_close_at = event.ends_at
    db.session.add_all(Gate(event_id=event.id, name=f"Cổng {number}", position=number) for number in range(1, 5))
    db.session.flush()
    return event


def _build_halls(world: World, event: Event, count: int) -> None:
    """Lay 400 booths a hall in pairs of rows."""
    organiser = world.people["organiser"]
    set_rates(event, RATES, by=organiser)
    rows: list[NewBooth] = []
    for hall in range(-(-count // 400)):
        name = f"Nhà {hall + 1}"
        db.session.add(Hall(event_id=event.id, name=name, width_m=Decimal(130), depth_m=Decimal(60), position=hall))
        for line, column in product(range(10), range(40)):
            if len(rows) == count:
                break
            rows.append(_booth(name, hall, line, column, len(rows) + 1))
    db.session.flush()
    add_booths(event, rows, by=organiser, source="rows")


def _booth(hall: str, number: int, line: int, column: int, position: int) -> NewBooth:
    return NewBooth(
        line=position,
        code=f"{'ABCDEFGHJK'[number]}{line * 40 + column + 1:03d}",
        zone=hall,
        kind=BoothKind.STANDARD,
        hall=hall,
        x_m=Decimal(4 + 3 * column),
        y_m=Decimal(4 + 3 * line + 3 * (line // 2)),
        width_m=Decimal(3),
        depth_m=Decimal(3),
        open_sides=2 if column in (0, 39) else 1,
    )


def _register(event: Event, rng: random.Random, staff: int, visitors: int, progress: Progress) -> None:
    provinces = [province.code for province in places.provinces()]
    total = staff + visitors
    drawn: set[str] = set()
    for first in range(0, total, CHUNK):
        rows = [
            new_row(
                event,
                Person(full_name=names.person(rng), province_code=rng.choice(provinces), phone=names.phone(rng)),
                category=Category.EXHIBITOR if number < staff else Category.VISITOR,
                source="import",
                drawn=drawn,
            )
            for number in range(first, min(first + CHUNK, total))
        ]
        db.session.execute(sa.insert(Registration), rows)
        progress("registrations", first + len(rows), total)
