"""The operators' list of accounts, and the command that makes the first operator."""

import re

import pytest
from flask import Flask

from app.accounts import queries
from app.audit.models import AuditEntry
from tests.factories.accounts import OperatorFactory, SignedUpFactory, UserFactory
from tests.support.queries import count_queries


def test_only_operators_see_who_has_an_account(client, db) -> None:
    user = SignedUpFactory()
    paths = ["/admin/users", f"/admin/users/{user.id}/close"]
    refused = [client.sign_in(user).get(path).status_code for path in paths]
    assert (refused, [client.sign_in(OperatorFactory()).get(path).status_code for path in paths]) == ([403, 403], [200, 200])


def test_people_are_found_without_accents_and_by_address(client, db) -> None:
    UserFactory(full_name="Lò Thị Mái", email="mai@example.vn")
    UserFactory(full_name="Đỗ Văn Bình", email="binh@example.vn")
    client.sign_in(OperatorFactory(full_name="Vận Hành"))
    found = [client.get(f"/admin/users?q={text}").text for text in ("lo mai", "do binh", "BINH@")]
    assert [(text.count("Lò Thị Mái</th>"), text.count("Đỗ Văn Bình</th>")) for text in found] == [(1, 0), (0, 1), (0, 1)]


def test_the_list_needs_as_many_queries_for_many(client, db) -> None:
    client.sign_in(OperatorFactory())
    counts = []
    for number in (1, 2):
        UserFactory.create_batch(number)
        with count_queries() as seen:
            client.get("/admin/users")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_closing_an_account_ends_its_sessions_and_is_recorded(app, client, db) -> None:
    user = SignedUpFactory()
    browser = app.test_client().sign_in(user)
    client.sign_in(OperatorFactory()).submit(f"/admin/users/{user.id}/close", {"reason": "Nghỉ hưu"}, form="reason")
    entry = db.query(AuditEntry).filter_by(action="accounts.closed").one()
    assert (browser.get("/account").status_code, entry.reason, entry.subject_id) == (302, "Nghỉ hưu", str(user.id))


def test_a_closed_account_is_opened_again(client, db) -> None:
    user = SignedUpFactory(is_active=False)
    client.sign_in(OperatorFactory()).post(f"/admin/users/{user.id}/reopen")
    assert queries.get_user(user.id).is_active is True


def test_operators_do_not_lock_themselves_out(client, db) -> None:
    operator = OperatorFactory()
    assert client.sign_in(operator).post(f"/admin/users/{operator.id}/close").status_code == 403
    assert queries.get_user(operator.id).is_active is True


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["users", "create-admin", *arguments])


def test_the_command_makes_an_operator_and_prints_a_link_that_sets_the_password(app, client, db) -> None:
    done = run(app, "Quan.Tri@example.vn", "--name", "Lò Thị Mai")
    link = re.search(r"http://localhost(/reset-password/\S+)", done.output)
    assert (done.exit_code, link is not None) == (0, True)
    assert client.submit(link[1], {"password": "chè xanh bốn mùa Tả Lèng"}).location == "/sign-in"
    user = queries.find_user("quan.tri@example.vn")
    assert (user.is_admin, user.full_name) == (True, "Lò Thị Mai")


@pytest.mark.parametrize(("arguments", "code"), [(["no address"], 2), ([], 2), (["da-co@example.vn"], 1)])
def test_the_command_refuses_with_its_exit_code(app, db, arguments: list[str], code: int) -> None:
    UserFactory(email="da-co@example.vn")
    db.commit()
    refused = run(app, *arguments)
    assert (refused.exit_code, queries.find_user("da-co@example.vn").is_admin) == (code, False)


def test_the_command_turns_a_lost_second_step_off(app, db) -> None:
    user = SignedUpFactory(totp_secret="encrypted")
    db.commit()
    statuses = [app.test_cli_runner().invoke(args=["users", "reset-two-factor", user.email]).exit_code for _number in range(2)]
    assert (statuses, queries.get_user(user.id).totp_secret) == ([0, 1], None)
