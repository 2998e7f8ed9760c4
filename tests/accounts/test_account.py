"""One's own account: sessions, password, second step, tokens, profile."""

import re
from datetime import timedelta

import pyotp
import pytest

from app.accounts import ciphers, queries, scopes, services
from app.accounts.models import ApiToken, User, UserSession
from app.core import clock as times
from app.core.codes import digest
from tests.factories.accounts import PASSWORD, MembershipFactory, OperatorFactory, SignedUpFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.usefixtures("cheap_hashes")

NEW = "một mật khẩu hoàn toàn khác"
AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"


def age_session(db, user: User, minutes: int) -> None:
    """Let the open sessions of `user` have given their password long ago."""
    db.query(UserSession).filter_by(user_id=user.id).update({"confirmed_at": times.now() - timedelta(minutes=minutes)})


# Sessions


def test_sessions_are_listed_with_browser_and_this_one_is_marked(app, client, db) -> None:
    user = SignedUpFactory()
    sent = {"email": user.email, "password": PASSWORD}
    client.post("/sign-in", data=sent, headers={"User-Agent": AGENT})
    app.test_client().sign_in(user)
    text = client.get("/account/sessions").text
    assert (text.count("Chrome · Android"), text.count("trình duyệt này"), text.count("Trình duyệt không rõ")) == (1, 1, 1)


def test_a_session_is_ended_at_once(app, client, db) -> None:
    user = SignedUpFactory()
    other = app.test_client().sign_in(user)
    row = queries.sessions_of(user)[0]
    client.sign_in(user)
    assert client.post(f"/account/sessions/{row.id}/end").status_code == 303
    assert (other.get("/account").status_code, client.get("/account").status_code) == (302, 200)


def test_a_session_of_somebody_else_is_not_found(app, client, db) -> None:
    stranger = SignedUpFactory()
    app.test_client().sign_in(stranger)
    row = queries.sessions_of(stranger)[0]
    assert client.sign_in(SignedUpFactory()).post(f"/account/sessions/{row.id}/end").status_code == 404
    assert row.ended_at is None


def test_all_other_sessions_are_ended(app, client, db) -> None:
    user = SignedUpFactory()
    others = [app.test_client().sign_in(user) for _number in range(2)]
    client.sign_in(user).post("/account/sessions/end-others")
    assert [browser.get("/account").status_code for browser in (*others, client)] == [302, 302, 200]


def test_a_closed_account_is_out_at_once(client, db) -> None:
    user = SignedUpFactory()
    assert client.sign_in(user).get("/account").status_code == 200
    services.people.close(user, by=OperatorFactory())
    assert client.get("/account").status_code == 302


def test_an_idle_session_ends(app, client, db, clock) -> None:
    client.sign_in(SignedUpFactory())
    clock.move_to(times.now() + timedelta(hours=app.config["SESSION_IDLE_HOURS"], minutes=1))
    assert client.get("/account").status_code == 302


def test_a_used_session_lives_on(app, client, db, clock) -> None:
    client.sign_in(SignedUpFactory())
    for _number in range(3):
        clock.move_to(times.now() + timedelta(hours=app.config["SESSION_IDLE_HOURS"]) - timedelta(minutes=15))
        assert client.get("/account").status_code == 200


def test_a_session_ends_at_its_absolute_time(app, client, db, clock) -> None:
    user = SignedUpFactory()
    client.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    end = times.now() + timedelta(days=app.config["SESSION_DAYS"])
    while times.now() < end - timedelta(hours=20):
        clock.move_to(times.now() + timedelta(hours=20))
        assert client.get("/account").status_code == 200
    clock.move_to(end + timedelta(seconds=1))
    assert client.get("/account").status_code == 302


def test_being_seen_is_written_every_ten_minutes_only(client, db, clock) -> None:
    user = SignedUpFactory()
    client.sign_in(user)
    first = queries.sessions_of(user)[0].last_seen_at
    client.get("/account")
    assert queries.sessions_of(user)[0].last_seen_at == first
    clock.move_to(times.now() + timedelta(minutes=11))
    client.get("/account")
    assert queries.sessions_of(user)[0].last_seen_at > first


# Fresh proof

GUARDED = ["/account/password", "/account/email", "/account/two-factor", "/account/tokens"]


@pytest.mark.parametrize("path", GUARDED)
def test_after_fifteen_minutes_the_password_is_asked_again(client, db, path: str) -> None:
    user = SignedUpFactory()
    client.sign_in(user)
    assert client.get(path).status_code == 200
    age_session(db, user, 16)
    assert (client.get(path).location, client.post(path).location) == (f"/confirm?next={path}", f"/confirm?next={path}")


def test_the_password_renews_the_proof_and_the_secret(client, db) -> None:
    user = SignedUpFactory()
    client.sign_in(user)
    age_session(db, user, 16)
    with client.session_transaction() as cookie:
        before = cookie["session_secret"]
    assert client.submit("/confirm?next=/account/email", {"password": PASSWORD}).location == "/account/email"
    with client.session_transaction() as cookie:
        assert cookie["session_secret"] != before
    assert client.get("/account/email").status_code == 200


def test_a_wrong_password_proves_nothing_and_counts(client, db) -> None:
    user = SignedUpFactory()
    client.sign_in(user)
    age_session(db, user, 16)
    statuses = [client.post("/confirm", data={"password": "wrong"}).status_code for _number in range(11)]
    assert statuses == [422] * 10 + [429]
    assert client.get("/account/email").status_code == 303


# Password


def test_a_changed_password_ends_the_other_sessions_only(app, client, db) -> None:
    user = SignedUpFactory()
    other = app.test_client().sign_in(user)
    assert client.sign_in(user).submit("/account/password", {"password": NEW}).location == "/account/security"
    assert (other.get("/account").status_code, client.get("/account").status_code) == (302, 200)


def test_a_weak_password_is_refused_at_its_field(client, db) -> None:
    answer = client.sign_in(SignedUpFactory()).submit("/account/password", {"password": "matkhau123"})
    assert (answer.status_code, answer.text.count('href="#password"')) == (422, 1)


# Second step


def set_up(client) -> tuple[pyotp.TOTP, list[str]]:
    """Turn the second step on and return the app's generator and the recovery codes."""
    page = client.get("/account/two-factor").text
    found = re.search(r'<p class="code">([A-Z2-7 ]+)</p>', page)
    assert found is not None
    totp = pyotp.TOTP(found[1].replace(" ", ""))
    answer = client.submit("/account/two-factor", {"code": totp.at(times.now())})
    return totp, re.findall(r'<li class="code">([^<]+)</li>', answer.text)


def test_the_second_step_is_turned_on_by_a_code(client, db) -> None:
    user = SignedUpFactory()
    totp, codes = set_up(client.sign_in(user))
    kept = db.get(User, user.id).totp_secret
    assert (len(codes), ciphers.decrypt(kept), totp.secret in kept) == (10, totp.secret, False)


def test_a_wrong_code_does_not_turn_it_on(client, db) -> None:
    user = SignedUpFactory()
    assert client.sign_in(user).submit("/account/two-factor", {"code": "000000"}).status_code == 422
    assert db.get(User, user.id).totp_secret is None


def test_the_secret_on_the_page_stays_until_it_is_used(client, db) -> None:
    client.sign_in(SignedUpFactory())
    pages = [re.findall(r'<p class="code">[^<]+', client.get("/account/two-factor").text) for _number in range(2)]
    assert pages[0] == pages[1]


def test_a_recovery_code_opens_the_account_once(app, client, db) -> None:
    user = SignedUpFactory()
    _totp, codes = set_up(client.sign_in(user))
    statuses = []
    for typed in (codes[0].lower(), codes[0], codes[1].replace("-", " ")):
        browser = app.test_client()
        browser.post("/sign-in", data={"email": user.email, "password": PASSWORD})
        statuses.append(browser.post("/sign-in/code", data={"code": typed}).status_code)
    assert statuses == [303, 422, 303]
    assert queries.recovery_codes_left(user) == 8


def test_recovery_codes_of_somebody_else_do_not_fit(client, db) -> None:
    owner = SignedUpFactory()
    _totp, codes = set_up(client.sign_in(owner))
    assert services.two_factor.use_recovery_code(SignedUpFactory(), codes[0]) is False


def test_new_recovery_codes_end_the_old_ones(client, db) -> None:
    user = SignedUpFactory()
    _totp, codes = set_up(client.sign_in(user))
    assert client.post("/account/recovery-codes").status_code == 200
    assert (services.two_factor.use_recovery_code(user, codes[0]), queries.recovery_codes_left(user)) == (False, 10)


def test_the_second_step_is_turned_off(client, db) -> None:
    user = SignedUpFactory()
    set_up(client.sign_in(user))
    assert client.post("/account/two-factor/off").location == "/account/security"
    assert (db.get(User, user.id).totp_secret, queries.recovery_codes_left(user)) == (None, 0)


def test_operators_are_reminded_of_the_second_step(client, db) -> None:
    texts = [client.sign_in(user).get("/account").text for user in (OperatorFactory(), SignedUpFactory())]
    assert [text.count("Với quyền vận hành") for text in texts] == [1, 0]


# API tokens


def test_a_token_is_shown_once_and_kept_as_digest(client, db) -> None:
    client.sign_in(SignedUpFactory())
    shown = re.search(r"fg_[\w-]+", client.submit("/account/tokens", {"name": "Nhập khách"}, form="name").text)
    assert shown is not None
    assert db.query(ApiToken).one().digest == digest(shown[0])
    assert client.get("/account/tokens").text.count(shown[0]) == 0


def test_a_token_is_limited_to_one_of_the_persons_events(client, db, monkeypatch) -> None:
    monkeypatch.setattr(scopes, "_providers", [lambda user: [(7, "Hội chợ mẫu")]])
    client.sign_in(SignedUpFactory())
    refused = client.submit("/account/tokens", {"name": "x", "event_id": "8"}, form="name")
    assert (refused.status_code, db.query(ApiToken).count()) == (422, 0)


@pytest.mark.parametrize(("days", "expected"), [("30", 30), ("365", 365), ("0", None)])
def test_a_token_ends_when_it_shall(client, db, days: str, expected: int | None) -> None:
    client.sign_in(SignedUpFactory()).submit("/account/tokens", {"name": "x", "days": days}, form="name")
    token = db.query(ApiToken).one()
    assert (token.expires_at and (token.expires_at - token.created_at).days) == expected


def test_a_revoked_or_expired_token_opens_nothing(db, clock) -> None:
    user = SignedUpFactory()
    secrets = [services.tokens.create(user, "x", days=30) for _number in range(2)]
    assert [queries.find_api_token(secret) is not None for secret, _row in secrets] == [True, True]
    services.tokens.revoke(user, secrets[0][1].id)
    assert queries.find_api_token(secrets[0][0]) is None
    clock.move_to(times.now() + timedelta(days=31))
    assert queries.find_api_token(secrets[1][0]) is None


def test_a_token_of_a_closed_account_opens_nothing(db) -> None:
    user = SignedUpFactory()
    secret, _row = services.tokens.create(user, "x", days=None)
    services.people.close(user, by=OperatorFactory())
    assert queries.find_api_token(secret) is None


def test_a_token_of_somebody_else_is_not_found(client, db) -> None:
    _secret, token = services.tokens.create(SignedUpFactory(), "x", days=None)
    assert client.sign_in(SignedUpFactory()).post(f"/account/tokens/{token.id}/revoke").status_code == 404


# Profile


def test_the_profile_is_changed_and_the_pages_follow_the_language(client, db) -> None:
    user = SignedUpFactory()
    values = {"full_name": "Lò Thị Mai", "phone": "0912 345 678", "locale": "en"}
    answer = client.sign_in(user).submit("/account", values, form="full_name")
    kept = db.get(User, user.id)
    assert (answer.status_code, kept.full_name, kept.phone, kept.locale) == (303, "Lò Thị Mai", "+84912345678", "en")
    assert "Your account" in client.get("/account").text


def test_what_the_form_does_not_offer_is_not_taken(client, db) -> None:
    user = SignedUpFactory()
    sent = {"full_name": "Lò Thị Mai", "locale": "vi", "is_admin": "1", "email": "x@example.vn", "id": "1"}
    client.sign_in(user).post("/account", data=sent)
    kept = db.get(User, user.id)
    assert (kept.is_admin, kept.email) == (False, user.email)


def test_the_account_page_needs_as_many_queries_for_many_memberships(client, db) -> None:
    user = SignedUpFactory()
    client.sign_in(user)
    counts = []
    for _number in range(2):
        MembershipFactory(user=user)
        with count_queries() as seen:
            client.get("/account")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_list_of_sessions_needs_as_many_queries_for_many(app, client, db) -> None:
    user = SignedUpFactory()
    client.sign_in(user)
    counts = []
    for _number in range(2):
        app.test_client().sign_in(user)
        with count_queries() as seen:
            client.get("/account/sessions")
        counts.append(len(seen))
    assert counts[0] == counts[1]
