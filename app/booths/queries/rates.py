"""Reads of rates."""

import sqlalchemy as sa

from app.booths.models import Booth, BoothPrice
from app.core.db import db
from app.events.models import Event


def rates_of(event: Event) -> dict[str, BoothPrice]:
    """Return the rates of `event` by kind of booth."""
    rows = db.session.scalars(sa.select(BoothPrice).where(BoothPrice.event_id == event.id).order_by(BoothPrice.kind))
    return {rate.kind.value: rate for rate in rows}


def find_rate(booth: Booth) -> BoothPrice | None:
    """Return the rate of the booth's kind, None when the organiser has not set it."""
    return db.session.scalar(sa.select(BoothPrice).where(BoothPrice.event_id == booth.event_id, BoothPrice.kind == booth.kind))
