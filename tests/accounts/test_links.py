"""Links in mails: opaque, used once and in time, and what they change."""

import re
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from app.accounts import ciphers, invitations, queries, services
from app.accounts.models import MembershipRole, OneTimeSecret, User
from app.accounts.services.invitations import accept
from app.core import clock as times
from app.core.codes import digest
from tests.factories.accounts import PASSWORD, OrganisationFactory, SignedUpFactory, UserFactory

pytestmark = pytest.mark.usefixtures("cheap_hashes")

NEW = "một mật khẩu hoàn toàn khác"


def link_in(letter) -> str:
    found = re.search(r"http://localhost(/\S+)", letter.text)
    assert found is not None
    return found[1]


@pytest.fixture
def ask(client, run_jobs, outbox):
    """Ask for a reset link and return it."""

    def ask_for(email: str) -> str:
        client.submit("/forgot-password", {"email": email})
        run_jobs()
        return link_in(outbox[-1])

    return ask_for


# A new password


def test_the_link_sets_a_new_password_once(client, db, ask) -> None:
    user = SignedUpFactory()
    link = ask(user.email)
    assert client.submit(link, {"password": NEW}).location == "/sign-in"
    assert client.post("/sign-in", data={"email": user.email, "password": PASSWORD}).status_code == 422
    assert client.post("/sign-in", data={"email": user.email, "password": NEW}).status_code == 303
    assert (client.get(link).status_code, client.post(link, data={"password": NEW}).status_code) == (404, 404)


def test_opening_the_page_does_not_use_the_link(client, db, ask) -> None:
    link = ask(SignedUpFactory().email)
    assert [client.get(link).status_code for _number in range(3)] == [200] * 3


def test_a_weak_password_does_not_use_the_link(client, db, ask) -> None:
    link = ask(SignedUpFactory().email)
    assert [client.post(link, data={"password": word}).status_code for word in ("password1", "kurz", NEW)] == [422, 422, 303]


def test_after_sixty_minutes_the_link_is_dead(client, db, clock, ask) -> None:
    link = ask(SignedUpFactory().email)
    clock.move_to(times.now() + timedelta(minutes=61))
    assert (client.get(link).status_code, client.post(link, data={"password": NEW}).status_code) == (404, 404)


def test_a_newer_link_ends_the_older(client, db, ask) -> None:
    user = SignedUpFactory()
    older, newer = ask(user.email), ask(user.email)
    assert (client.post(older, data={"password": NEW}).status_code, client.post(newer, data={"password": NEW}).status_code) == (
        404,
        303,
    )


def test_a_new_password_ends_all_sessions(app, client, db, ask) -> None:
    user = SignedUpFactory()
    elsewhere = app.test_client().sign_in(user)
    assert elsewhere.get("/account").status_code == 200
    client.post(ask(user.email), data={"password": NEW})
    assert elsewhere.get("/account").status_code == 302


def test_the_second_step_is_still_asked_after_a_reset(client, db, ask) -> None:
    user = SignedUpFactory(totp_secret=ciphers.encrypt(pyotp.random_base32()))
    client.post(ask(user.email), data={"password": NEW})
    assert client.post("/sign-in", data={"email": user.email, "password": NEW}).location == "/sign-in/code"


def test_a_reset_opens_an_account_that_had_to_wait(client, db, ask) -> None:
    user = SignedUpFactory()
    for _number in range(11):
        client.post("/sign-in", data={"email": user.email, "password": "wrong"})
    client.post(ask(user.email), data={"password": NEW})
    assert client.post("/sign-in", data={"email": user.email, "password": NEW}).status_code == 303


def test_known_and_unknown_addresses_get_the_same_answer(client, db, run_jobs, outbox) -> None:
    answers = [
        client.post("/forgot-password", data={"email": email})
        for email in (SignedUpFactory().email, "nobody@example.vn", SignedUpFactory(is_active=False).email)
    ]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/forgot-password?sent=1")}
    run_jobs()
    assert len(outbox) == 1


def test_one_address_gets_three_mails_an_hour(client, db) -> None:
    email = SignedUpFactory().email
    statuses = [client.post("/forgot-password", data={"email": email}).status_code for _number in range(4)]
    assert statuses == [303, 303, 303, 429]


def test_the_host_header_is_not_believed(client, db, run_jobs, outbox) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    client.post("/forgot-password", data={"email": SignedUpFactory().email}, headers=headers)
    run_jobs()
    assert [word for letter in outbox for word in (letter.text, letter.html) if "evil" in word] == []


def test_only_a_digest_is_kept(client, db, ask) -> None:
    secret = ask(SignedUpFactory().email).rsplit("/", 1)[1]
    assert db.scalars(sa.select(OneTimeSecret.digest)).all() == [digest(secret)]
    assert len(secret) >= 43


def test_pages_behind_links_do_not_hand_their_address_on(client, db, ask) -> None:
    assert client.get(ask(SignedUpFactory().email)).headers["Referrer-Policy"] == "strict-origin"


# A new address


@pytest.fixture
def change(client, run_jobs, outbox):
    """Ask for another address and return the link sent to it."""

    def ask_for(user: User, email: str) -> str:
        client.sign_in(user).submit("/account/email", {"email": email})
        run_jobs()
        return next((link_in(letter) for letter in outbox if letter.to == email), "")

    return ask_for


def test_the_address_changes_when_the_new_one_is_proved(client, db, outbox, run_jobs, change) -> None:
    user = SignedUpFactory(email="cu@example.vn")
    link = change(user, "moi@example.vn")
    assert db.get(User, user.id).email == "cu@example.vn"
    assert client.submit(link).location == "/account"
    run_jobs()
    assert db.get(User, user.id).email == "moi@example.vn"
    assert [letter.to for letter in outbox] == ["cu@example.vn", "moi@example.vn", "cu@example.vn"]


def test_a_changed_address_ends_reset_links_sent_to_the_old_one(client, db, ask, change) -> None:
    user = SignedUpFactory(email="cu@example.vn")
    reset = ask(user.email)
    client.submit(change(user, "moi@example.vn"))
    assert client.get(reset).status_code == 404


def test_a_taken_address_gets_no_link_and_looks_the_same(client, db, outbox, change) -> None:
    taken = SignedUpFactory(email="da-co@example.vn")
    assert change(SignedUpFactory(), taken.email) == ""
    assert "da-co@example.vn" in client.get("/account/security").text


def test_an_address_taken_meanwhile_is_refused_by_name(client, db, change) -> None:
    link = change(SignedUpFactory(), "moi@example.vn")
    UserFactory(email="moi@example.vn")
    assert client.submit(link).status_code == 422


def test_a_new_password_ends_a_link_for_another_address(client, db, change) -> None:
    user = SignedUpFactory()
    link = change(user, "moi@example.vn")
    services.people.set_password(user, NEW)
    assert client.get(link).status_code == 404


# Invitations


@pytest.fixture
def invited(db, run_jobs, outbox):
    """Invite an address into a fresh company and return the company and the link."""

    def invite(email: str = "moi@example.vn", **contents):
        organisation = OrganisationFactory(name="Hợp tác xã Chè Tả Lèng")
        services.invite(
            email, by=SignedUpFactory(), organisation=organisation, membership_role=MembershipRole.ADMIN, **contents
        )
        db.commit()
        run_jobs()
        return organisation, link_in(outbox[-1])

    return invite


def test_a_new_person_accepts_and_is_in(client, db, invited) -> None:
    organisation, link = invited()
    answer = client.submit(link, {"full_name": "Lò Thị Mai", "password": NEW})
    member = queries.members_of(organisation)[0]
    assert (answer.status_code, member.user.full_name, member.role) == (303, "Lò Thị Mai", MembershipRole.ADMIN)
    assert client.get("/account").status_code == 200
    assert client.get(link).status_code == 404


def test_a_known_person_accepts_without_a_new_password(client, db, invited) -> None:
    user = SignedUpFactory(email="moi@example.vn")
    organisation, link = invited()
    assert client.submit(link).location == "/sign-in"
    assert [member.user.id for member in queries.members_of(organisation)] == [user.id]
    assert client.post("/sign-in", data={"email": user.email, "password": PASSWORD}).status_code == 303


def test_the_link_of_a_known_person_opens_no_session(client, db, invited) -> None:
    SignedUpFactory(email="moi@example.vn")
    client.submit(invited()[1])
    assert client.get("/account").status_code == 302


def test_the_name_of_the_unit_is_no_password(client, db, invited) -> None:
    _organisation, link = invited()
    answer = client.post(link, data={"full_name": "Lò Thị Mai", "password": "HopTacXaCheTaLeng2026"})
    assert (answer.status_code, queries.find_user("moi@example.vn")) == (422, None)


def test_a_newer_invitation_with_the_same_contents_ends_the_older(db) -> None:
    organisation, by = OrganisationFactory(), SignedUpFactory()
    first = services.invite("moi@example.vn", by=by, organisation=organisation)
    second = services.invite("moi@example.vn", by=by, organisation=organisation)
    other = services.invite("moi@example.vn", by=by, organisation=OrganisationFactory())
    assert [row.used_at is None for row in (first, second, other)] == [False, True, True]


def test_an_invitation_is_open_for_fourteen_days(client, db, clock, invited) -> None:
    _organisation, link = invited()
    clock.move_to(times.now() + timedelta(days=14, minutes=1))
    assert client.get(link).status_code == 404


def test_what_an_event_gives_is_given_in_the_same_transaction(db, monkeypatch) -> None:
    given = []
    grants = {"event_role": lambda user, by, data: given.append((user.email, by.id, data["event_id"], data["event_role"]))}
    monkeypatch.setattr(invitations, "_grants", grants)
    secret, _row = services.secrets.issue(
        queries.SecretPurpose.INVITATION,
        lifetime=timedelta(days=1),
        email="moi@example.vn",
        data={"by": SignedUpFactory().id, "event_id": 7, "event_role": "steward"},
    )
    user, is_new = accept(secret, full_name="Lò Thị Mai", password=NEW)
    assert (is_new, [(email, event, role) for email, _by, event, role in given]) == (True, [(user.email, 7, "steward")])


def test_an_invitation_never_changes_a_role_that_somebody_has(client, db, invited) -> None:
    user = SignedUpFactory(email="moi@example.vn")
    organisation, link = invited()
    services.members.add(organisation, user, MembershipRole.STAFF, by=None)
    client.submit(link)
    assert [member.role for member in queries.members_of(organisation)] == [MembershipRole.STAFF]
