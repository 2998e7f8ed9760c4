"""Texts of fascia boards: set them in time, later only with a reason; keep every change; freeze the lists that are sent."""

import unicodedata
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.booths.models import BoothClaim
from app.core import clock
from app.core.db import db, refusing
from app.core.errors import Conflict
from app.events.models import Event
from app.registrations import queries as registrations
from app.registrations.models import Application, CoExhibitor
from app.stands import queries
from app.stands.errors import FasciaClosed, FasciaListEmpty, ReasonMissing
from app.stands.models import FasciaChange, FasciaList, FasciaText


def set_booth_text(
    event: Event,
    application: Application,
    claim: BoothClaim,
    text_vi: str,
    text_en: str,
    *,
    by: Any,
    officer: User | None = None,
    reason: str = "",
) -> bool:
    """Set what stands on the board of one booth of the exhibitor itself, exactly as written (R-47).

    Args:
        officer: the organiser who changes it for the exhibitor; after the deadline nobody else may, and only with `reason`.
    Returns: whether anything changed.
    Raises:
        FasciaClosed: the deadline has passed. ReasonMissing: an officer gave none after it.
    """
    kept = db.session.get(FasciaText, claim.id)
    old = (kept.text_vi, kept.text_en) if kept else (application.fascia_vi, application.fascia_en)
    new = (_composed(text_vi), _composed(text_en))
    if new == old:
        return False
    _require_time(event, officer=officer, reason=reason)
    if kept is None:
        kept = FasciaText(event_id=event.id, claim_id=claim.id)
        db.session.add(kept)
    kept.text_vi, kept.text_en = new
    unit = application.organisation.name
    _log(event, application.id, claim.booth.name, unit, old, new, by=by, officer=officer, reason=reason)
    return True


def set_co_exhibitor_text(
    event: Event,
    firm: CoExhibitor,
    text_vi: str,
    text_en: str,
    *,
    by: Any,
    officer: User | None = None,
    reason: str = "",
) -> bool:
    """Set what stands for a co-exhibitor on the boards of its booths. As `set_booth_text`."""
    old, new = (firm.fascia_vi, firm.fascia_en), (_composed(text_vi), _composed(text_en))
    if new == old:
        return False
    _require_time(event, officer=officer, reason=reason)
    firm.fascia_vi, firm.fascia_en = new
    booths = ", ".join(row.claim.booth.name for row in firm.booths)[:200]
    _log(event, firm.application_id, booths, firm.name, old, new, by=by, officer=officer, reason=reason)
    return True


def is_open(event: Event) -> bool:
    """Tell whether exhibitors may still change their texts."""
    due = registrations.terms_of(event.id).fascia_due_at
    return due is None or clock.now() <= due


def _require_time(event: Event, *, officer: User | None, reason: str) -> None:
    if is_open(event):
        return
    if officer is None:
        raise FasciaClosed
    if not reason.strip():
        raise ReasonMissing


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _log(
    event: Event,
    application_id: int,
    booths: str,
    unit: str,
    old: tuple[str, str],
    new: tuple[str, str],
    *,
    by: Any,
    officer: User | None,
    reason: str,
) -> None:
    newest = queries.newest_list(event)
    change = FasciaChange(
        event_id=event.id,
        application_id=application_id,
        booths=booths,
        unit=unit,
        old_vi=old[0],
        old_en=old[1],
        new_vi=new[0],
        new_en=new[1],
        changed_at=clock.now(),
        changed_by_id=officer.id if officer is not None else None,
        reason=reason,
        since_list=newest.number if newest is not None else None,
    )
    db.session.add(change)
    db.session.flush()
    audit.record(by, "stands.fascia_changed", change, reason=reason, data={"booths": booths, "from": old, "to": new})


def send_list(event: Event, *, sent_to: str, by: User | None) -> FasciaList:
    """Freeze the list as it is now: what the stand builder got, for ever, with the next number.

    Raises:
        FasciaListEmpty: no booth has an exhibitor yet. Conflict: two officers sent at the same moment.
    """
    rows = [[board.booth, board.text_vi, board.text_en, float(board.width_m)] for board in queries.boards_of(event)]
    if not rows:
        raise FasciaListEmpty
    last = sa.select(sa.func.coalesce(sa.func.max(FasciaList.number), 0)).where(FasciaList.event_id == event.id)
    number = int(db.session.scalar(last) or 0) + 1
    with refusing("uq_fascia_list_event_id_number", Conflict(None)):
        made = FasciaList(
            event_id=event.id,
            number=number,
            rows=rows,
            sent_to=sent_to,
            sent_at=clock.now(),
            sent_by_id=by.id if by is not None else None,
        )
        db.session.add(made)
    audit.record(by, "stands.fascia_list_sent", made, data={"number": number, "boards": len(rows)})
    return made
