"""Sign in and out: who gets in, who does not, and that nobody learns which accounts exist."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from app.accounts import ciphers, passwords, queries
from app.accounts.models import MembershipRole, OrganisationKind, User, UserSession
from app.core import clock as times
from tests.factories.accounts import PASSWORD, MembershipFactory, OrganisationFactory, SignedUpFactory, UserFactory

pytestmark = pytest.mark.usefixtures("cheap_hashes")


def sign_in(client, email: str, password: str = PASSWORD, path: str = "/sign-in", **kwargs):
    return client.post(path, data={"email": email, "password": password}, **kwargs)


def open_sessions(db) -> int:
    return db.scalar(sa.select(sa.func.count()).select_from(UserSession).where(UserSession.ended_at.is_(None)))


def test_the_right_password_opens_a_session(client, db) -> None:
    user = SignedUpFactory()
    answer = client.submit("/sign-in", {"email": user.email.upper() + " ", "password": PASSWORD})
    assert (answer.status_code, answer.location, open_sessions(db)) == (303, "/", 1)
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("password", [PASSWORD[:-1] + "X", PASSWORD.upper(), PASSWORD.strip() + " ", "x"])
def test_a_wrong_password_opens_nothing(client, db, password: str) -> None:
    user = SignedUpFactory()
    assert (sign_in(client, user.email, password).status_code, open_sessions(db)) == (422, 0)


def test_an_account_without_password_opens_nothing(client, db) -> None:
    assert (sign_in(client, UserFactory().email).status_code, open_sessions(db)) == (422, 0)


def test_a_closed_account_opens_nothing(client, db) -> None:
    assert (sign_in(client, SignedUpFactory(is_active=False).email).status_code, open_sessions(db)) == (422, 0)


def test_known_unknown_and_closed_get_the_same_answer(client, db) -> None:
    emails = [SignedUpFactory().email, "nobody@example.vn", SignedUpFactory(is_active=False).email]
    answers = [sign_in(client, email, "wrong password").text.replace(email, "…") for email in emails]
    assert answers[0].count("Địa chỉ thư điện tử hoặc mật khẩu không đúng") == 1
    assert [answer == answers[0] for answer in answers] == [True, True, True]


def test_known_and_unknown_take_one_hash_each(client, db, monkeypatch) -> None:
    seen: list[str | None] = []
    original = passwords.verify
    monkeypatch.setattr(passwords, "verify", lambda kept, typed: seen.append(kept) or original(kept, typed))
    sign_in(client, SignedUpFactory().email, "wrong password")
    sign_in(client, "nobody@example.vn", "wrong password")
    assert (len(seen), seen[1]) == (2, None)


def test_the_eleventh_try_for_an_account_waits_even_with_the_right_password(client, db, clock) -> None:
    user = SignedUpFactory()
    statuses = [
        sign_in(client, user.email, "wrong", environ_base={"REMOTE_ADDR": f"203.0.113.{number}"}).status_code
        for number in range(10)
    ]
    late = sign_in(client, user.email)
    assert (statuses, late.status_code, int(late.headers["Retry-After"]) > 600) == ([422] * 10, 429, True)
    clock.move_to(times.now() + timedelta(minutes=15))
    assert sign_in(client, user.email).status_code == 303


def test_an_unknown_account_waits_in_the_same_way(client, db) -> None:
    assert [sign_in(client, "nobody@example.vn", "wrong").status_code for _number in range(11)] == [422] * 10 + [429]


def test_an_open_session_does_not_suffer_from_tries_of_others(app, client, db) -> None:
    user = SignedUpFactory()
    client.sign_in(user)
    stranger = app.test_client()
    assert [sign_in(stranger, user.email, "wrong").status_code for _number in range(11)][-1] == 429
    assert client.get("/account").status_code == 200


def test_one_address_cannot_try_account_after_account(client, db, monkeypatch) -> None:
    monkeypatch.setattr("app.accounts.services.sign_in.MOST_PER_ADDRESS", 4)
    assert [sign_in(client, f"x{number}@example.vn", "wrong").status_code for number in range(5)] == [422] * 4 + [429]


def test_signing_in_rightly_costs_the_address_nothing(app, db, monkeypatch) -> None:
    monkeypatch.setattr("app.accounts.services.sign_in.MOST_PER_ADDRESS", 2)
    user = SignedUpFactory()
    assert [sign_in(app.test_client(), user.email).status_code for _number in range(4)] == [303] * 4


def test_a_hash_with_old_parameters_is_renewed(client, db) -> None:
    user = SignedUpFactory(password_hash=passwords.PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD))
    assert sign_in(client, user.email).status_code == 303
    assert passwords.needs_rehash(db.get(User, user.id).password_hash) is False


def test_a_huge_password_is_refused_without_hashing(client, db, monkeypatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", None)
    assert sign_in(client, SignedUpFactory().email, "x" * 300).status_code == 422
    assert sign_in(client, "a@example.vn", "x" * (2 * 2**20)).status_code == 413


def test_the_way_on_is_kept(client, db) -> None:
    assert sign_in(client, SignedUpFactory().email, path="/sign-in?next=/account/security").location == "/account/security"


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)", "/\t/evil"]
)
def test_the_way_on_stays_on_this_site(client, db, target: str) -> None:
    answer = client.post(
        "/sign-in", query_string={"next": target}, data={"email": SignedUpFactory().email, "password": PASSWORD}
    )
    assert answer.location == "/"


def test_who_is_signed_in_goes_on_at_once(client, db) -> None:
    assert client.sign_in(SignedUpFactory()).get("/sign-in?next=/account").location == "/account"


def test_a_stranger_is_led_to_the_sign_in_and_back(client, db) -> None:
    assert client.get("/account").location == "/sign-in?next=/account"


@pytest.mark.parametrize(
    ("kind", "role", "desk"),
    [
        (OrganisationKind.DEPARTMENT, MembershipRole.ADMIN, "/manage"),
        (OrganisationKind.DEPARTMENT, MembershipRole.LEADER, "/leadership"),
        (OrganisationKind.COMPANY, MembershipRole.STAFF, "/exhibitor"),
        (None, None, "/"),
    ],
)
def test_everybody_begins_at_their_desk_when_there_is_one(app, client, db, kind, role, desk: str) -> None:
    user = SignedUpFactory()
    if kind is not None:
        MembershipFactory(user=user, role=role, organisation=OrganisationFactory(kind=kind))
    exists = any(rule.rule == desk for rule in app.url_map.iter_rules())
    assert sign_in(client, user.email).location == (desk if exists else "/")


def test_signing_in_again_ends_the_session_that_the_browser_had(client, db) -> None:
    first, second = SignedUpFactory(), SignedUpFactory()
    sign_in(client, first.email)
    sign_in(client, second.email)
    assert [len(queries.sessions_of(user)) for user in (first, second)] == [0, 1]


def test_the_session_gets_a_new_secret_at_each_sign_in(client, db) -> None:
    user = SignedUpFactory()
    with client.session_transaction() as cookie:
        cookie["session_secret"] = "fixed before"
    sign_in(client, user.email)
    with client.session_transaction() as cookie:
        first = cookie["session_secret"]
    client.post("/sign-out")
    sign_in(client, user.email)
    with client.session_transaction() as cookie:
        assert len({first, cookie["session_secret"], "fixed before"}) == 3


def test_signing_out_ends_the_session_on_the_server(client, db) -> None:
    user = SignedUpFactory()
    sign_in(client, user.email)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    assert client.post("/sign-out").status_code == 303
    with client.session_transaction() as cookie:
        cookie.update(kept)
    assert client.get("/account").location == "/sign-in?next=/account"


def test_the_pages_speak_the_language_of_the_person(client, db) -> None:
    answer = sign_in(client, SignedUpFactory(locale="de").email)
    assert [header for header in answer.headers.getlist("Set-Cookie") if header.startswith("lang=de")] != []


# The second step


@pytest.fixture
def protected(db) -> tuple[User, pyotp.TOTP]:
    totp = pyotp.TOTP(pyotp.random_base32())
    return SignedUpFactory(totp_secret=ciphers.encrypt(totp.secret)), totp


def now_code(totp: pyotp.TOTP, steps: int = 0) -> str:
    return totp.at(times.now() + timedelta(seconds=30 * steps))


def test_the_password_alone_does_not_open_a_protected_account(client, db, protected) -> None:
    user, _totp = protected
    answer = sign_in(client, user.email, path="/sign-in?next=/account/security")
    assert (answer.location, open_sessions(db)) == ("/sign-in/code?next=/account/security", 0)


def test_the_code_opens_it_and_leads_on(client, db, protected) -> None:
    user, totp = protected
    sign_in(client, user.email)
    answer = client.submit("/sign-in/code?next=/account/security", {"code": now_code(totp)})
    assert (answer.location, open_sessions(db)) == ("/account/security", 1)


def test_a_code_works_once(app, client, db, protected) -> None:
    user, totp = protected
    other = app.test_client()
    sign_in(client, user.email)
    sign_in(other, user.email)
    code = now_code(totp)
    statuses = [browser.post("/sign-in/code", data={"code": code}).status_code for browser in (client, other)]
    assert (statuses, open_sessions(db)) == ([303, 422], 1)


def test_a_code_of_the_step_before_does_not_work_after_a_newer_one(app, client, db, protected) -> None:
    user, totp = protected
    older, newer = now_code(totp), now_code(totp, 1)
    statuses = []
    for code in (newer, older):
        browser = app.test_client()
        sign_in(browser, user.email)
        statuses.append(browser.post("/sign-in/code", data={"code": code}).status_code)
    assert statuses == [303, 422]


@pytest.mark.parametrize("code", ["000000", "12345", "abcdef", "１２３４５６", ""])
def test_a_wrong_code_opens_nothing(client, db, protected, code: str) -> None:
    sign_in(client, protected[0].email)
    assert (client.post("/sign-in/code", data={"code": code}).status_code, open_sessions(db)) == (422, 0)


def test_the_eleventh_code_waits(client, db, protected) -> None:
    sign_in(client, protected[0].email)
    assert [client.post("/sign-in/code", data={"code": "000000"}).status_code for _number in range(11)] == [422] * 10 + [429]


def test_the_second_step_needs_the_first(client, db, protected) -> None:
    assert client.post("/sign-in/code", data={"code": now_code(protected[1])}).location == "/sign-in"


def test_the_first_step_is_forgotten_after_ten_minutes(client, db, clock, protected) -> None:
    user, totp = protected
    sign_in(client, user.email)
    clock.move_to(times.now() + timedelta(minutes=11))
    assert client.post("/sign-in/code", data={"code": now_code(totp)}).location == "/sign-in"


def test_the_first_step_does_not_outlive_the_password(client, db, protected) -> None:
    user, totp = protected
    sign_in(client, user.email)
    db.get(User, user.id).password_hash = passwords.hash_password("một mật khẩu khác hẳn")
    assert client.post("/sign-in/code", data={"code": now_code(totp)}).location == "/sign-in"
