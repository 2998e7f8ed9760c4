"""Services that exhibitors order: prices by date, limits, payment requests, the contractor's table."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.booths import services as booths
from app.booths.models import PriceTier
from app.core import clock
from app.core.registry import CloneRun
from app.documents.spreadsheet import read_table
from app.events.models import Role
from app.payments.models import InvoiceState
from app.payments.services import refunds
from app.payments.services.ledger import receive
from app.payments.services.refunds import Tier
from app.registrations import links
from app.registrations import services as applications
from app.registrations.models import Application, ApplicationState
from app.registrations.services import billing
from app.stands.errors import NothingToAsk, OrderRefused
from app.stands.models import ServiceNeed, StandOrder, StandService
from app.stands.queries import orders as queries
from app.stands.services import orders as services
from app.stands.services.orders import ServiceTerms
from app.stands.usual_services import usual_services
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import HANOI, EventFactory, person_with
from tests.support.queries import count_queries

EARLY, STANDARD, LATE = PriceTier
SOCKET = ServiceTerms(
    "Ổ cắm thêm",
    "cái",
    300_000,
    date(2026, 11, 20),
    name_en="Extra socket",
    early_vnd=270_000,
    early_until_on=date(2026, 10, 31),
    late_vnd=360_000,
    closes_on=date(2026, 12, 4),
    most=10,
)


def at(month: int, day: int):
    return clock.at(datetime(2026, month, day, 10, 0, tzinfo=HANOI))


@pytest.fixture
def officer(db):
    return UserFactory()


@pytest.fixture
def event(db):
    return make_fair(4)[0]


def accept(event, by, booth: str) -> Application:
    application = applications.start(event, None, organisation=OrganisationFactory())  # type: ignore[arg-type]
    application.state = ApplicationState.SUBMITTED
    application.contact_name = "Giàng A Páo"
    applications.assign_booth(event, application, booth, by=by)
    applications.accept(event, application, by=by)
    return application


@pytest.fixture
def exhibitor(db, event, officer) -> Application:
    return accept(event, officer, "A01")


@pytest.fixture
def socket(event, officer) -> StandService:
    return services.save_service(event, SOCKET, by=officer)


def prices(application) -> list[tuple[int, int]]:
    return [(row.quantity, row.unit_price_vnd) for row in queries.orders_of(application)]


def test_each_unit_keeps_the_price_of_its_day_and_the_dearest_goes_back_first(event, exhibitor, socket) -> None:
    with at(10, 31):
        services.order(event, exhibitor, {socket.id: 2}, by="x")
    with at(11, 1):
        services.order(event, exhibitor, {socket.id: 3}, by="x")
    assert prices(exhibitor) == [(2, 270_000), (1, 300_000)]
    with at(11, 20):
        services.order(event, exhibitor, {socket.id: 1}, by="x")
    assert prices(exhibitor) == [(1, 270_000)]


def test_after_the_deadline_more_costs_the_late_price_and_nothing_goes_back(event, exhibitor, socket) -> None:
    with at(11, 20):
        services.order(event, exhibitor, {socket.id: 1}, by="x")
    with at(11, 21):
        services.order(event, exhibitor, {socket.id: 2}, by="x")
        assert prices(exhibitor) == [(1, 300_000), (1, 360_000)]
        with pytest.raises(OrderRefused):
            services.order(event, exhibitor, {socket.id: 1}, by="x")
    with at(12, 5), pytest.raises(OrderRefused):
        services.order(event, exhibitor, {socket.id: 3}, by="x")


@pytest.mark.parametrize(("changes", "number"), [({"most": 2}, 3), ({"is_offered": False}, 1)])
def test_limits_are_kept(event, exhibitor, officer, socket, changes, number) -> None:
    services.save_service(event, ServiceTerms(**{**vars(SOCKET), **changes}), by=officer, service=socket)
    with pytest.raises(OrderRefused) as refused:
        services.order(event, exhibitor, {socket.id: number}, by="x")
    assert refused.value.service_id == socket.id
    assert prices(exhibitor) == []


def test_what_needs_an_outlet_is_for_booths_that_have_one_once_the_plan_says_so(db, event, exhibitor, officer, socket) -> None:
    services.save_service(event, ServiceTerms(**vars(SOCKET) | {"needs": ServiceNeed.POWER}), by=officer, service=socket)
    services.order(event, exhibitor, {socket.id: 1}, by="x")
    other = accept(event, officer, "A02")
    exhibitor.booths[0].claim.booth.power_points = 1
    db.flush()
    services.order(event, exhibitor, {socket.id: 2}, by="x")
    with pytest.raises(OrderRefused):
        services.order(event, other, {socket.id: 1}, by="x")


def test_the_request_of_its_own_has_the_vat_of_each_line(event, exhibitor, officer, socket) -> None:
    carpet = services.save_service(event, ServiceTerms("Thảm", "m²", 60_000, date(2026, 11, 20), vat_pct=10), by=officer)
    with at(11, 1):
        services.order(event, exhibitor, {socket.id: 1, carpet.id: 9}, by="x")
    invoice = services.ask_for_payment(event, exhibitor, by=officer)
    assert [(line.text, line.quantity, line.vat_vnd) for line in invoice.lines] == [
        ("Ổ cắm thêm", 1, 24_000),
        ("Thảm", 9, 54_000),
    ]
    assert invoice.total_vnd == 324_000 + 594_000
    with pytest.raises(NothingToAsk):
        services.ask_for_payment(event, exhibitor, by=officer)
    with at(11, 2), pytest.raises(OrderRefused):
        services.order(event, exhibitor, {socket.id: 0}, by="x")


def test_services_go_onto_the_open_request_which_gets_a_new_number(event, exhibitor, officer, socket, run_jobs) -> None:
    old = billing.requests_for(exhibitor)[0]
    with at(11, 1):
        services.order(event, exhibitor, {socket.id: 2}, by="x")
    new = services.ask_for_payment(event, exhibitor, by=officer, onto_open=True)
    assert (old.state, old.replaced_by_id) == (InvoiceState.CANCELLED, new.id)
    assert new.total_vnd == 5_346_000 + 648_000
    assert exhibitor.invoice_id == new.id
    claim = exhibitor.booths[0].claim
    booths.take_back(claim, by=officer, reason="Rút", by_terms=True)
    run_jobs()
    rest = queries.orders_of(exhibitor)[0].invoice
    assert (rest.total_vnd, rest.state) == (648_000, InvoiceState.OPEN)


def test_who_withdraws_pays_no_services_and_gets_back_what_the_terms_say(
    db, event, exhibitor, officer, socket, run_jobs
) -> None:
    refunds.set_tiers(event, [Tier(10, 50, 50)], by=officer)
    services.order(event, exhibitor, {socket.id: 1}, by="x")
    invoice = services.ask_for_payment(event, exhibitor, by=officer)
    receive(event, invoice, invoice.total_vnd, by=None)
    services.order(event, exhibitor, {socket.id: 2}, by="x")
    applications.withdraw(event, exhibitor, by=officer)
    run_jobs()
    assert queries.orders_of(exhibitor) == []
    assert invoice.state is InvoiceState.CANCELLED
    assert db.scalar(sa.select(sa.func.sum(refunds.Refund.refund_vnd))) == invoice.total_vnd // 2


def test_the_exhibitor_orders_on_the_page_and_sees_price_and_sum(client, event, exhibitor, socket) -> None:
    path = f"/exhibitor/{links.link_secret(exhibitor)}/services"
    page = client.get(path)
    assert "270.000" in page.text
    assert "31/10/2026" in page.text
    field = f"service_{socket.id}"
    refused = client.submit(path, {field: "11"}, form=field)
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert 'value="11"' in refused.text
    assert client.submit(path, {field: "ba"}, form=field).status_code == 422
    assert client.submit(path, {field: "2"}, form=field).status_code == 303
    assert "583.200" in client.get(path).text
    assert "540.000" in client.get(path).text
    assert "Ổ cắm thêm" in client.get(f"/exhibitor/{links.link_secret(exhibitor)}").text


def test_the_organiser_keeps_the_list(client, db, event) -> None:
    client.sign_in(person_with(Role.ORGANISER, event))
    path = f"/manage/events/{event.slug}/services"
    assert client.submit(path, form="/usual").status_code == 303
    known = {service.name: service for service in queries.services_of(event)}
    assert len(known) == len(usual_services(event))
    first = next(iter(known.values()))
    assert (first.standard_vnd, first.vat_pct) == (300_000, 8)
    typed = {"name": "Máy nén khí", "unit": "máy", "standard_vnd": "2.000.000", "deadline_on": "2026-11-20", "vat_pct": "8"}
    wrong = typed | {"late_vnd": "1.000", "early_vnd": "5", "closes_on": "2026-11-01"}
    refused = client.submit(f"{path}/new", wrong, form="unit")
    assert refused.status_code == 422
    for field in ("late_vnd", "early_vnd", "closes_on"):
        assert f'id="{field}-error"' in refused.text
    assert client.submit(f"{path}/new", typed, form="unit").status_code == 303
    assert client.submit(f"{path}/new", typed, form="unit").status_code == 422
    made = next(service for service in queries.services_of(event) if service.name == "Máy nén khí")
    assert client.submit(f"{path}/{made.id}", {"standard_vnd": "2.100.000"}, form="unit").status_code == 303
    assert client.submit(f"{path}/{made.id}", form="/delete").status_code == 303
    foreign = services.save_service(EventFactory(), SOCKET, by="x")
    assert client.get(f"{path}/{foreign.id}").status_code == 404


def test_the_contractor_gets_a_table_and_the_page_costs_the_same_for_any_number_of_exhibitors(
    client, event, exhibitor, officer, socket
) -> None:
    client.sign_in(person_with(Role.ORGANISER, event))
    path = f"/manage/events/{event.slug}/services/orders"
    services.order(event, exhibitor, {socket.id: 2}, by="x")
    client.get(path)
    with count_queries() as before:
        assert "583.200" in client.get(path).text
    for code in ("A02", "A03"):
        services.order(event, accept(event, officer, code), {socket.id: 1}, by="x")
    client.get(path)
    with count_queries() as after:
        client.get(path)
    assert len(after) == len(before)
    table = read_table(client.get(f"{path}.xlsx").data, "services.xlsx")
    assert [list(row.cells.values())[0] for row in table.rows] == ["A01", "A02", "A03"]
    assert client.submit(path, form="request-all").status_code == 303
    assert {row.invoice_id is None for row in queries.all_orders(event)} == {False}
    assert client.post(f"{path}/request-all").status_code == 409


def test_the_list_moves_to_the_next_edition_with_its_dates(db, event, socket) -> None:
    target = EventFactory()
    services.clone_services(event, target, CloneRun(364, event.timezone, frozenset(), by=UserFactory()))
    copied = queries.services_of(target)[0]
    assert (copied.standard_vnd, copied.deadline_on) == (300_000, date(2026, 11, 20) + timedelta(days=364))
    assert db.scalar(sa.select(sa.func.count(StandOrder.id))) == 0
