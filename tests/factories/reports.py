"""A small fair that is over, with figures one can count on one's fingers."""

from datetime import datetime, timedelta

from app.accounts.models import TaxIdKind
from app.booths.models import BoothClaim, ClaimState
from app.checkin.models import VisitorCount
from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.registrations.models import ApplicationBooth, ApplicationState
from tests.factories.accounts import OrganisationFactory
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.factories.checkin import DeviceFactory, GateFactory
from tests.factories.events import HANOI
from tests.factories.registrations import ApplicationFactory

STARTS_AT = datetime(2026, 10, 10, 8, 0, tzinfo=HANOI)
# Day, hour and visits: 300 on the first day, 100 on the second.
CLICKS = ((0, 9, 100), (0, 18, 200), (1, 18, 100))


def count_visits(event: Event, clicks=CLICKS) -> None:
    """Let a clicker count at a gate of its own."""
    device = DeviceFactory(of_gate=GateFactory(event_id=event.id))
    for number, (day, hour, delta) in enumerate(clicks):
        at = event.starts_at.astimezone(HANOI) + timedelta(days=day)
        db.session.add(
            VisitorCount(
                event_id=event.id,
                gate_id=device.gate_id,
                device_id=device.id,
                count_uuid=f"tap-{number}",
                delta=delta,
                counted_on=at.date(),
                hour=hour,
                counted_at=at,
                received_at=at,
            )
        )
    db.session.flush()


def give_booth(event: Event, booth, province_code: int | None = 22, *, name: str = "", fascia: str = "") -> BoothClaim:
    """Let an accepted exhibitor of the province have the booth."""
    values = {"name": name} if name else {}
    unit = OrganisationFactory(province_code=province_code, tax_id_kind=TaxIdKind.PERSONAL, tax_id="012345679901", **values)
    application = ApplicationFactory(
        event_id=event.id, organisation=unit, state=ApplicationState.ACCEPTED, fascia_vi=fascia, fascia_en=fascia.upper()
    )
    claim = BoothClaimFactory(of=booth, state=ClaimState.CONFIRMED, organisation_id=unit.id)
    db.session.add(ApplicationBooth(event_id=event.id, application_id=application.id, claim_id=claim.id))
    db.session.flush()
    return claim


def make_past_fair(**values) -> Event:
    """Return a fair of two days that ended on 11/10/2026: 4 booths, 3 let, 3 exhibitors of two provinces, 400 visits."""
    values = {"starts_at": STARTS_AT, "ends_at": STARTS_AT + timedelta(days=1, hours=10), "created_at": clock.now()} | values
    event, booths = make_fair(4, **values)
    for booth, province in zip(booths, (22, 22, 12), strict=False):
        give_booth(event, booth, province, fascia="Chè Tả Lèng")
    count_visits(event)
    return event
