"""A proposal as a table, for the file of the organisers."""

from typing import Any

from app.allocation import queries
from app.allocation.models import Proposal
from app.booths.plan import load_plan
from app.core.db import db
from app.core.i18n import _, language
from app.events.models import Event


def table_of(event: Event, proposal: Proposal) -> tuple[list[str], list[list[Any]]]:
    """Return headers and one row for each exhibitor in the order of turns."""
    codes = {booth.id: booth.code for booth in load_plan(event).booths}
    headers = [_("Turn"), _("Drawn number"), _("Application"), _("Unit"), _("Booths"), _("Why"), _("Wishes not met")]
    rows = [
        [
            line.turn,
            line.draw,
            line.application.code,
            line.application.organisation.name,
            ", ".join(codes.get(booth, "?") for booth in line.booth_ids),
            line.told.get(language(), ""),
            " ".join(line.refused.get(language(), {}).values()),
        ]
        for line in db.session.scalars(queries.lines(proposal))
    ]
    return headers, rows
