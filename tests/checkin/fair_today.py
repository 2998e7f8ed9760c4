"""A fair of today in a real database, for tests that talk to a real server: its phones, its people, and what is stored."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.checkin.models import Entry, Scan, ScanUndo, VisitorCount
from app.core import clock, doctor
from app.core.codes import new_secret
from app.core.db import db, transaction
from app.registrations.models import Registration
from tests.factories.checkin import DeviceFactory, GateFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.phone import QueueingPhone
from tests.support.race import make_app


@dataclass(frozen=True)
class Stored:
    """What the server has. `scans`: names that phones gave; `broken`: invariants of check-in that do not hold."""

    scans: list[str]
    entries: int
    taps: int
    undos: int
    guests: int
    broken: list[str]


class FairToday:
    """A gate for each of `phones`, and `people` with badges."""

    def __init__(self, url: str, folder: Path, *, phones: int, people: int) -> None:
        self.url, self.folder = url, folder
        self.tokens = [new_secret() for _ in range(phones)]
        with self._app().app_context():
            db.create_all()
            with transaction():
                event = EventFactory(starts_at=clock.now() - timedelta(days=1))
                for token in self.tokens:
                    DeviceFactory(of_gate=GateFactory(event_id=event.id), token=token)
                self.codes = [RegistrationFactory(event_id=event.id).badge_code for _ in range(people)]
                self.slug = event.slug
            self._leave()

    def phones(self, port: int, **values: Any) -> list[QueueingPhone]:
        return [QueueingPhone(port, self.slug, token, **values) for token in self.tokens]

    def stored(self) -> Stored:
        with self._app().app_context():
            found = Stored(
                scans=sorted(db.session.scalars(sa.select(Scan.scan_uuid))),
                entries=_count(Entry),
                taps=db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(VisitorCount.delta), 0))) or 0,
                undos=_count(ScanUndo),
                guests=_count(Registration, Registration.source == "walk_in"),
                broken=[item.key for item in doctor.examine() if item.key in ("I7", "I8", "I9", "I10") and not item.ok],
            )
            self._leave()
        return found

    def _app(self) -> Any:
        return make_app(self.url, self.folder)

    def _leave(self) -> None:
        db.session.remove()
        db.engine.dispose()


def _count(model: Any, *where: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0
