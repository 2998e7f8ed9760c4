"""The fair's waiting list: wishes, the rules of the draw, offers."""

import sqlalchemy as sa

from app.allocation import services
from app.allocation.services import Rules, Wish
from app.booths.models import BoothKind
from app.booths.plan import load_plan
from app.core.db import db
from app.demo.story import on
from app.demo.world import LAI_CHAU, World
from app.events.models import Event
from app.registrations.models import Application, ApplicationState
from app.registrations.services import actor_of

_MOUNTAIN = (LAI_CHAU, 11, 14, 15)
# What the next ones on the list wish for.
_WISHES = (
    Wish(BoothKind.STANDARD, wants_corner=True, zones=["A"]),
    Wish(BoothKind.STANDARD, count=2, apart_text="Cơ sở chè cùng xã"),
)


def queue_up(world: World, event: Event) -> None:
    """Let those on the waiting list, one who is placed and one who is not decided enter their wishes."""
    organiser = world.people["organiser"]
    zones = load_plan(event).zones
    with on("2026-10-17 09:00"):
        rules = Rules(offer_hours=720, priority_provinces=list(_MOUNTAIN), seed="Xổ số miền Bắc 25/10/2026, giải đặc biệt")
        services.set_rules(event, rules, by=organiser)
    with on("2026-10-18 10:00"):
        for application, wish in zip(_waiting(event), _WISHES * 2, strict=False):
            wished = Wish(**(vars(wish) | {"zones": zones[:1] if wish.zones else []}))
            services.save_wish(application, wished, by=actor_of(application))
    with on("2026-10-19 15:00"):
        services.offer_booths(event)


def _waiting(event: Event) -> list[Application]:
    states = (ApplicationState.WAITLISTED, ApplicationState.SUBMITTED)
    statement = sa.select(Application).where(Application.event_id == event.id, Application.state.in_(states))
    return list(db.session.scalars(statement.order_by(Application.state.desc(), Application.id).limit(4)))
