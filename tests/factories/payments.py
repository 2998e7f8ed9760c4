"""Factories of payment requests, made by the services that real ones come from."""

from app.payments.models import Invoice
from app.payments.services.invoices import Charge, create_invoice
from tests.factories.accounts import OrganisationFactory
from tests.factories.events import EventFactory

A12 = (
    Charge("Gian hàng tiêu chuẩn A12", 4_500_000, 8, unit="gian"),
    Charge("Phụ thu gian góc 10 %", 450_000, 8),
)


def make_invoice(event=None, payer=None, charges=A12, **arguments) -> Invoice:
    """Return a flushed payment request over the corner booth A12 (5.346.000 đ)."""
    return create_invoice(event or EventFactory(), payer or OrganisationFactory(), charges, by=None, **arguments)
