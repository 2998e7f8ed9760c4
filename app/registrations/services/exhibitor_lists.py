"""Take over a list of exhibitors as sent applications; who is there already is passed over."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import Organisation, User
from app.accounts.services.organisations import OrganisationDetails
from app.audit import services as audit
from app.core import clock
from app.core.db import db
from app.core.text import fold
from app.events.models import Event
from app.registrations.models import Application
from app.registrations.services.applications import Wishes, create_draft, save_wishes
from app.registrations.services.consents import record_consents
from app.registrations.services.importing import Taken
from app.registrations.services.transitions import move
from app.registrations.terms import ApplicationState, ConsentPurpose


def import_exhibitors(
    event: Event, entries: Sequence[tuple[OrganisationDetails, Wishes]], *, by: User | str, basis: str
) -> Taken:
    """Make a sent application of each unit that has none with this name or tax number. No mail: they did not apply themselves.

    Args:
        basis: on which ground the data are used, kept as consent with each application.
    """
    seen = _present(event)
    created = 0
    officer = by if isinstance(by, User) else None
    for unit, wishes in entries:
        keys = {fold(unit.name)} | ({unit.tax_id} if unit.tax_id else set())
        if keys & seen:
            continue
        seen |= keys
        application = create_draft(event, unit, by=by)
        save_wishes(application, wishes)
        record_consents(application, {ConsentPurpose.PARTICIPATION: True}, channel="import", by=officer, basis=basis)
        move(application, ApplicationState.SUBMITTED, submitted_at=clock.now())
        created += 1
    taken = Taken(created, len(entries) - created)
    data = {"created": taken.created, "skipped": taken.skipped, "basis": basis}
    audit.record(by, "registrations.exhibitors_imported", event, event=event, data=data)
    return taken


def _present(event: Event) -> set[str]:
    ended = (ApplicationState.WITHDRAWN, ApplicationState.DECLINED)
    rows = db.session.execute(
        sa.select(Organisation.name, Organisation.tax_id)
        .join(Application, Application.organisation_id == Organisation.id)
        .where(Application.event_id == event.id, Application.state.not_in(ended))
    )
    found: set[str] = set()
    for name, tax_id in rows:
        found |= {fold(name)} | ({tax_id} if tax_id else set())
    return found
