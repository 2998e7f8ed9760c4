"""What the pages are measured with: the demo's fair and conference, a hall with 3,000 booths, people with API tokens."""

import sys
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import sqlalchemy as sa

from app.accounts.models import ApiToken, User
from app.booths.models import BoothKind
from app.booths.services.rates import set_rates
from app.booths.services.seeding import add_booths
from app.booths.sheets import NewBooth
from app.core import clock
from app.core.codes import digest, new_secret
from app.core.db import db, transaction
from app.core.text import name_sort_key
from app.demo import plan, services
from app.events.models import Event, EventKind, EventRole, EventState, Hall, Role
from app.events.queries import get_event
from benchmarks.house import House

FAIR, LARGE = "hcck-2026", "mat-bang-3000"
BOOTHS = 3000


@dataclass(frozen=True)
class Scene:
    """Slugs of the events that are there."""

    fair: str
    conference: str
    large: str


_scenes: dict[str, Scene] = {}


def scene(house: House) -> Scene:
    """Return the scene of this installation; it is made once."""
    if house.database not in _scenes:
        print(f"  {house.database}: loading the demo and {BOOTHS:,} booths …", file=sys.stderr)
        with house.app.app_context():
            with transaction():
                services.add("acceptance")
                _build_large_hall()
                conference = db.session.scalars(sa.select(Event.slug).where(Event.kind == EventKind.CONFERENCE)).first()
            _analyse()
            db.session.remove()
        _scenes[house.database] = Scene(FAIR, str(conference), LARGE)
    return _scenes[house.database]


def tokens(house: House, slug: str, number: int, role: Role) -> list[str]:
    """Return API tokens of `number` new people with `role` in the event."""
    now = clock.now()
    secrets = [new_secret() for _ in range(number)]
    with house.app.app_context():
        with transaction():
            event = get_event(slug)
            for place, secret in enumerate(secrets):
                name = f"Người đo {place}"
                user = User(
                    email=f"{digest(secret)[:20]}@example.vn", full_name=name, sort_key=name_sort_key(name), created_at=now
                )
                db.session.add(user)
                db.session.flush()
                db.session.add(EventRole(event_id=event.id, user_id=user.id, role=role, created_at=now))
                db.session.add(ApiToken(user_id=user.id, name="bench", digest=digest(secret), created_at=now))
        db.session.remove()
    return secrets


def _build_large_hall() -> None:
    fair = get_event(FAIR)
    event = Event(
        slug=LARGE,
        code="MB3000",
        kind=EventKind.FAIR,
        state=EventState.OPEN,
        name="Hội chợ có 3.000 gian hàng",
        owner_id=fair.owner_id,
        starts_at=fair.starts_at,
        ends_at=fair.ends_at,
        applications_close_at=fair.applications_close_at,
        created_at=clock.now(),
    )
    db.session.add(event)
    db.session.flush()
    db.session.add(Hall(event_id=event.id, name="Nhà lớn", width_m=Decimal(320), depth_m=Decimal(150)))
    db.session.flush()
    set_rates(event, plan.RATES, by="bench")
    places = product(range(30), range(100))
    add_booths(event, [_booth(number, *place) for number, place in enumerate(places, start=1)], by="bench", source="rows")


def _booth(number: int, line: int, column: int) -> NewBooth:
    return NewBooth(
        line=number,
        code=f"{chr(ord('A') + line % 26)}{line // 26}{column + 1:03d}",
        zone=f"Khu {line // 10 + 1}",
        kind=BoothKind.STANDARD,
        hall="Nhà lớn",
        x_m=Decimal(4 + 3 * column),
        y_m=Decimal(4 + 3 * line + 3 * (line // 2)),
        width_m=Decimal(3),
        depth_m=Decimal(3),
        open_sides=2 if column in (0, 99) else 1,
    )


def _analyse() -> None:
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
