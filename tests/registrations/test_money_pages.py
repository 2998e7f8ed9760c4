"""Pages about the money of exhibitors: for them and for organisers."""

from typing import Any

import pytest
import sqlalchemy as sa

from app.booths.models import BoothKind
from app.booths.services import Rates
from app.booths.services import rates as card
from app.events.models import Role
from app.payments import queries as payments
from app.payments.models import Refund
from app.payments.services import refunds
from app.payments.services.ledger import receive
from app.payments.services.refunds import Tier
from app.registrations import links, services
from app.registrations.models import ApplicationState
from app.registrations.services import billing
from tests.factories.accounts import OrganisationFactory
from tests.factories.booths import make_fair
from tests.factories.events import person_with
from tests.support import pdf as pdfs


@pytest.fixture
def event(db):
    return make_fair(4)[0]


@pytest.fixture
def organiser(client, event):
    person = person_with(Role.ORGANISER, event)
    client.sign_in(person)
    return person


@pytest.fixture
def exhibitor(db, event, organiser):
    unit: Any = None  # an organisation that is known needs no details
    application = services.start(event, unit, organisation=OrganisationFactory())
    application.state = ApplicationState.SUBMITTED
    db.flush()
    for code in ("A01", "A02"):
        services.assign_booth(event, application, code, by=organiser)
    services.accept(event, application, by=organiser)
    return application


def manage(event, rest: str) -> str:
    return f"/manage/events/{event.slug}/{rest}"


def own(application, rest: str = "") -> str:
    return f"/exhibitor/{links.link_secret(application)}{rest}"


def test_the_exhibitor_sees_page_and_pdf_with_the_same_lines(client, exhibitor) -> None:
    invoice = billing.requests_for(exhibitor)[0]
    page = client.get(own(exhibitor, "/costs"))
    assert page.status_code == 200
    pdf = pdfs.text(client.get(own(exhibitor, f"/payments/{invoice.code}/request.pdf")).data)
    for line in invoice.lines:
        assert line.text in page.text
        assert line.text in " ".join(pdf.split())
    assert "10.206.000" in page.text
    assert client.get(own(exhibitor, f"/payments/{invoice.code}")).status_code == 200
    assert client.get(own(exhibitor, "/payments/HCM0TT9999")).status_code == 404


def test_the_exhibitor_reads_what_is_paid_back_before_withdrawing(client, event, organiser, exhibitor) -> None:
    refunds.set_tiers(event, [Tier(40, 50, 100)], by=organiser)
    receive(event, billing.requests_for(exhibitor)[0], 2_000_000, by=None)
    page = client.get(own(exhibitor, "/withdraw")).text
    assert "1.000.000" in page
    assert client.submit(own(exhibitor, "/withdraw"), {"reason": "Bận"}, form="reason").status_code == 303
    assert payments.refunds_due(event) == (1, 1_000_000)


def test_terms_are_set_and_what_does_not_fit_is_refused_at_its_field(client, event, organiser) -> None:
    path = manage(event, "payments/refund-terms")
    typed = {"days_1": "60", "deposit_1": "50", "balance_1": "100", "days_2": "30", "deposit_2": "80", "balance_2": "50"}
    refused = client.submit(path, typed, form="days_1")
    assert refused.status_code == 422
    assert 'id="deposit_2-error"' in refused.text
    assert 'id="days_2-error"' in client.submit(path, typed | {"days_2": ""}, form="days_1").text
    assert client.submit(path, typed | {"deposit_2": "20"}, form="days_1").status_code == 303
    assert [(tier.days_before, tier.deposit_pct) for tier in payments.refund_tiers_of(event)] == [(60, 50), (30, 20)]
    assert client.get(manage(event, "payments/refunds")).status_code == 200


def test_a_booth_is_taken_back_after_a_look_at_the_money_and_the_refund_paid_out(
    client, db, event, organiser, exhibitor
) -> None:
    refunds.set_tiers(event, [Tier(0, 50, 50)], by=organiser)
    invoice = billing.requests_for(exhibitor)[0]
    receive(event, invoice, invoice.total_vnd, by=None)
    claim = next(row.claim for row in exhibitor.booths if row.claim.booth.code == "A01")
    path = manage(event, f"booths/claims/{claim.id}/release")
    assert "2.673.000" in client.get(path).text
    assert client.submit(path, {"reason": ""}, form="reason").status_code == 422
    assert client.submit(path, {"reason": "Giảm diện tích"}, form="reason").status_code == 303
    assert client.get(path).status_code == 404
    made = db.scalars(sa.select(Refund)).one()
    pay = manage(event, f"payments/refunds/{made.id}")
    assert client.submit(pay, {"reference": "FT26344"}, form="reference").status_code == 303
    assert client.submit(pay, {"reference": "FT26344"}, form="reference").status_code == 409
    assert "FT26344" in client.get(manage(event, "payments/refunds")).text


def test_agreed_prices_are_computed_anew_only_with_a_choice_and_a_reason(client, event, organiser, exhibitor) -> None:
    path = manage(event, "booths/agreed-prices")
    assert client.get(path).status_code == 200
    card.set_rates(event, {BoothKind.STANDARD: Rates(per_booth_vnd=5_000_000, corner_pct=10)}, by=organiser)
    page = client.get(path)
    assert "594.000" in page.text
    assert client.submit(path, {"reason": "Nghị quyết"}, form="reason").status_code == 422
    claim = next(row.claim for row in exhibitor.booths if row.claim.booth.code == "A01")
    chosen = {"chosen": f"{claim.id}:5940000"}
    assert client.submit(path, chosen | {"reason": ""}, form="reason").status_code == 422
    assert client.submit(path, chosen | {"reason": "Nghị quyết"}, form="reason").status_code == 303
    assert claim.total_vnd == 5_940_000
    stale = {"chosen": f"{claim.id}:1"}
    assert client.post(path, data=stale | {"reason": "Nghị quyết", "basis": "booked"}).status_code == 422


def test_a_claim_of_another_event_is_not_found(client, event, organiser, exhibitor) -> None:
    other = make_fair(1)[0]
    client.sign_in(person_with(Role.ORGANISER, other))
    claim = exhibitor.booths[0].claim
    assert client.get(manage(other, f"booths/claims/{claim.id}/release")).status_code == 404
