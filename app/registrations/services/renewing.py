"""Holds that ended while somebody was filling in an application: taken again where the booth is still free."""

from datetime import timedelta
from typing import Any

from app.booths import services as booths
from app.booths.models import BoothClaim
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.registrations.models import Application
from app.registrations.services.applications import attach_holds


def renew_holds(
    application: Application, holder: booths.Holder, *, lasts: timedelta
) -> tuple[list[BoothClaim], list[tuple[str, list[dict[str, Any]]]]]:
    """Hold the booths of a draft again whose time is over, at the price of this moment.

    Returns: the new holds; and the booths that are lost, each with free ones nearby. Lost booths leave the draft, so that
        this is told once; everything that was typed stays.
    """
    renewed, lost = [], []
    for row in list(application.booths):
        if not row.claim.is_over(clock.now()):
            continue
        booth = row.claim.booth
        try:
            renewed.append(booths.hold(booth, holder, lasts=lasts))
        except DomainError as error:
            lost.append((booth.name, list(error.extra.get("alternatives", ()))))
        application.booths.remove(row)
        db.session.delete(row)
    db.session.flush()
    attach_holds(application, renewed)
    return renewed, lost
