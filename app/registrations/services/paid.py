"""What follows from money: the booths of an exhibitor who paid as agreed are confirmed."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.booths import services as booths
from app.booths.models import ClaimState
from app.core.db import db
from app.payments.models import Invoice, InvoiceState
from app.registrations.models import Application, ApplicationBooth


def confirm_booths(invoice_id: int) -> int:
    """Confirm the reserved booths of the application whose payment request has reached its deposit (R-49).

    Booths that were added after the request are paid by a request of their own and stay reserved. Doing it twice
    changes nothing.

    Returns: how many booths were confirmed.
    """
    invoice = db.session.get(Invoice, invoice_id)
    if invoice is None or invoice.state is InvoiceState.CANCELLED or invoice.paid_vnd < invoice.deposit_vnd:
        return 0
    chosen = sa.select(Application).where(Application.event_id == invoice.event_id, Application.invoice_id == invoice.id)
    application = db.session.scalar(chosen.options(selectinload(Application.booths).joinedload(ApplicationBooth.claim)))
    if application is None:
        return 0
    paid = [row.claim for row in application.booths if row.claim.created_at <= invoice.created_at]
    reserved = [claim for claim in paid if claim.state is ClaimState.RESERVED]
    for claim in reserved:
        booths.confirm(claim, by=None)
    return len(reserved)
