"""Factories of what exhibitors do with their booths."""

from typing import Any

from app.booths.models import Booth, BoothClaim, ClaimState
from app.core.db import db
from app.events.models import Event
from app.registrations.links import link_secret
from app.registrations.models import Application, ApplicationBooth, ApplicationState
from tests.factories.accounts import OrganisationFactory
from tests.factories.booths import BoothClaimFactory
from tests.factories.registrations import ApplicationFactory


def book(
    event: Event,
    *booths: Booth,
    name: str = "Hợp tác xã Chè Shan Tả Lèng Xanh",
    claim: ClaimState = ClaimState.SOLD,
    **values: Any,
) -> Application:
    """Return an accepted application of a new unit that has these booths."""
    unit = OrganisationFactory(name=name)
    application = ApplicationFactory(event_id=event.id, organisation=unit, state=ApplicationState.ACCEPTED, **values)
    for booth in booths:
        row: BoothClaim = BoothClaimFactory(of=booth, state=claim, organisation_id=unit.id)
        db.session.add(ApplicationBooth(event_id=event.id, application_id=application.id, claim_id=row.id))
    db.session.flush()
    db.session.expire_all()
    return application


def secret_of(application: Application) -> str:
    """Return the secret of the application's private link."""
    return link_secret(application)
