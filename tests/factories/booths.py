"""Factories of booths, rates and claims."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import factory

from app.booths.models import Booth, BoothClaim, BoothKind, BoothPrice, ClaimState
from app.core import clock
from app.core.text import natural_key
from app.events.models import Event
from tests.factories.base import Factory
from tests.factories.events import EventFactory, HallFactory


class BoothPriceFactory(Factory):
    """F1: 4.500.000 ₫ a booth, corner +10 %, VAT 8 %."""

    class Meta:
        model = BoothPrice

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    kind = BoothKind.STANDARD
    per_booth_vnd = 4_500_000
    corner_pct = 10
    vat_pct = 8


class RawPriceFactory(BoothPriceFactory):
    """F1: 400.000 ₫ a square metre, at least 36 m²."""

    kind = BoothKind.RAW
    per_booth_vnd = 0
    per_m2_vnd = 400_000
    min_area_m2 = 36
    corner_pct = 0


class BoothFactory(Factory):
    """A standard booth of 9 m²; each stands beside the one before."""

    class Meta:
        model = Booth

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    hall_id = factory.LazyAttribute(lambda o: HallFactory(event_id=o.event_id).id)
    code = factory.Sequence(lambda n: f"A{n + 1:02d}")
    sort_key = factory.LazyAttribute(lambda o: natural_key(o.code))
    zone = "A"
    kind = BoothKind.STANDARD
    x_m = factory.Sequence(lambda n: 3 * (n % 30))
    y_m = factory.Sequence(lambda n: 3 * (n // 30))
    width_m = 3
    depth_m = 3
    open_sides = 1

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        return {name: Decimal(str(value)) if name.endswith("_m") else value for name, value in kwargs.items()}


class BoothClaimFactory(Factory):
    """A reserved booth; `booth` is needed."""

    class Meta:
        model = BoothClaim
        exclude = ("of",)

    of = None
    booth_id = factory.LazyAttribute(lambda o: o.of.id)
    event_id = factory.LazyAttribute(lambda o: o.of.event_id)
    state = ClaimState.RESERVED
    rent_vnd = 4_500_000
    corner_vnd = 0
    vat_pct = 8
    vat_vnd = 360_000
    total_vnd = 4_860_000
    created_at = factory.LazyFunction(clock.now)
    expires_at = factory.LazyAttribute(lambda o: clock.now() + timedelta(minutes=15) if o.state == "held" else None)


def make_fair(booths: int = 3, **values: Any) -> tuple[Event, list[Booth]]:
    """Return an open fair with rates, one hall and standard booths A01, A02 …, of which A01 is a corner."""
    event = EventFactory(**values)
    BoothPriceFactory(event_id=event.id)
    RawPriceFactory(event_id=event.id)
    hall = HallFactory(event_id=event.id, name="Nhà A")
    made = [
        BoothFactory(
            event_id=event.id,
            hall_id=hall.id,
            code=f"A{number:02d}",
            x_m=3 * ((number - 1) % 30),
            y_m=6 * ((number - 1) // 30),
            open_sides=2 if number == 1 else 1,
        )
        for number in range(1, booths + 1)
    ]
    return event, made
