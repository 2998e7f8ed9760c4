"""Prices computed anew after the rate card changed: what would change, and the act with what follows for money."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Organisation, User
from app.booths.models import Booth, BoothClaim
from app.booths.services import quoting
from app.booths.services.billing import source_of
from app.booths.services.quoting import Difference
from app.core.db import db
from app.core.i18n import _, _l, force_locale
from app.events.models import Event
from app.payments.models import Invoice, InvoiceState
from app.payments.services.invoices import Charge, create_invoice
from app.payments.services.refunds import Settlement
from app.registrations.errors import PricesChanged
from app.registrations.models import Application, ApplicationBooth
from app.registrations.services import billing


class Way(StrEnum):
    """What follows for the payment request of a booth whose price changes."""

    NONE = "none"
    REISSUE = "reissue"
    DIFFERENCE = "difference"
    REFUND = "refund"

    @property
    def label(self) -> Any:
        return _WAYS[self.value]


_WAYS = {
    "none": _l("nothing has been asked for yet"),
    "reissue": _l("the request is replaced by one with a new number"),
    "difference": _l("a further request for the difference"),
    "refund": _l("the request is replaced and the difference paid back"),
}


@dataclass(frozen=True)
class Row:
    """One booth whose price would change."""

    difference: Difference
    application: Application | None
    invoice: Invoice | None

    @property
    def claim(self) -> BoothClaim:
        return self.difference.claim

    @property
    def way(self) -> Way:
        if self.invoice is None or self.application is None or not self.difference.total_vnd:
            return Way.NONE
        if not self.invoice.paid_vnd:
            return Way.REISSUE
        return Way.DIFFERENCE if self.difference.total_vnd > 0 else Way.REFUND

    @property
    def token(self) -> str:
        """Return what a form sends back: which booth, and the new total that the officer saw."""
        after = self.difference.after
        return f"{self.claim.id}:{after.total_vnd if after else 0}"


def preview(event: Event, *, today: bool = False) -> list[Row]:
    """Return the open orders whose price would change, by booth.

    Args:
        today: take the price of today instead of that of the day on which the booth was taken.
    """
    claims = list(
        db.session.scalars(
            sa.select(BoothClaim)
            .join(Booth, Booth.id == BoothClaim.booth_id)
            .where(BoothClaim.event_id == event.id, BoothClaim.state.in_(quoting.OPEN))
            .options(joinedload(BoothClaim.booth), _firms())
            .order_by(Booth.sort_key)
        )
    )
    found = quoting.differences(event, claims, lambda claim: billing.firm_classes(claim.organisation), today=today)
    changed = [difference for difference in found if difference.changes]
    applications = _applications(event, [difference.claim.id for difference in changed])
    invoices = _invoices(event, [difference.claim for difference in changed])
    return [
        Row(difference, applications.get(difference.claim.id), invoices.get(difference.claim.invoice_id or 0))
        for difference in changed
    ]


def _firms() -> Any:
    firm = joinedload(BoothClaim.organisation)
    return firm.options(joinedload(Organisation.province), joinedload(Organisation.commune))


def _applications(event: Event, claim_ids: Sequence[int]) -> dict[int, Application]:
    chosen = (
        sa.select(ApplicationBooth.claim_id, Application)
        .join(Application, Application.id == ApplicationBooth.application_id)
        .where(ApplicationBooth.event_id == event.id, ApplicationBooth.claim_id.in_(claim_ids))
        .options(joinedload(Application.organisation))
    )
    return {claim_id: application for claim_id, application in db.session.execute(chosen)}


def _invoices(event: Event, claims: Sequence[BoothClaim]) -> dict[int, Invoice]:
    wanted = {claim.invoice_id for claim in claims if claim.invoice_id is not None}
    chosen = sa.select(Invoice).where(
        Invoice.event_id == event.id, Invoice.id.in_(wanted), Invoice.state != InvoiceState.CANCELLED
    )
    return {invoice.id: invoice for invoice in db.session.scalars(chosen.options(selectinload(Invoice.lines)))}


def recompute(event: Event, tokens: Sequence[str], *, by: User, reason: str, today: bool = False) -> int:
    """Give the chosen booths their new price, and let their payment requests follow. Returns: how many booths.

    Args:
        tokens: `Row.token` of what the officer saw and chose.
    Raises:
        PricesChanged: a price or an order is not what the officer saw any more.
        ClaimChanged: an order changed at this very moment.
    """
    rows = {row.token: row for row in preview(event, today=today)}
    if not tokens or any(token not in rows for token in tokens):
        raise PricesChanged
    chosen = [rows[token] for token in dict.fromkeys(tokens)]
    for row in chosen:
        quoting.recompute(row.difference, by=by, reason=reason)
    for invoice_id in dict.fromkeys(row.invoice.id for row in chosen if row.invoice is not None):
        _follow(
            event, [row for row in chosen if row.invoice is not None and row.invoice.id == invoice_id], by=by, reason=reason
        )
    return len(chosen)


def _follow(event: Event, rows: list[Row], *, by: User, reason: str) -> None:
    """Let one payment request follow the new prices of some of its booths."""
    application, invoice = rows[0].application, rows[0].invoice
    total = sum(row.difference.total_vnd for row in rows)
    if application is None or invoice is None or not total:
        return
    claims = [row.claim for row in rows]
    if invoice.paid_vnd and total > 0:
        _ask_for_difference(event, application, rows, by=by, reason=reason)
        return
    surplus = invoice.paid_vnd - (invoice.total_vnd + total)
    settled = Settlement(f"new price of {invoice.code}", surplus, 0) if surplus > 0 else None
    billing.ask_again(event, application, invoice, claims, by=by, reason=reason, surplus=settled)


def _ask_for_difference(event: Event, application: Application, rows: list[Row], *, by: User, reason: str) -> None:
    charges = []
    with force_locale(application.locale):
        for row in rows:
            before, after = row.difference.before, row.difference.after
            if after is None:
                continue
            text = _("Difference of price for booth %(code)s: %(reason)s", code=row.claim.booth.code, reason=reason)
            net, vat = after.net_vnd - before.net_vnd, after.vat_vnd - before.vat_vnd
            source = source_of(row.claim)
            charges.append(Charge(text[:300], net, after.vat_pct, unit=_("booth"), share_vnd=vat, source=source))
    create_invoice(event, application.organisation, charges, by=by)
