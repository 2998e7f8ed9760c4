"""The desk's pages of badges, and what people print at home."""

import pytest

from app.badges import designs, services
from app.badges.models import BadgeBatch, BadgePrint
from app.badges.queries import Selection
from app.core.codes import digest
from app.core.registry import tiles
from app.events.models import Role
from app.registrations.links import secret_for
from app.registrations.models import ApplicationState, Category
from tests.factories.badges import BadgeBatchFactory, BadgePrintFactory
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import ApplicationFactory, RegistrationFactory
from tests.support import html, pdf
from tests.support.queries import count_queries


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


def desk(event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/badges{rest}"


@pytest.mark.parametrize(
    ("role", "printing", "design"),
    [
        (Role.ORGANISER, 200, 200),
        (Role.CHECKIN_SUPERVISOR, 200, 403),
        (Role.STEWARD, 403, 403),
        (Role.REVIEWER, 403, 403),
        (Role.LEADERSHIP, 403, 403),
        (None, 403, 403),
    ],
)
def test_who_prints_and_who_designs(client, event, person, role, printing, design) -> None:
    user = person_with(role, event) if role else person_with(Role.ORGANISER, EventFactory())
    client.sign_in(user)
    batch = BadgeBatchFactory(event_id=event.id)

    for rest in ("", f"/people/{person.short_code}", "/batches", f"/batches/{batch.id}"):
        assert client.get(desk(event, rest)).status_code == printing
    assert client.get(desk(event, "/designs")).status_code == design


def test_a_badge_is_printed_and_fetched(db, client, event, person, organiser) -> None:
    answer = client.submit(desk(event, f"/people/{person.short_code}"), {"design": "cr80"}, form="design")
    assert answer.status_code == 303

    page = client.get(answer.location)

    [logged] = db.query(BadgePrint).all()
    link = desk(event, f"/prints/{logged.id}.pdf?design=cr80")
    assert link in page.text
    file = client.get(link)
    assert (file.status_code, file.mimetype) == (200, "application/pdf")
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert pdf.page_sizes(file.data) == [(86, 54)]
    assert pdf.codes(file.data) == [person.badge_code]


def test_a_second_print_asks_for_the_reason_and_replaces_the_code(db, client, event, person, organiser) -> None:
    BadgePrintFactory(person=person)
    old = person.badge_code
    path = desk(event, f"/people/{person.short_code}")

    refused = client.submit(path, form="design")
    assert refused.status_code == 422
    assert "reason-error" in refused.text

    assert client.submit(path, {"reason": "mất", "replace": "y"}, form="design").status_code == 303
    assert person.badge_code != old
    assert "mã đã thay" in client.get(path).text


def test_somebody_elses_print_cannot_be_fetched(client, event, person, organiser) -> None:
    logged = services.print_badge(person, by=person_with(Role.CHECKIN_SUPERVISOR, event))

    assert client.get(desk(event, f"/prints/{logged.id}.pdf")).status_code == 404


def test_a_batch_is_asked_for_watched_and_fetched(db, client, event, person, organiser, run_jobs) -> None:
    answer = client.submit(desk(event, "/batches"), {"design": "a6", "sheet": "a4_a6", "category": "visitor"}, form="sheet")
    batch = db.query(BadgeBatch).one()
    here = desk(event, f"/batches/{batch.id}")
    assert answer.location == here
    assert 'hx-trigger="every 2s"' in client.get(here).text
    assert client.get(f"{here}.pdf").status_code == 409

    run_jobs()

    done = client.get(here, headers={"HX-Request": "true"})
    assert "hx-trigger" not in done.text
    assert f"{here}.pdf" in done.text
    assert pdf.page_sizes(client.get(f"{here}.pdf").data) == [(210, 297)]


def test_a_batch_of_nobody_is_refused_at_the_form(client, event, organiser) -> None:
    assert client.submit(desk(event, "/batches"), form="sheet").status_code == 422


def test_a_batch_of_another_event_is_not_found(client, event, organiser) -> None:
    other = BadgeBatchFactory()

    assert client.get(desk(event, f"/batches/{other.id}.pdf")).status_code == 404


def test_the_list_filters_by_category_and_print_and_searches(client, event, organiser) -> None:
    printed = RegistrationFactory(event_id=event.id, full_name="Lò Văn Én", category=Category.DELEGATE)
    BadgePrintFactory(person=printed)
    RegistrationFactory(event_id=event.id, full_name="Tẩn Mẩy Mẩy")

    def shown(query: str) -> list[str]:
        tree = html.parse(client.get(desk(event, query)).text)
        return [html.words(cell) for cell in tree.iter("th") if cell.get("scope") == "row"]

    assert shown("") == ["Lò Văn Én", "Tẩn Mẩy Mẩy"]
    assert shown("?printed=yes") == ["Lò Văn Én"]
    assert shown("?printed=no") == ["Tẩn Mẩy Mẩy"]
    assert shown("?category=visitor") == ["Tẩn Mẩy Mẩy"]
    assert shown("?q=tan+may") == ["Tẩn Mẩy Mẩy"]


@pytest.mark.parametrize("rest", ["", "/batches"])
def test_lists_ask_the_same_number_of_questions_for_more_rows(client, event, organiser, rest) -> None:
    def fill(number: int) -> None:
        for _each in range(number):
            row = BadgePrintFactory(person=RegistrationFactory(event_id=event.id))
            services.ask_for_batch(event, Selection(), designs.default_design(event), by=organiser, reason="thử")
        assert row

    def cost() -> int:
        client.get(desk(event, rest))  # what the test itself wrote is committed with it
        with count_queries() as asked:
            client.get(desk(event, rest))
        return len(asked)

    fill(1)
    one = cost()
    fill(2)

    assert cost() == one


def test_the_list_is_read_page_by_page(client, event, organiser) -> None:
    for _number in range(51):
        RegistrationFactory(event_id=event.id)
    first = client.get(desk(event)).text
    tree = html.parse(first)

    [link] = [item.get("href") for item in tree.iter("a") if item.get("rel") == "next"]

    rows = [cell for cell in html.parse(client.get(link).text).iter("th") if cell.get("scope") == "row"]
    assert len(rows) == 1


def test_a_visitor_prints_the_own_badge_at_home(db, client, event, person) -> None:
    person.link_digest = digest("secret")

    file = client.get(f"/events/{event.slug}/ticket/secret/badge.pdf")

    assert pdf.codes(file.data) == [person.badge_code]
    assert db.query(BadgePrint).count() == 0
    assert client.get(f"/events/{event.slug}/ticket/other/badge.pdf").status_code == 404


def test_an_exhibitor_prints_the_passes_of_the_staff(client, event) -> None:
    application = ApplicationFactory(event_id=event.id, state=ApplicationState.ACCEPTED)
    application.link_digest = digest(secret_for(application.code))
    path = f"/exhibitor/{secret_for(application.code)}/passes.pdf"
    assert client.get(path).status_code == 404
    pair = [
        RegistrationFactory(event_id=event.id, application_id=application.id, category=Category.EXHIBITOR) for _each in "ab"
    ]

    file = client.get(path)

    found = {pdf.codes(file.data, page)[0] for page in range(2)}
    assert found == {person.badge_code for person in pair}


def test_the_overview_counts_printed_badges(app, event, person, organiser) -> None:
    BadgePrintFactory(person=person)
    RegistrationFactory(event_id=event.id)

    with app.test_request_context():
        [tile] = [item for item in tiles.collect(event, organiser) if "badges" in item.url]

    assert (tile.value, tile.base, tile.share) == ("1", "trên 2 người", 0.5)
