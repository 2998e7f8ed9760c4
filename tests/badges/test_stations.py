"""Printer desks: paired by a code, their tab takes, shows and reports badges; pages of queue, log, codes and price."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from app.badges import checks, keys, print_queue, services, signing
from app.badges.errors import KeyChanged, KeyInUse
from app.badges.models import BadgePrint, BadgePrinter, BadgeSettings, PrintJob, PrintState, PrintStation, SigningKey
from app.events.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.badges import BadgePrintFactory, PrintStationFactory
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import RegistrationFactory
from tests.support.queries import count_queries

API = "/api/v1/print-stations"


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.fixture
def person(event):
    return RegistrationFactory(event_id=event.id, full_name="Giàng A Páo", unit="HTX Chè")


@pytest.fixture
def station(event):
    return PrintStationFactory(event_id=event.id, name="Quầy A", token="the token of a station")


@pytest.fixture
def organiser(event, client):
    found = person_with(Role.ORGANISER, event)
    client.sign_in(found)
    return found


def desk(event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/badges{rest}"


def ask(client, path: str, body: dict | None = None, token: str = "the token of a station"):
    return client.post(f"{API}/{path}", json=body or {}, headers={"Authorization": f"Bearer {token}"})


def look(client, path: str, token: str = "the token of a station"):
    return client.get(f"{API}/{path}", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize(
    ("role", "printing", "codes"),
    [(Role.ORGANISER, 200, 200), (Role.CHECKIN_SUPERVISOR, 200, 403), (Role.STEWARD, 403, 403), (None, 403, 403)],
)
def test_who_sees_the_queue_and_who_the_keys(client, event, station, person, role, printing, codes) -> None:
    client.sign_in(person_with(role, event) if role else person_with(Role.ORGANISER, EventFactory()))
    job = services.queue_badge(person, station=station, by=UserFactory())

    for rest in ("/queue", f"/queue/{job.id}", "/prints", "/stations", f"/stations/{station.id}"):
        assert client.get(desk(event, rest)).status_code == printing
    assert client.get(desk(event, "/codes")).status_code == codes


def test_a_station_is_added_paired_and_prints(client, db, event, organiser, person) -> None:
    client.submit(desk(event, "/stations"), {"name": "Quầy A", "on_entry": "once"})
    station = db.query(PrintStation).one()
    shown = client.post(desk(event, f"/stations/{station.id}/pair")).text
    code = re.search(r"#pair=([A-Z0-9]{8})", shown).group(1)

    paired = ask(client, "pair", {"pairing_code": f"{code[:4]} {code[4:].lower()}"}).json
    assert (paired["station"], paired["event"]) == ("Quầy A", event.name)
    assert ask(client, "pair", {"pairing_code": code}).status_code == 422
    token = paired["station_token"]
    assert ask(client, "next", token=token).json == {"job": None, "waiting": 0, "station": "Quầy A", "event": event.name}

    services.queue_badge(person, station=station, by=organiser)
    job = ask(client, "next", token=token).json["job"]
    assert (job["name"], job["short_code"], job["lease_s"]) == ("Giàng A Páo", person.short_code, 90)
    answer = look(client, f"jobs/{job['id']}/badge.png?lease={job['lease']}", token)
    picture = Image.open(BytesIO(answer.data))
    assert (answer.headers["X-Page-Count"], picture.size) == ("1", (1240, 1748))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [person.badge_code]
    assert look(client, f"jobs/{job['id']}/badge.pdf?lease={job['lease']}", token).data.startswith(b"%PDF")

    assert ask(client, f"jobs/{job['id']}/keep", {"lease": job["lease"]}, token).get_json() == {"lease_s": 90}
    assert ask(client, f"jobs/{job['id']}/keep", {"lease": "XXXXXXXXXXXX"}, token).status_code == 409
    told = {"lease": job["lease"], "result": "printed"}
    assert ask(client, f"jobs/{job['id']}/report", told, token).json == {"waiting": 0}
    assert ask(client, f"jobs/{job['id']}/report", told, token).status_code == 200
    assert db.query(BadgePrint).one().station_id == station.id
    assert "Quầy A" in client.get(desk(event, "/prints")).text


def test_a_token_opens_its_own_event_and_only_badges_it_holds(client, event, station, person) -> None:
    other = PrintStationFactory(token="another station")
    services.queue_badge(person, station=station, by=UserFactory())
    job = ask(client, "next").json["job"]

    assert ask(client, "next", token="another station").json["job"] is None
    assert look(client, f"jobs/{job['id']}/badge.png?lease={job['lease']}", "another station").status_code == 404
    assert look(client, f"jobs/{job['id']}/badge.png?lease=XXXXXXXXXXXX").status_code == 404
    assert ask(client, f"jobs/{job['id']}/report", {"lease": "", "result": "printed"}).status_code == 409
    assert ask(client, "next", token="nobody's").status_code == 401
    assert print_queue.find_desk("another station").id == other.id


def test_a_removed_station_prints_no_more_and_an_old_event_neither(client, event, organiser, station, clock) -> None:
    other = PrintStationFactory(event_id=event.id, token="another station")
    client.post(desk(event, f"/stations/{other.id}/remove"))
    assert ask(client, "next", token="another station").status_code == 401

    clock.move_to(event.ends_at + print_queue.GRACE - timedelta(minutes=1))
    assert ask(client, "next").status_code == 200
    clock.shift(120)
    assert ask(client, "next").status_code == 401


def test_pairing_codes_cannot_be_guessed(client, db, event) -> None:
    statuses = [ask(client, "pair", {"pairing_code": f"XXXX{number:04d}"}).status_code for number in range(22)]

    assert statuses == [422] * 20 + [429] * 2


def test_a_failed_badge_is_decided_by_a_person(client, db, event, organiser, station, person) -> None:
    other = PrintStationFactory(event_id=event.id, name="Quầy B")
    services.queue_badge(person, station=station, by=organiser)
    job = ask(client, "next").json["job"]
    ask(client, f"jobs/{job['id']}/report", {"lease": job["lease"], "result": "failed", "trouble": "no_paper"})

    assert "Hết giấy" in client.get(desk(event, "/queue?state=failed")).text
    client.post(desk(event, f"/queue/{job['id']}/again"))
    assert db.get(PrintJob, job["id"]).state is PrintState.WAITING
    client.post(desk(event, f"/queue/{job['id']}/move"), data={"station": str(other.id)})
    assert db.get(PrintJob, job["id"]).station_id == other.id
    assert client.post(desk(event, f"/queue/{job['id']}/cancel"), data={"reason": ""}).status_code == 422
    client.post(desk(event, f"/queue/{job['id']}/cancel"), data={"reason": "không cần nữa"})
    assert db.get(PrintJob, job["id"]).state is PrintState.CANCELLED
    assert client.post(desk(event, f"/queue/{job['id']}/again")).status_code == 409


def test_jobs_and_stations_of_another_event_are_not_found(client, event, organiser) -> None:
    foreign = PrintStationFactory()
    person = RegistrationFactory(event_id=foreign.event_id)
    job = services.queue_badge(person, station=foreign, by=UserFactory())

    assert client.get(desk(event, f"/stations/{foreign.id}")).status_code == 404
    assert client.get(desk(event, f"/queue/{job.id}")).status_code == 404
    assert client.post(desk(event, f"/queue/{job.id}/again")).status_code == 404


@pytest.mark.parametrize("rest", ["/queue?state=all", "/prints", "/stations", "/codes"])
def test_lists_ask_as_often_for_one_row_as_for_three(client, event, organiser, rest) -> None:
    counts = []
    for number in (1, 2):
        for _row in range(number):
            station = PrintStationFactory(event_id=event.id)
            services.queue_badge(RegistrationFactory(event_id=event.id), station=station, by=organiser)
            BadgePrintFactory(person=RegistrationFactory(event_id=event.id), printed_by_id=organiser.id, station_id=station.id)
        if number == 1:
            services.sign_codes(event, True, by=organiser)
        else:
            services.rotate_key(event, seen=1, by=organiser)
        client.get(desk(event, rest))
        with count_queries() as seen:
            assert client.get(desk(event, rest)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_two_stations_have_two_names(client, event, organiser, station) -> None:
    again = client.post(desk(event, "/stations"), data={"name": "Quầy A", "on_entry": "once"})
    assert again.status_code == 422
    assert "Quầy A" in again.text
    assert client.post(desk(event, "/stations"), data={"name": "", "on_entry": "once"}).status_code == 422


def test_the_tab_is_a_page_of_its_own_with_paper_of_any_size(client) -> None:
    assert client.get("/print-station").status_code == 200
    paper = client.get("/print-station/paper/1050x1480.css")
    assert (paper.mimetype, "size: 105.0mm 148.0mm" in paper.text) == ("text/css", True)
    assert client.get("/print-station/paper/1050x99999.css").status_code == 404


def test_signing_is_switched_rotated_and_retired_while_the_event_runs(client, db, event, organiser, person) -> None:
    client.post(desk(event, "/codes"), data={"signs_codes": "y"})
    first = keys.current_key(event.id)
    [holder] = services.sign_holders(event, [_holder(person)])
    assert signing.verify(holder.signed_code, keys.key_ring(event.id)).badge_code == person.badge_code

    client.post(desk(event, "/codes/rotate"), data={"seen": "1", "reason": "máy bị mất"})
    assert client.post(desk(event, "/codes/rotate"), data={"seen": "1", "reason": "hai lần"}).status_code == 422
    ring = keys.key_ring(event.id)
    assert sorted(ring.keys) == [1, 2]
    assert signing.verify(holder.signed_code, ring).key_number == 1
    assert services.sign_holders(event, [_holder(person)])[0].key_number == 2
    assert db.get(SigningKey, first.id).sealed_key is None

    client.post(desk(event, "/codes/keys/1/retire"), data={"reason": "lộ khóa"})
    assert signing.verify(holder.signed_code, keys.key_ring(event.id)) is signing.Refusal.UNKNOWN_KEY
    assert [key["id"] for key in keys.public_keys(event.id)] == ["2"]
    assert client.post(desk(event, "/codes/keys/2/retire"), data={"reason": "x"}).status_code == 422
    with pytest.raises(KeyInUse):
        services.retire_key(event, 2, by=organiser, reason="x")
    with pytest.raises(KeyChanged):
        services.retire_key(event, 1, by=organiser, reason="x")
    assert client.get(desk(event, "/codes")).status_code == 200


def _holder(person):
    from app.badges.queries import holders_of

    return holders_of([person])[0]


def test_the_private_key_is_nowhere_readable(app, db, event, organiser) -> None:
    services.sign_codes(event, True, by=organiser)
    key = keys.current_key(event.id)
    private = keys.open_key(key)

    assert signing.public_key_of(private).hex() == key.public_key
    assert private.hex() not in key.sealed_key
    assert [*checks.find_weak_keys(), *checks.find_missing_keys()] == []


def test_the_doctor_sees_weak_foreign_and_missing_keys(db, event, organiser, person) -> None:
    services.sign_codes(event, True, by=organiser)
    key = keys.current_key(event.id)
    key.public_key = "00" * 32
    db.flush()
    assert [*checks.find_weak_keys()] == [
        f"signing_key {key.id} is not a sound key",
        f"signing_key {key.id} cannot be opened with this SECRET_KEY",
    ]

    BadgePrintFactory(person=person, key_number=9)
    db.add(BadgeSettings(event_id=EventFactory().id, signs_codes=True))
    db.flush()
    assert len([*checks.find_missing_keys()]) == 2


def test_the_price_of_a_further_print_is_kept_and_checked(client, db, event, organiser) -> None:
    client.post(desk(event, "/codes/fee"), data={"fee": "50.000", "vat_pct": "8"})
    assert db.get(BadgeSettings, event.id).reprint_fee_vnd == 50_000
    wrong = client.post(desk(event, "/codes/fee"), data={"fee": "4.5", "vat_pct": "99"})
    assert (wrong.status_code, "4.5" in wrong.text) == (422, True)


def test_the_doctor_compares_the_queue_with_the_log(db, event, station, person) -> None:
    job = services.queue_badge(person, station=station, by=UserFactory())
    assert [*checks.find_strange_jobs()] == []

    job.state = PrintState.PRINTED
    db.flush()

    assert [*checks.find_strange_jobs()] == [f"print_job {job.id} and the log of prints do not agree"]


def qr_corner(content: bytes) -> tuple[int, int]:
    """Return where on the picture, in dots of 300 an inch, the upper left corner of the code is."""
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(content)))
    return found.position.top_left.x, found.position.top_left.y


def last_print(db, person) -> int:
    return db.query(BadgePrint.id).filter_by(registration_id=person.id).order_by(BadgePrint.id.desc()).limit(1).scalar() or 0


def test_a_station_puts_its_printer_right(client, db, event, organiser, person, station) -> None:
    """What a correction moves on the printer's test page, it moves on the badges of the station too."""
    corners = []
    for offset in (None, ("2", "-1,5"), ("-3", "0")):
        if offset:
            client.submit(
                desk(event, "/printers"),
                {"name": f"Máy in {offset[0]}", "offset_x_mm": offset[0], "offset_y_mm": offset[1]},
                form="offset_x_mm",
            )
            newest = db.query(BadgePrinter).order_by(BadgePrinter.id.desc()).first()
            client.submit(desk(event, f"/stations/{station.id}"), {"printer": str(newest.id)}, form="printer")
        said = services.Again(last_print(db, person), "in thử", False)
        services.queue_badge(person, station=station, by=organiser, again=said)
        job = ask(client, "next").json["job"]
        corners.append(qr_corner(look(client, f"jobs/{job['id']}/badge.png?lease={job['lease']}").data))
        ask(client, f"jobs/{job['id']}/report", {"lease": job["lease"], "result": "printed"})

    plain, right, left = corners
    dots = 300 / 25.4
    assert (right[0] - plain[0], right[1] - plain[1]) == pytest.approx((2 * dots, -1.5 * dots), abs=1.5)
    assert (left[0] - plain[0], left[1] - plain[1]) == pytest.approx((-3 * dots, 0), abs=1.5)


def test_a_station_shows_its_printer_and_has_a_test_page(client, db, event, organiser, station) -> None:
    client.submit(
        desk(event, "/printers"), {"name": "HP quầy 1", "offset_x_mm": "1,5", "offset_y_mm": "-2"}, form="offset_x_mm"
    )
    printer = db.query(BadgePrinter).one()
    client.submit(desk(event, f"/stations/{station.id}"), {"printer": str(printer.id)}, form="printer")
    assert "HP quầy 1" in client.get(desk(event, "/stations")).text
    shown = client.get(desk(event, f"/stations/{station.id}")).text
    [link] = re.findall(r'href="([^"]*test-page\.pdf[^"]*)"', shown)
    assert f"printer={printer.id}" in link
    assert client.get(link.replace("&amp;", "&")).data.startswith(b"%PDF")


def test_a_printer_that_is_removed_leaves_its_stations_without_correction(client, db, event, organiser, station) -> None:
    client.submit(desk(event, "/printers"), {"name": "HP quầy 1", "offset_x_mm": "1", "offset_y_mm": "0"}, form="offset_x_mm")
    printer = db.query(BadgePrinter).one()
    client.submit(desk(event, f"/stations/{station.id}"), {"printer": str(printer.id)}, form="printer")
    assert client.post(desk(event, f"/printers/{printer.id}/remove")).status_code == 303
    db.expire_all()
    assert (station.printer_id, db.query(BadgePrinter).count()) == (None, 0)
