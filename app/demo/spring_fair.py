"""The spring fair: more applicants than booths, wishes of every sort, and a placement that the engine works out."""

import random
from decimal import Decimal

import sqlalchemy as sa

from app.accounts.services.organisations import OrganisationDetails
from app.allocation import services as allocation
from app.allocation.services import Rules, Wish
from app.booths.models import BoothKind
from app.booths.rows import RowPattern, lay_out
from app.booths.services.rates import set_rates
from app.booths.services.seeding import add_booths
from app.booths.sheets import NewBooth
from app.core.db import db
from app.demo import plan, plots
from app.demo.story import on
from app.demo.world import LAI_CHAU, World
from app.events.models import Event, Hall
from app.registrations.models import Application, ApplicationState
from app.registrations.services import applications, consents, decisions
from app.registrations.services.applications import Wishes
from app.registrations.terms import ConsentPurpose

_HALL = "Nhà trưng bày mùa xuân"
_ZONES = (plan.OWN, plan.OTHERS, plan.MACHINES)
# Provinces whose firms go first: mountain areas.
_MOUNTAIN = (LAI_CHAU, 11, 14, 15, 4, 20, 8)
_APPLICANTS = 60


def hold(world: World, event: Event, last: Event, rng: random.Random) -> None:
    """Furnish the fair, let exhibitors of the fair before apply, and ask for a proposal.

    Args:
        last: the fair whose exhibitors are asked first for their booths of then.
    """
    event.cloned_from_id = last.id
    organiser = world.people["organiser"]
    with on("2026-10-16 08:00"):
        db.session.add(Hall(event_id=event.id, name=_HALL, width_m=44, depth_m=32))
        db.session.flush()
        set_rates(event, plan.RATES, by=organiser)
        add_booths(
            event, [row for number, zone in enumerate(_ZONES) for row in _rows(number, zone)], by=organiser, source="rows"
        )
    with on("2026-10-17 09:00"):
        rules = Rules(offer_hours=720, priority_provinces=list(_MOUNTAIN), seed="Xổ số miền Bắc 25/10/2026, giải đặc biệt")
        allocation.set_rules(event, rules, by=organiser)
    made = [_apply(world, event, before, rng) for before in _exhibitors(last, rng)]
    with on("2026-10-19 14:00"):
        for number, application in enumerate(made):
            _wish(application, number, made, rng, world)
    plots.sell(world, event, _HALL, plots.undecided(event))
    with on("2026-10-19 16:00"):
        allocation.ask_for_proposal(event, keeps_placed=True, by=organiser)


def _rows(number: int, zone: str) -> list[NewBooth]:
    """Return two rows of eight booths back to back."""
    pattern = RowPattern(
        hall=_HALL,
        zone=zone,
        kind=BoothKind.STANDARD,
        rows=2,
        columns=8,
        width_m=Decimal(3),
        depth_m=Decimal(3),
        aisle_m=Decimal(3),
        x_m=Decimal(8),
        y_m=Decimal(4 + 9 * number),
        start_code=f"{'ABC'[number]}01",
        back_to_back=True,
    )
    return lay_out(pattern)


def _exhibitors(last: Event, rng: random.Random) -> list[Application]:
    statement = sa.select(Application).where(Application.event_id == last.id, Application.state == ApplicationState.ACCEPTED)
    found = db.session.scalars(statement.where(Application.booth_count == 1).order_by(Application.id)).all()
    return rng.sample(list(found), _APPLICANTS)


def _apply(world: World, event: Event, before: Application, rng: random.Random) -> Application:
    officer = world.people["organiser"]
    with on(f"2026-10-{rng.randint(17, 18)} {rng.randint(8, 16):02d}:{rng.randint(0, 59):02d}"):
        known = before.organisation
        unit = OrganisationDetails(kind=known.kind, name=known.name)
        application = applications.create_draft(event, unit, organisation=known, assisted_by=officer)
        wishes = Wishes(
            contact_name=before.contact_name,
            contact_phone=before.contact_phone,
            contact_email=before.contact_email,
            booth_count=2 if rng.random() < 0.15 else 1,
            wants_corner=rng.random() < 0.3,
            fascia_vi=before.fascia_vi,
            details={"products": (before.details or {}).get("products", [])},
        )
        applications.save_wishes(application, wishes)
        given = {ConsentPurpose.PARTICIPATION: True, ConsentPurpose.CATALOGUE: True}
        consents.record_consents(application, given, channel="phone", by=officer, basis="A-23")
        applications.submit(event, application, by=officer)
        if rng.random() < 0.8:
            decisions.accept(event, application, by=world.people["reviewer"])
    return application


def _wish(application: Application, number: int, made: list[Application], rng: random.Random, world: World) -> None:
    wanted = Wish(
        BoothKind.STANDARD,
        count=application.booth_count,
        wants_corner=application.wants_corner,
        zones=rng.sample(_ZONES, rng.choice((0, 1, 2))),
    )
    wish = allocation.save_wish(application, wanted, by=applications.actor_of(application))
    rivals = [made[number - 1]] if number and rng.random() < 0.1 else []
    places = [rng.choice(_ZONES)] if rng.random() < 0.6 else []
    allocation.judge_wish(wish, points=rng.randint(0, 30), group_zones=places, apart=rivals, by=world.people["reviewer"])
