"""The fascia list: one board a line, how it differs from what was sent, and the log of changes."""

from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Organisation
from app.booths.models import BOOKED, Booth, BoothClaim
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations import queries as registrations
from app.registrations.models import Application, ApplicationBooth, ApplicationState, CoExhibitor
from app.stands.models import FasciaChange, FasciaList, FasciaText

# Width of the board for which the number of characters is told.
_BOARD_M = 3


@dataclass(frozen=True)
class Board:
    """One line of the list: a booth and the text that stands above it, exactly as it will be printed.

    A booth that several firms share has a line for each of them.
    """

    claim_id: int
    co_exhibitor_id: int | None
    application_code: str
    booth: str
    unit: str
    width_m: Decimal
    text_vi: str
    text_en: str
    most_chars: int

    @property
    def is_long(self) -> bool:
        """Tell whether the board may be too short for a text."""
        return max(len(self.text_vi), len(self.text_en)) > self.most_chars

    @property
    def is_missing(self) -> bool:
        return not self.text_vi and not self.text_en


def boards_of(event: Event, *, application: Application | None = None) -> list[Board]:
    """Return the boards of all given booths of accepted exhibitors, in natural order. Five queries whatever the size.

    Args:
        application: only those on its booths.
    """
    chars = registrations.terms_of(event.id).fascia_chars
    statement = (
        sa.select(
            BoothClaim.id,
            Booth,
            Application.id,
            Application.code,
            Application.fascia_vi,
            Application.fascia_en,
            Organisation.name,
            FasciaText,
        )
        .join(ApplicationBooth, ApplicationBooth.claim_id == BoothClaim.id)
        .join(Application, Application.id == ApplicationBooth.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .outerjoin(FasciaText, FasciaText.claim_id == BoothClaim.id)
        .where(
            Application.event_id == event.id,
            Application.state == ApplicationState.ACCEPTED,
            BoothClaim.state.in_(BOOKED),
        )
        .order_by(Booth.sort_key, BoothClaim.id)
    )
    if application is not None:
        statement = statement.where(Application.id == application.id)
    firms = _firms_by_claim(event, application)
    boards: list[Board] = []
    for claim_id, booth, _id, code, text_vi, text_en, unit, own in db.session.execute(statement):
        most = max(chars, round(chars * booth.width_m / _BOARD_M))
        shared = firms.get(claim_id, [])
        if own is not None or not shared:
            texts = (own.text_vi, own.text_en) if own is not None else (text_vi, text_en)
            boards.append(Board(claim_id, None, code, booth.name, unit, booth.width_m, *texts, most))
        for firm in shared:
            texts = (firm.fascia_vi, firm.fascia_en)
            boards.append(Board(claim_id, firm.id, code, booth.name, firm.name, booth.width_m, *texts, most))
    return boards


def _firms_by_claim(event: Event, application: Application | None) -> dict[int, list[CoExhibitor]]:
    """Return the co-exhibitors with a text of their own by the booth on which they are."""
    only = None if application is None else [application.id]
    found: dict[int, list[CoExhibitor]] = {}
    for firm in registrations.live_co_exhibitors(event, only):
        if firm.fascia_vi or firm.fascia_en:
            for row in firm.booths:
                found.setdefault(row.claim_id, []).append(firm)
    return found


def lists_of(event: Event) -> list[FasciaList]:
    """Return the lists that were sent, newest first."""
    statement = sa.select(FasciaList).where(FasciaList.event_id == event.id).options(joinedload(FasciaList.sent_by))
    return list(db.session.scalars(statement.order_by(FasciaList.number.desc())))


def newest_list(event: Event) -> FasciaList | None:
    """Return the list that was sent last."""
    newest = sa.select(FasciaList).where(FasciaList.event_id == event.id).order_by(FasciaList.number.desc())
    return db.session.scalar(newest.limit(1))


def get_list(event: Event, number: int) -> FasciaList:
    """Return one list that was sent. Raises: NotFound."""
    found = db.session.scalar(sa.select(FasciaList).where(FasciaList.event_id == event.id, FasciaList.number == number))
    if found is None:
        raise NotFound
    return found


def changes_of(event: Event, *, application: Application | None = None, limit: int = 200) -> list[FasciaChange]:
    """Return the newest changes of texts first, with who made them."""
    statement = sa.select(FasciaChange).where(FasciaChange.event_id == event.id).options(joinedload(FasciaChange.changed_by))
    if application is not None:
        statement = statement.where(FasciaChange.application_id == application.id)
    return list(db.session.scalars(statement.order_by(FasciaChange.id.desc()).limit(limit)))
