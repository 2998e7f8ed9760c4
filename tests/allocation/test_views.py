"""Pages of the allotment: the exhibitor's wish and answer, the organiser's list, rules and proposals, the public draw."""

import pytest

from app.allocation import queries, services
from app.allocation.models import WishState
from app.events.models import Role
from app.registrations.links import secret_for
from app.registrations.models import ApplicationState
from tests.factories.allocation import BoothWishFactory
from tests.factories.booths import make_fair
from tests.factories.events import person_with
from tests.factories.registrations import ApplicationFactory
from tests.support.queries import count_queries

HOME = "/manage/events/ocop/allotment"


@pytest.fixture
def fair(db):
    return make_fair(3, slug="ocop")


@pytest.fixture
def organiser(fair, client):
    person = person_with(Role.ORGANISER, fair[0])
    client.sign_in(person)
    return person


def exhibitor(event, **values):
    from app.core.codes import digest

    application = ApplicationFactory(event_id=event.id, state=ApplicationState.WAITLISTED, **values)
    secret = secret_for(application.code)
    application.link_digest = digest(secret)
    return application, secret


def test_an_exhibitor_enters_the_waiting_list_and_takes_the_offer(client, fair, db) -> None:
    event, _booths = fair
    application, secret = exhibitor(event)
    answer = client.submit(f"/exhibitor/{secret}/wish", {"count": "1", "zone_1": "A"})
    assert answer.status_code == 303
    assert queries.find_wish(application).zones == ["A"]
    [offer] = services.offer_booths(event)
    page = client.get(f"/exhibitor/{secret}/wish")
    assert "A01" in page.text
    answer = client.post(f"/exhibitor/{secret}/offers/{offer.id}", data={"answer": "accept"})
    assert answer.headers["Location"].endswith(f"/exhibitor/{secret}")
    assert application.state is ApplicationState.ACCEPTED


def test_a_wrong_wish_keeps_what_was_typed(client, fair) -> None:
    _application, secret = exhibitor(fair[0])
    answer = client.submit(f"/exhibitor/{secret}/wish", {"count": "51", "apart_text": "Chè Tân Cương"})
    assert answer.status_code == 422
    assert 'value="51"' in answer.text
    assert "Chè Tân Cương" in answer.text


def test_an_answer_must_be_chosen_and_another_exhibitor_finds_no_offer(client, fair) -> None:
    event, _booths = fair
    application, secret = exhibitor(event)
    _other, other_secret = exhibitor(event)
    BoothWishFactory(event_id=event.id, of=application)
    [offer] = services.offer_booths(event)
    assert client.post(f"/exhibitor/{secret}/offers/{offer.id}").status_code == 422
    assert client.post(f"/exhibitor/{other_secret}/offers/{offer.id}", data={"answer": "accept"}).status_code == 404


def test_leaving_the_list_takes_the_wish_back(client, fair) -> None:
    event, _booths = fair
    application, secret = exhibitor(event)
    wish = BoothWishFactory(event_id=event.id, of=application)
    client.post(f"/exhibitor/{secret}/wish/withdraw")
    assert wish.state is WishState.WITHDRAWN


def test_the_list_costs_the_same_for_one_and_for_three(client, fair, organiser) -> None:
    event, _booths = fair

    def cost() -> int:
        with count_queries() as counted:
            assert client.get(HOME).status_code == 200
        return len(counted)

    BoothWishFactory(event_id=event.id)
    one = cost()
    BoothWishFactory(event_id=event.id)
    BoothWishFactory(event_id=event.id)
    assert cost() == one


def test_the_organiser_offers_what_is_free_and_judges_a_wish(client, fair, organiser) -> None:
    event, _booths = fair
    wish = BoothWishFactory(event_id=event.id)
    rival = ApplicationFactory(event_id=event.id)
    answer = client.submit(f"{HOME}/wishes/{wish.id}", {"points": "12", "apart": rival.code.lower()})
    assert answer.status_code == 303
    assert (wish.points, [row.application_id for row in wish.apart]) == (12, [rival.id])
    assert client.post(f"{HOME}/offers").status_code == 303
    assert wish.state is WishState.OFFERED


def test_strange_codes_are_refused_at_their_field(client, fair, organiser) -> None:
    event, _booths = fair
    wish = BoothWishFactory(event_id=event.id)
    elsewhere = ApplicationFactory()
    answer = client.submit(f"{HOME}/wishes/{wish.id}", {"apart": elsewhere.code})
    assert answer.status_code == 422
    assert wish.apart == []
    answer = client.post(f"{HOME}/wishes/{wish.id}/offer", data={"booths": "Z99"})
    assert answer.status_code == 404
    assert "Z99" in answer.text


def test_rules_are_kept_and_the_published_seed_stays(client, fair, organiser) -> None:
    event, _booths = fair
    client.submit(f"{HOME}/rules", {"offer_hours": "72", "seed": "20-11 lottery 12345", "zone": "300"})
    rules = queries.rules_of(event)
    assert (rules.offer_hours, rules.seed, rules.weights) == (72, "20-11 lottery 12345", {"zone": 300})
    assert client.get("/events/ocop/draw").status_code == 404
    client.post(f"{HOME}/seed")
    application = ApplicationFactory(event_id=event.id)
    assert application.code in client.get("/events/ocop/draw").text
    answer = client.submit(f"{HOME}/rules", {"seed": "another"})
    assert answer.status_code == 422
    assert client.submit(f"{HOME}/rules", {"offer_hours": "0"}).status_code == 422


def test_a_proposal_is_asked_for_changed_and_taken_over(client, fair, organiser, run_jobs) -> None:
    event, _booths = fair
    application = ApplicationFactory(event_id=event.id, state=ApplicationState.ACCEPTED)
    answer = client.submit(f"{HOME}/proposals", {})
    there = answer.headers["Location"]
    assert client.get(there).status_code == 200
    run_jobs()
    page = client.get(there)
    assert application.organisation.name in page.text
    changed = client.post(f"{there}/lines/{application.id}", data={"booths": "a03", "seen": "0"})
    assert changed.status_code == 303
    stale = client.post(f"{there}/lines/{application.id}", data={"booths": "A02", "seen": "0"})
    assert stale.status_code == 409
    assert client.post(f"{there}/lines/{application.id}", data={"booths": "Z99", "seen": "1"}).status_code == 422
    assert client.get(f"{there}/export.xlsx").status_code == 200
    assert client.post(f"{there}/apply", data={"seen": "1"}).status_code == 303
    assert [row.claim.booth.code for row in application.booths] == ["A03"]


def test_a_proposal_of_another_event_is_not_found(client, fair, organiser, db) -> None:
    other, _booths = make_fair(1, code="OTHER", slug="other")
    strange = services.ask_for_proposal(other, keeps_placed=True, by=organiser)
    assert client.get(f"{HOME}/proposals/{strange.id}").status_code == 404
