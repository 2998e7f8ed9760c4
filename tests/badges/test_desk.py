"""The desk: where a badge is printed, why again and at what price; those ticked in the list; signed codes on paper."""

import pytest

from app.badges import designs, keys, print_queue, queries, services, signing
from app.badges.models import BadgeBatch, BadgePrint, BadgeSettings, BadgeSize, PrintJob, PrintState
from app.badges.queries import Selection
from app.events.models import Role
from app.payments.models import Invoice, InvoiceState
from app.registrations.models import Category
from tests.factories.badges import BadgePrintFactory, PrintStationFactory
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import ApplicationFactory, RegistrationFactory
from tests.support import pdf


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.fixture
def person(event):
    return RegistrationFactory(event_id=event.id, full_name="Giàng A Páo", unit="HTX Chè")


@pytest.fixture
def organiser(event, client):
    found = person_with(Role.ORGANISER, event)
    client.sign_in(found)
    return found


@pytest.fixture
def station(event):
    return PrintStationFactory(event_id=event.id, name="Quầy A")


@pytest.fixture
def price(db, event):
    db.add(BadgeSettings(event_id=event.id, reprint_fee_vnd=50_000, reprint_vat_pct=8))
    db.flush()


def desk(event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/badges{rest}"


def _form(event, seen: int = 0, **more: str) -> dict[str, str]:
    return {"design": designs.default_design(event).key, "seen": str(seen), "where": "file"} | more


@pytest.mark.parametrize("dpi", [150, 203, 300])
def test_signed_codes_are_read_from_paper(event, organiser, person, dpi) -> None:
    services.sign_codes(event, True, by=organiser)
    known = {design.size: design for design in designs.designs_of(event)}
    people = services.sign_holders(event, queries.holders_of([person]))

    [large] = pdf.codes(services.draw_badges(event, known[BadgeSize.A6].drawn, people), dpi=dpi)
    [small] = pdf.codes(services.draw_badges(event, known[BadgeSize.CR80].drawn, people), dpi=dpi)

    assert signing.verify(large, keys.key_ring(event.id)).badge_code == person.badge_code
    assert small == person.badge_code


def test_a_print_says_which_key_signed_it(client, db, event, organiser, person) -> None:
    services.sign_codes(event, True, by=organiser)
    client.post(desk(event, f"/people/{person.short_code}"), data=_form(event))
    batch = services.ask_for_batch(event, Selection(), designs.default_design(event), by=organiser, reason="thử")
    services.make_batch(batch.id)()
    assert [row.key_number for row in db.query(BadgePrint).order_by(BadgePrint.id)] == [1, 1]
    assert keys.prints_by_key(event) == {1: 2}


def test_a_badge_is_sent_to_a_station_and_the_page_says_so(client, db, event, organiser, person, station) -> None:
    path = desk(event, f"/people/{person.short_code}")
    client.post(path, data=_form(event, where=str(station.id)))

    assert db.query(PrintJob).one().station_id == station.id
    assert "Quầy A" in client.get(path).text
    again = client.post(path, data=_form(event, where="any"))
    assert again.status_code == 422


def test_another_events_station_cannot_be_chosen(client, event, organiser, person) -> None:
    foreign = PrintStationFactory()
    answer = client.post(desk(event, f"/people/{person.short_code}"), data=_form(event, where=str(foreign.id)))
    assert answer.status_code == 422


def test_a_further_print_asks_for_its_price_and_shows_how_to_pay(client, db, event, organiser, person, price) -> None:
    first = BadgePrintFactory(person=person)
    path = desk(event, f"/people/{person.short_code}")
    assert client.post(path, data=_form(event, first.id, fee="transfer")).status_code == 422

    client.post(path, data=_form(event, first.id, reason="mất", replace="y", fee="transfer"))

    invoice = db.query(Invoice).one()
    assert (invoice.total_vnd, invoice.state, invoice.payer.name) == (54_000, InvoiceState.OPEN, "Khách lẻ")
    shown = client.get(path).text
    assert invoice.code in shown
    assert "mất" in shown


def test_the_exhibitor_pays_for_its_staff_and_cash_is_noted_at_once(client, db, event, organiser, price) -> None:
    application = ApplicationFactory(event_id=event.id)
    staff = RegistrationFactory(event_id=event.id, category=Category.EXHIBITOR, application_id=application.id)
    first = BadgePrintFactory(person=staff)

    client.post(desk(event, f"/people/{staff.short_code}"), data=_form(event, first.id, reason="rách", fee="cash"))

    invoice = db.query(Invoice).one()
    assert (invoice.payer_id, invoice.state) == (application.organisation_id, InvoiceState.PAID)


def test_a_price_is_waived_with_a_word_only(client, db, event, organiser, person, price) -> None:
    first = BadgePrintFactory(person=person)
    path = desk(event, f"/people/{person.short_code}")
    refused = client.post(path, data=_form(event, first.id, reason="sai tên", fee="waived"))
    assert (refused.status_code, "sai tên" in refused.text) == (422, True)

    client.post(path, data=_form(event, first.id, reason="sai tên", fee="waived", waived_because="lỗi của ban tổ chức"))

    assert (db.query(Invoice).count(), queries.prints_of(person)[0].waived_because) == (0, "lỗi của ban tổ chức")
    assert "lỗi của ban tổ chức" in client.get(desk(event, "/prints")).text


def test_those_ticked_go_into_a_file_or_to_a_station(client, db, event, organiser, person, station) -> None:
    other = RegistrationFactory(event_id=event.id)
    stranger = RegistrationFactory()
    ticked = [person.short_code, stranger.short_code]
    client.post(desk(event), data={"people": ticked, "where": "file"})
    assert services.batches.selection_of(db.query(BadgeBatch).one()).people == (person.id,)

    client.post(desk(event), data={"people": [person.short_code, other.short_code], "where": str(station.id)})
    assert {job.registration_id for job in db.query(PrintJob)} == {person.id, other.id}
    assert client.post(desk(event), data={"where": "file"}).status_code == 422


def test_a_refused_choice_keeps_its_ticks(client, event, organiser, person) -> None:
    BadgePrintFactory(person=person)
    answer = client.post(desk(event), data={"people": person.short_code, "where": "file", "reason": ""})
    assert answer.status_code == 422
    assert f'value="{person.short_code}"' in answer.text
    assert " checked" in answer.text.split(f'value="{person.short_code}"')[1][:200]


def test_all_new_ones_and_those_of_a_letter_are_sent_to_a_station(client, db, event, organiser, person, station) -> None:
    RegistrationFactory(event_id=event.id, full_name="Lò Văn Đạt")
    chosen = {"design": designs.default_design(event).key, "where": str(station.id), "sides": "long"}
    client.post(desk(event, "/batches"), data=chosen | {"letter": "Đ", "only_new": "y"})
    assert [job.registration.full_name for job in db.query(PrintJob)] == ["Lò Văn Đạt"]

    client.post(desk(event, "/batches"), data=chosen | {"only_new": "y"})
    assert db.query(PrintJob).filter_by(state=PrintState.WAITING).count() == 2


def test_a_search_keeps_to_the_filter_of_printed_badges(client, event, organiser, person) -> None:
    printed = RegistrationFactory(event_id=event.id, full_name="Giàng A Tủa")
    BadgePrintFactory(person=printed)

    shown = {wanted: client.get(desk(event, f"?q=giang&printed={wanted}")).text for wanted in ("", "yes", "no")}

    assert [("A Páo" in text, "A Tủa" in text) for text in shown.values()] == [(True, True), (False, True), (True, False)]


def test_the_command_line_asks_for_a_reason_for_further_prints(app, db, event, person, tmp_path) -> None:
    db.commit()

    def run(*more: str):
        command = ["badges", "print", event.slug, "--out", str(tmp_path / "out.pdf"), "--quiet", *more]
        return app.test_cli_runner().invoke(args=command)

    assert run().exit_code == 0
    assert run().exit_code != 0
    assert run("--reason", "đổi mẫu").exit_code == 0
    assert [row.reason for row in db.query(BadgePrint).order_by(BadgePrint.id)] == ["", "đổi mẫu"]


def test_frozen_badges_come_back_as_they_were(person) -> None:
    [holder] = queries.holders_of([person])
    assert print_queue.thaw(print_queue.freeze(holder)) == holder
    assert print_queue.thaw(print_queue.without_person(print_queue.freeze(holder))).full_name == ""
