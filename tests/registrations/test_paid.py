"""Who pays the deposit has the booth for good."""

import pytest

from app.booths.models import ClaimState
from app.payments.services.invoices import Charge, cancel_invoice
from app.payments.services.ledger import receive
from app.registrations.models import ApplicationBooth
from app.registrations.services import paid
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.factories.payments import make_invoice
from tests.factories.registrations import ApplicationFactory


@pytest.fixture
def exhibitor(db):
    """An accepted exhibitor: event, claim, payment request."""
    event, (booth, *_rest) = make_fair()
    claim = BoothClaimFactory(of=booth)
    application = ApplicationFactory(event_id=event.id)
    invoice = make_invoice(event, application.organisation)
    application.invoice_id = claim.invoice_id = invoice.id
    db.add(ApplicationBooth(event_id=event.id, application_id=application.id, claim_id=claim.id))
    db.flush()
    return event, claim, invoice, application


def test_the_deposit_confirms_the_booth_and_the_rest_sells_it(exhibitor, run_jobs, outbox) -> None:
    event, claim, invoice, _application = exhibitor
    receive(event, invoice, invoice.deposit_vnd - 1, by=None)
    run_jobs()
    assert claim.state == ClaimState.RESERVED
    receive(event, invoice, 1, by=None)
    run_jobs()
    assert claim.state == ClaimState.CONFIRMED
    receive(event, invoice, invoice.open_vnd, by=None)
    run_jobs()
    assert claim.state == ClaimState.SOLD
    assert [letter.subject for letter in outbox] == ["Gian A01 đã được xác nhận", "Gian A01 đã thanh toán đủ"]


def test_a_booth_added_after_the_request_waits_for_its_own(db, exhibitor) -> None:
    _event, claim, invoice, _application = exhibitor
    invoice.paid_vnd = invoice.deposit_vnd
    claim.invoice_id = None
    db.flush()
    assert (paid.confirm_booths(invoice.id), claim.state) == (0, ClaimState.RESERVED)


def test_a_cancelled_request_confirms_nothing(exhibitor) -> None:
    event, claim, invoice, _application = exhibitor
    receive(event, invoice, invoice.deposit_vnd, by=None)
    cancel_invoice(event, invoice, by=None, reason="rút lui")
    assert (paid.confirm_booths(invoice.id), claim.state) == (0, ClaimState.RESERVED)


def test_a_free_booth_is_sold_at_once(db, exhibitor, run_jobs) -> None:
    event, claim, _invoice, application = exhibitor
    free = make_invoice(event, application.organisation, [Charge("Gian hàng được hỗ trợ", 0, 8)])
    application.invoice_id = claim.invoice_id = free.id
    db.flush()
    run_jobs()
    assert claim.state == ClaimState.SOLD
