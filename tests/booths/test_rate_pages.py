"""The rate card as organisers set it and as everybody reads it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.audit.models import AuditEntry
from app.booths import queries, services
from app.booths.models import BoothKind, BoothPrice, PriceTier
from app.booths.plan import load_plan
from app.booths.rate_card import Days
from app.booths.services import Holder, Rates
from app.booths.services import rates as card_services
from app.core import clock
from app.core.registry import CloneRun
from app.events.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import EventFactory, person_with
from tests.support.queries import count_queries

EARLY, STANDARD, LATE = PriceTier


@pytest.fixture
def fair(db):
    return make_fair(3)


@pytest.fixture
def event(fair):
    return fair[0]


@pytest.fixture
def organiser(event, client):
    person = person_with(Role.ORGANISER, event)
    client.sign_in(person)
    return person


def page(event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/booths/rates{rest}"


def set_early(event, by, until: date, amount: int = 4_000_000) -> None:
    card_services.set_bands(event, [Days(EARLY, None, until), Days(STANDARD, until + timedelta(days=1), None)], by=by)
    rates = Rates(per_booth_vnd=4_500_000, early_vnd=amount, corner_pct=10)
    card_services.set_rates(event, {BoothKind.STANDARD: rates}, by=by)


def test_a_line_is_added_changed_and_deleted(client, db, event, organiser) -> None:
    typed = {"kind": "standard", "price_group": "Cổng chính", "standard": "6.000.000", "early": "5.500.000"}
    typed |= {"corner": "10 %", "island": "1.200.000", "vat": "8"}
    assert client.submit(page(event, "/lines/new"), typed, form="standard").status_code == 303
    line = next(row for row in queries.lines_of(event.id) if row.price_group)
    assert (line.per_booth_vnd, line.early_vnd, line.late_vnd, line.vat_pct) == (6_000_000, 5_500_000, None, 8)
    assert (line.corner_pct, line.head_pct, line.island_vnd) == (10, None, 1_200_000)
    path = page(event, f"/lines/{line.id}")
    assert 'value="6.000.000"' in client.get(path).text
    assert client.submit(path, {"unit": "m2", "standard": "500.000", "min_area": "36"}, form="standard").status_code == 303
    assert (line.per_booth_vnd, line.per_m2_vnd, line.min_area_m2) == (0, 500_000, 36)
    assert client.submit(path, form="/delete").status_code == 303
    assert len(queries.lines_of(event.id)) == 2
    assert [row.action for row in db.query(AuditEntry).order_by(AuditEntry.id)][-1] == "booths.rate_deleted"


@pytest.mark.parametrize(
    ("field", "typed"),
    [("vat", "101"), ("vat", "8,5"), ("standard", "4,5 triệu"), ("standard", ""), ("corner", "110 %"), ("corner", "một nửa")],
)
def test_what_is_wrong_is_refused_at_its_field_and_stays(client, event, organiser, field, typed) -> None:
    known = {"standard": "7.000.000", "price_group": "G", "vat": "8"}
    answer = client.submit(page(event, "/lines/new"), known | {field: typed}, form="standard")
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert len(queries.lines_of(event.id)) == 2


def test_two_lines_for_the_same_booths_are_refused(client, event, organiser) -> None:
    answer = client.submit(page(event, "/lines/new"), {"kind": "standard", "standard": "1"}, form="standard")
    assert answer.status_code == 422
    assert 'id="kind-error"' in answer.text


def test_a_line_of_another_event_is_not_found(client, event, organiser) -> None:
    other, _booths = make_fair(1)
    foreign = queries.lines_of(other.id)[0]
    assert client.get(page(event, f"/lines/{foreign.id}")).status_code == 404
    assert client.post(page(event, f"/lines/{foreign.id}/delete")).status_code == 404


def test_bands_are_saved_and_a_gap_is_refused_at_the_field(client, event, organiser) -> None:
    typed = {"early_until": "2026-09-30", "standard_from": "2026-10-03"}
    answer = client.submit(page(event), typed, form="/dates")
    assert answer.status_code == 422
    assert 'id="standard_from-error"' in answer.text
    assert 'value="2026-10-03"' in answer.text
    assert queries.bands_of(event.id) == []
    assert client.submit(page(event), typed | {"standard_from": "2026-10-01"}, form="/dates").status_code == 303
    assert [(band.tier, band.ends_on) for band in queries.bands_of(event.id)] == [(EARLY, date(2026, 9, 30)), (STANDARD, None)]


def test_the_early_price_ends_at_midnight_of_the_events_zone_also_on_the_kept_plan(db, event, organiser) -> None:
    set_early(event, organiser, date(2026, 9, 30))
    midnight = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
    for moment, rent in ((midnight - timedelta(seconds=1), 4_000_000), (midnight, 4_500_000)):
        with clock.at(moment):
            assert queries.find_price(queries.get_booth(event, "A02")).rent_vnd == rent
            assert load_plan(event).booths[1].price.rent_vnd == rent


def test_a_hold_keeps_the_lines_of_its_price(db, event, organiser) -> None:
    set_early(event, organiser, clock.today(event.timezone))
    claim = services.hold(queries.get_booth(event, "A01"), Holder("x"))
    assert (claim.rent_vnd, claim.corner_vnd, claim.total_vnd) == (4_000_000, 400_000, 4_752_000)
    assert claim.quote["rent"] == {"tier": "early", "each_vnd": 4_000_000}
    assert claim.quote["sides"] == {"sides": 2, "pct": 10}


def test_booths_are_put_into_a_price_group_by_their_codes(client, event, organiser) -> None:
    refused = client.submit(page(event), {"codes": "A01 A99", "price_group": "Cổng"}, form="/groups")
    assert refused.status_code == 422
    assert "A99" in refused.text
    assert client.submit(page(event), {"codes": "a01, A02", "price_group": "Cổng"}, form="/groups").status_code == 303
    assert [booth.price_group for booth in queries.booths_of(event)] == ["Cổng", "Cổng", ""]


def test_a_support_is_kept_with_who_pays_and_why(client, db, event, organiser) -> None:
    typed = {"name": "KCQG 2026", "payer": "Cục Công Thương địa phương", "reason": "QĐ 12/2026", "firm_class": "cooperative"}
    refused = client.submit(page(event, "/subsidies/new"), typed | {"share": "0"}, form="payer")
    assert refused.status_code == 422
    assert client.submit(page(event, "/subsidies/new"), typed | {"share": "80 %"}, form="payer").status_code == 303
    found = queries.subsidies_of(event.id)[0]
    assert (found.pct, found.amount_vnd, found.payer) == (80, 0, "Cục Công Thương địa phương")
    assert "KCQG 2026" in client.get(f"/events/{event.slug}/booth-prices").text
    path = page(event, f"/subsidies/{found.id}")
    assert client.submit(path, {"share": "3.600.000"}, form="payer").status_code == 303
    assert (found.pct, found.amount_vnd) == (0, 3_600_000)
    assert client.submit(path, form="/delete").status_code == 303
    assert queries.subsidies_of(event.id) == []


def test_everybody_reads_the_prices_and_the_page_costs_the_same_for_any_number_of_lines(client, db, event) -> None:
    path = f"/events/{event.slug}/booth-prices"
    client.get(path)
    with count_queries() as before:
        answer = client.get(path)
    assert "4.500.000" in answer.text
    for group in ("A", "B"):
        db.add(BoothPrice(event_id=event.id, kind=BoothKind.STANDARD, price_group=group, per_booth_vnd=1))
    db.flush()
    with count_queries() as after:
        client.get(path)
    assert len(after) == len(before)


def test_days_and_booths_without_a_price_are_named(client, db, event, organiser) -> None:
    assert not queries.price_gaps_of(event)
    card_services.set_bands(event, [Days(EARLY, None, clock.today(event.timezone))], by=organiser)
    db.delete(queries.rates_of(event)["standard"])
    db.flush()
    gaps = queries.price_gaps_of(event)
    assert gaps.booths == ["A01"]
    assert gaps.days == (clock.today(event.timezone) + timedelta(days=1), event.days[1])
    assert "A01" in client.get(page(event)).text


def test_the_rate_card_moves_to_the_next_edition_with_its_dates(db, event, organiser) -> None:
    set_early(event, organiser, date(2026, 9, 30))
    target = EventFactory()
    run = CloneRun(364, event.timezone, frozenset(), by=UserFactory())
    services.clone_rates(event, target, run)
    assert len(queries.lines_of(target.id)) == 2
    assert queries.rates_of(target)["standard"].early_vnd == 4_000_000
    assert [band.ends_on for band in queries.bands_of(target.id)] == [date(2027, 9, 29), None]
