"""Printer desks of the fair with what waits there, its contractors, and the price of a further print."""

from datetime import timedelta

import sqlalchemy as sa

from app.badges import services as badges
from app.badges.models import PrintOnEntry, PrintTrouble
from app.badges.print_queue import Desk
from app.badges.services import StationSettings
from app.core.db import db
from app.demo.world import World
from app.events.models import Event
from app.registrations import services as registrations
from app.registrations.models import Application, Registration, RegistrationState
from app.registrations.services import ContractorDays, Person
from app.registrations.terms import ApplicationState, Category

_BUILDERS = (
    ("Vàng A Sử", "Công ty TNHH Dựng gian hàng Hạ Long (mẫu)", "Bảo hiểm mẫu, số 2026-114, đến 31/12/2026"),
    ("Phàn Tả Mẩy", "Công ty TNHH Dựng gian hàng Hạ Long (mẫu)", ""),
)
_ELECTRICIAN = ("Hoàng Văn Tấn", "Điện lực khu hội chợ (mẫu)", "Bảo hiểm mẫu, số 2026-007")
_PRICE_VND = 50_000


def set_up(people: World, event: Event) -> None:
    """Add two stations with badges of all states, and the contractors of build and strike."""
    organiser = people.people["organiser"]
    desk = badges.add_station(event, StationSettings("Quầy thẻ A"), by=organiser)
    badges.add_station(event, StationSettings("Máy in cổng Bắc", PrintOnEntry.ONCE), by=organiser)
    badges.ask_fee(event, _PRICE_VND, 8, by=organiser)
    chosen = list(
        db.session.scalars(
            sa.select(Registration)
            .where(
                Registration.event_id == event.id,
                Registration.state == RegistrationState.CONFIRMED,
                Registration.category == Category.VIP,
            )
            .order_by(Registration.id)
            .limit(5)
        )
    )
    for person in chosen:
        badges.queue_badge(person, station=desk, by=organiser)
    tab = Desk(desk.id, desk.name, event.id, event.slug, event.name, event.ends_at, event.timezone, None)
    for place, _person in enumerate(chosen[:3]):
        taken = badges.take_job(tab)
        if taken is not None and place < 2:
            badges.report_printed(tab, taken.job_id, taken.lease)
        elif taken is not None:
            badges.report_failed(tab, taken.job_id, taken.lease, PrintTrouble.NO_PAPER)
    _name_contractors(people, event)


def _name_contractors(people: World, event: Event) -> None:
    organiser = people.people["organiser"]
    first, last = event.days
    day = timedelta(days=1)
    days = ContractorDays(first - 2 * day, first - day, last + day, last + day, per_exhibitor=5)
    registrations.set_contractor_days(event, days, by=organiser)
    exhibitor = db.session.scalar(
        sa.select(Application)
        .where(Application.event_id == event.id, Application.state == ApplicationState.ACCEPTED)
        .order_by(Application.id)
        .limit(1)
    )
    if exhibitor is not None:
        for name, firm, insurance in _BUILDERS:
            person = Person(full_name=name, unit=firm, note=insurance)
            registrations.name_contractor(event, person, by=organiser, application=exhibitor)
    name, firm, insurance = _ELECTRICIAN
    registrations.name_contractor(event, Person(full_name=name, unit=firm, note=insurance), by=organiser)
