"""New numbers for booths. Open payment requests follow when asked to, paid ones never (R-50)."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.booths import queries
from app.booths.errors import CodeTaken, ReasonMissing
from app.booths.models import Booth
from app.booths.services.billing import bill_again
from app.booths.services.planning import renew_plan
from app.booths.stands import label_of
from app.core.db import db, refusing
from app.core.i18n import _l
from app.core.text import natural_key
from app.jobs import services as jobs
from app.payments.models import Invoice, InvoiceState

OPEN_ORDERS = (InvoiceState.OPEN, InvoiceState.PART_PAID)


def open_order_of(booth: Booth) -> Invoice | None:
    """Return the payment request that names the booth and is not paid yet, about which the officer is asked."""
    claim = queries.find_live_claim(booth)
    invoice = db.session.get(Invoice, claim.invoice_id) if claim is not None and claim.invoice_id else None
    return invoice if invoice is not None and invoice.state in OPEN_ORDERS else None


def rename(booth: Booth, code: str, *, by: User, reason: str, follow: bool) -> None:
    """Give `booth` a new number; who has it is told, and keeps it.

    Args:
        code: valid by `sheets.parse_code`.
        follow: whether an open payment request is replaced by one with the new number.
    Raises:
        ReasonMissing. CodeTaken: another booth of the event has this number.
    """
    if not reason.strip():
        raise ReasonMissing
    before = booth.name
    with refusing("uq_booth_event_id_code", CodeTaken(_l("There is a booth %(code)s already.", code=code), field="code")):
        booth.code, booth.sort_key = code, natural_key(code)
        db.session.flush()
    _label_again(booth)
    audit.record(by, "booths.renamed", booth, reason=reason, data={"before": before, "after": booth.name, "follow": follow})
    claim = queries.find_live_claim(booth)
    order = open_order_of(booth)
    if claim is not None and order is not None and follow:
        bill_again(booth.event, [claim], by=by, reason=reason, always=True)
    if claim is not None and claim.organisation_id is not None:
        payload = {"what": "renamed", "before": before, "reason": reason, "difference_vnd": 0}
        jobs.tell("booths.claim_changed", claim_id=claim.id, event_id=booth.event_id, **payload)
    renew_plan(booth.event_id)


def _label_again(booth: Booth) -> None:
    head_id = booth.merged_into_id or booth.id
    chosen = sa.select(Booth).where(sa.or_(Booth.id == head_id, Booth.merged_into_id == head_id)).order_by(Booth.sort_key)
    parts: Sequence[Booth] = db.session.scalars(chosen).all()
    if len(parts) > 1:
        head = next(part for part in parts if part.id == head_id)
        head.label = label_of([part.code for part in parts])
        db.session.flush()
