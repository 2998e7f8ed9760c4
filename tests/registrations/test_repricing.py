"""Prices computed anew: only by an explicit act, with a reason, and payment requests are replaced, never edited."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import OrganisationKind, User
from app.audit.models import AuditEntry
from app.booths.models import BoothClaim, BoothKind, FirmClass, PriceTier
from app.booths.rate_card import Days
from app.booths.services import Rates
from app.booths.services import rates as card
from app.booths.services.rates import SubsidyTerms
from app.core import clock
from app.events.models import Event
from app.payments.models import Invoice, InvoiceState, Refund
from app.payments.services.ledger import receive
from app.registrations import services
from app.registrations.errors import PricesChanged
from app.registrations.models import Application
from app.registrations.services import billing, repricing
from app.registrations.services.repricing import Way
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import make_fair
from tests.factories.registrations import ApplicationFactory
from tests.support.queries import count_queries

NEW = {BoothKind.STANDARD: Rates(per_booth_vnd=5_000_000, corner_pct=10, vat_pct=8)}


def accept(event: Event, booth_codes: list[str], by: User, **unit) -> Application:
    application = ApplicationFactory(event_id=event.id, contact_email="", organisation=OrganisationFactory(**unit))
    for code in booth_codes:
        services.assign_booth(event, application, code, by=by)
    services.accept(event, application, by=by)
    return application


@pytest.fixture
def officer(db) -> User:
    return UserFactory()


@pytest.fixture
def fair(db) -> Event:
    return make_fair(6)[0]


@pytest.fixture
def exhibitor(fair, officer) -> Application:
    return accept(fair, ["A01", "A02"], officer)


def request_of(application: Application) -> Invoice:
    return billing.requests_for(application)[-1]


def test_the_request_prints_the_lines_of_the_price(exhibitor) -> None:
    invoice = request_of(exhibitor)
    lines = [(line.text, line.net_vnd, line.vat_vnd) for line in invoice.lines]
    assert lines == [
        ("Tiền thuê gian A01", 4_500_000, 360_000),
        ("Phụ thu gian góc A01", 450_000, 36_000),
        ("Tiền thuê gian A02", 4_500_000, 360_000),
    ]
    assert invoice.total_vnd == 5_346_000 + 4_860_000


def test_new_rates_change_no_price_until_somebody_says_so(db, fair, exhibitor, officer) -> None:
    card.set_rates(fair, NEW, by=officer)
    assert request_of(exhibitor).total_vnd == 10_206_000
    rows = repricing.preview(fair)
    assert [(row.claim.booth.code, row.difference.total_vnd, row.way) for row in rows] == [
        ("A01", 594_000, Way.REISSUE),
        ("A02", 540_000, Way.REISSUE),
    ]
    old = request_of(exhibitor)
    assert repricing.recompute(fair, [rows[0].token], by=officer, reason="Nghị quyết 5") == 1
    new = request_of(exhibitor)
    assert (old.state, old.replaced_by_id, old.total_vnd) == (InvoiceState.CANCELLED, new.id, 10_206_000)
    assert (new.total_vnd, new.code != old.code, exhibitor.invoice_id) == (10_800_000, True, new.id)
    entry = db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "booths.price_recomputed")).one()
    assert (entry.reason, entry.data["total_before_vnd"], entry.data["total_vnd"]) == ("Nghị quyết 5", 5_346_000, 5_940_000)
    with pytest.raises(PricesChanged):
        repricing.recompute(fair, [rows[0].token], by=officer, reason="Lần nữa")


def test_a_paid_request_stays_and_the_difference_is_asked_for(db, fair, exhibitor, officer) -> None:
    paid = request_of(exhibitor)
    receive(fair, paid, paid.total_vnd, by=None)
    card.set_rates(fair, NEW, by=officer)
    rows = repricing.preview(fair)
    assert {row.way for row in rows} == {Way.DIFFERENCE}
    repricing.recompute(fair, [row.token for row in rows], by=officer, reason="Nghị quyết 5")
    further = request_of(exhibitor)
    assert (paid.state, further.total_vnd, further.net_vnd, len(further.lines)) == (InvoiceState.PAID, 1_134_000, 1_050_000, 2)
    assert repricing.preview(fair) == []


def test_a_lower_price_of_a_paid_booth_is_paid_back(db, fair, exhibitor, officer) -> None:
    paid = request_of(exhibitor)
    receive(fair, paid, paid.total_vnd, by=None)
    card.set_rates(fair, {BoothKind.STANDARD: Rates(per_booth_vnd=4_000_000, corner_pct=10)}, by=officer)
    rows = repricing.preview(fair)
    assert {row.way for row in rows} == {Way.REFUND}
    repricing.recompute(fair, [row.token for row in rows], by=officer, reason="Giảm giá")
    new = request_of(exhibitor)
    assert (new.state, new.total_vnd, new.paid_vnd) == (InvoiceState.PAID, 9_072_000, 9_072_000)
    assert db.scalars(sa.select(Refund.refund_vnd)).all() == [10_206_000 - 9_072_000]


def test_closed_orders_are_never_computed_anew(fair, exhibitor, officer) -> None:
    card.set_rates(fair, NEW, by=officer)
    services.withdraw(fair, exhibitor, by=officer)
    assert repricing.preview(fair) == []


def test_who_booked_early_keeps_the_early_price_unless_today_is_asked_for(fair, exhibitor, officer) -> None:
    today = clock.today(fair.timezone)
    bands = [Days(PriceTier.EARLY, None, today), Days(PriceTier.LATE, today + timedelta(days=1), None)]
    card.set_bands(fair, bands, by=officer)
    card.set_rates(fair, {BoothKind.STANDARD: Rates(per_booth_vnd=4_600_000, early_vnd=4_500_000, corner_pct=10)}, by=officer)
    with clock.at(clock.now() + timedelta(days=3)):
        assert repricing.preview(fair) == []
        assert [row.difference.total_vnd for row in repricing.preview(fair, today=True)] == [118_800, 108_000]


def test_a_support_is_a_line_of_its_own_that_says_who_pays_and_why(db, fair, officer) -> None:
    terms = SubsidyTerms("KCQG", "Cục Công Thương địa phương", "QĐ 12/2026", FirmClass.COOPERATIVE, pct=80)
    card.save_subsidy(fair, terms, by=officer)
    card.save_subsidy(fair, SubsidyTerms("Tỉnh", "Sở", "QĐ 1", FirmClass.ANY, amount_vnd=1_000_000), by=officer)
    cooperative = accept(fair, ["A03"], officer, kind=OrganisationKind.COOPERATIVE)
    company = accept(fair, ["A04"], officer, kind=OrganisationKind.COMPANY)
    invoice = request_of(cooperative)
    assert [line.net_vnd for line in invoice.lines] == [4_500_000, -3_600_000]
    for told in ("KCQG", "Cục Công Thương địa phương", "QĐ 12/2026"):
        assert told in invoice.lines[1].text
    assert (invoice.vat_vnd, invoice.total_vnd) == (72_000, 972_000)
    assert request_of(company).total_vnd == 3_780_000
    assert db.scalar(sa.select(BoothClaim.subsidy_vnd).where(BoothClaim.invoice_id == invoice.id)) == 3_600_000


def test_a_free_booth_needs_no_payment(fair, officer, run_jobs) -> None:
    card.set_rates(fair, {BoothKind.STANDARD: Rates(corner_pct=10)}, by=officer)
    application = accept(fair, ["A05"], officer)
    invoice = request_of(application)
    assert (invoice.state, invoice.total_vnd, [line.net_vnd for line in invoice.lines]) == (InvoiceState.PAID, 0, [0])


def test_the_preview_costs_the_same_queries_for_one_and_three_exhibitors(fair, exhibitor, officer, db) -> None:
    card.set_rates(fair, NEW, by=officer)

    def cost() -> int:
        db.expire_all()
        fair.id  # noqa: B018 -- the event is there before the page asks
        with count_queries() as queries:
            repricing.preview(fair)
        return len(queries)

    repricing.preview(fair)
    before = cost()
    for code in ("A03", "A04"):
        card.set_rates(fair, {BoothKind.STANDARD: Rates(per_booth_vnd=1)}, by=officer)
        accept(fair, [code], officer)
    assert cost() == before
