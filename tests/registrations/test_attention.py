"""Money that comes too late is never lost and never sells a booth twice."""

from datetime import timedelta

import pytest

from app.booths import queries as booths
from app.booths import services
from app.booths.models import BoothState, ClaimState
from app.events.models import Role
from app.payments import queries as payments
from app.payments.models import InvoiceState
from app.payments.services import bank
from app.payments.services.invoices import create_invoice
from app.payments.services.ledger import receive
from app.payments.statements import Credit
from app.registrations.services import decisions, late
from app.registrations.terms import ApplicationState
from tests.conftest import START
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import person_with
from tests.factories.registrations import ApplicationFactory
from tests.support.queries import count_queries


@pytest.fixture
def lapsed(db, clock, outbox, run_jobs):
    """An exhibitor whose booth was released after the days of the deposit: event, application, its first request, booth."""
    event, fair = make_fair(4, starts_at=START + timedelta(days=60), ends_at=START + timedelta(days=65))
    application = ApplicationFactory(event_id=event.id, state=ApplicationState.SUBMITTED)
    officer = UserFactory()
    decisions.assign_booth(event, application, "A02", by=officer)
    invoice = decisions.accept(event, application, by=officer)
    clock.move_to(START + timedelta(days=8))
    (claim,) = booths.overdue_claims(event, (START + timedelta(days=8)).date())
    services.release_late(claim, by=officer)
    run_jobs()
    return event, application, invoice, fair[1]


def pay(event, invoice, amount: int) -> None:
    credit = Credit(1, "FT1", amount, f"CT DEN {invoice.code} tien gian", START + timedelta(days=8))
    assert bank.import_credits(event, [credit], by=None).counts == {bank.Outcome.LATE: 1}


def test_the_exhibitor_is_told_that_the_booth_was_released(lapsed, outbox) -> None:
    _event, application, invoice, booth = lapsed
    assert (invoice.state, booths.state_of(booth)) == (InvoiceState.CANCELLED, BoothState.FREE)
    letters = [letter.subject for letter in outbox if letter.to == application.contact_email]
    assert letters[-1] == "Gian A02 đã bị thu hồi"


def test_a_late_payment_waits_and_gives_the_booth_back_while_it_is_free(db, client, lapsed, run_jobs) -> None:
    event, application, invoice, booth = lapsed
    pay(event, invoice, 2_430_000)
    db.commit()
    client.sign_in(person_with(Role.FINANCE, event))
    path = f"/manage/events/{event.slug}/payments/attention"
    assert "2.430.000" in client.get(path).text
    assert client.submit(f"{path}/{invoice.code}", {"what": "back", "reason": ""}, form="what").status_code == 422
    assert client.submit(f"{path}/{invoice.code}", {"what": "back", "reason": "Tiền đến muộn"}, form="what").status_code == 303
    claim = booths.find_live_claim(booth)
    assert (claim.state, claim.organisation_id) == (ClaimState.CONFIRMED, application.organisation_id)
    db.refresh(application)
    assert (application.invoice_id, payments.credits_left(event)) == (claim.invoice_id, [])
    assert client.get(f"{path}/{invoice.code}").status_code == 409


def test_it_never_sells_the_booth_twice(client, db, lapsed) -> None:
    event, _application, invoice, booth = lapsed
    other = services.assign(booth, OrganisationFactory(), by=UserFactory())
    pay(event, invoice, 4_860_000)
    db.commit()
    client.sign_in(person_with(Role.FINANCE, event))
    path = f"/manage/events/{event.slug}/payments/attention/{invoice.code}"
    assert client.submit(path, {"what": "back", "reason": "x"}, form="what").status_code == 422
    assert client.submit(path, {"what": "other", "other": "A02", "reason": "x"}, form="what").status_code == 409
    assert client.submit(path, {"what": "other", "other": "a03", "reason": "x"}, form="what").status_code == 303
    assert booths.find_live_claim(booth).id == other.id
    assert booths.find_live_claim(booths.get_booth(event, "A03")).state is ClaimState.SOLD


def test_it_is_paid_back_once(client, db, lapsed) -> None:
    event, _application, invoice, _booth = lapsed
    pay(event, invoice, 1_000_000)
    db.commit()
    client.sign_in(person_with(Role.FINANCE, event))
    path = f"/manage/events/{event.slug}/payments/attention/{invoice.code}"
    assert client.submit(path, {"what": "refund", "reason": "FT99"}, form="what").status_code == 303
    assert client.post(path, data={"what": "refund", "reason": "FT99"}).status_code == 409
    assert payments.credits_left(event) == []


def test_the_page_costs_the_same_queries_for_any_number_of_cases(client, db, lapsed) -> None:
    event, _application, invoice, _booth = lapsed
    pay(event, invoice, 1_000)
    assert len(late.cases_of(event)) == 1
    with count_queries() as one:
        late.cases_of(event)
    more = services.assign(booths.get_booth(event, "A03"), OrganisationFactory(), by=UserFactory())
    second = create_invoice(event, more.organisation, services.charges_of(more), by=None)
    services.link([more], second)
    receive(event, second, 5_000, by=None)
    services.take_back(more, by=UserFactory(), reason="x")
    db.expire_all()
    with count_queries() as two:
        assert len(late.cases_of(event)) == 2
    assert len(two) <= len(one) + 1
