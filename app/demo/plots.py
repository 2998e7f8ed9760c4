"""Raw plots of the spring fair: two merged into one stand, and one that was taken back before its money came."""

from decimal import Decimal

import sqlalchemy as sa

from app.booths import queries as booths
from app.booths import services as booth_services
from app.booths.models import BoothKind
from app.booths.rows import RowPattern, lay_out
from app.booths.services.seeding import add_booths
from app.core import clock
from app.core.db import db
from app.demo import plan
from app.demo.story import on
from app.demo.world import World
from app.events.models import Event
from app.payments.services import bank
from app.payments.statements import Credit
from app.registrations.models import Application, ApplicationState
from app.registrations.services import decisions


def sell(world: World, event: Event, hall: str, application: Application) -> None:
    """Lay out four plots, merge the first two, and let `application` pay for the fourth when it has been taken back.

    Args:
        application: accepted, without a booth.
    """
    organiser, finance = world.people["organiser"], world.people["finance"]
    with on("2026-10-16 09:00"):
        add_booths(event, lay_out(_pattern(hall)), by=organiser, source="rows")
    by_code = {booth.code: booth for booth in booths.booths_of(event)}
    with on("2026-10-16 10:00"):
        booth_services.merge([by_code["D01"], by_code["D02"]], by=organiser, reason="Khu trưng bày máy nông nghiệp cỡ lớn")
    with on("2026-10-18 17:00"):
        decisions.assign_booth(event, application, "D04", by=organiser)
        invoice = decisions.accept(event, application, by=world.people["reviewer"])
    with on("2026-10-19 09:30"):
        claim = booths.find_live_claim(by_code["D04"])
        if claim is None or invoice is None:
            raise LookupError("D04")
        booth_services.take_back(claim, by=organiser, reason="Quá hạn đặt cọc, đơn vị chưa phản hồi")
    with on("2026-10-19 14:30"):
        memo = f"CT DEN {invoice.code} tien dat coc gian hang"
        credit = Credit(line=1, reference="FT26292777", amount_vnd=invoice.deposit_vnd, memo=memo, occurred_at=clock.now())
        bank.import_credits(event, [credit], by=finance)


def undecided(event: Event) -> Application:
    """Return the last applicant who is not decided yet: nobody's wish changes by what happens to it."""
    statement = sa.select(Application).where(Application.event_id == event.id, Application.state == ApplicationState.SUBMITTED)
    return db.session.scalars(statement.order_by(Application.id.desc()).limit(1)).one()


def _pattern(hall: str) -> RowPattern:
    return RowPattern(
        hall=hall,
        zone=plan.PLOTS,
        kind=BoothKind.RAW,
        rows=4,
        columns=1,
        width_m=Decimal(6),
        depth_m=Decimal(6),
        aisle_m=Decimal(3),
        x_m=Decimal(36),
        y_m=Decimal(3),
        start_code="D01",
        back_to_back=True,
    )
