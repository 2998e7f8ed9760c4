"""The demo shows its mails; production does not."""

import contextvars

import pytest
from flask.testing import FlaskClient

from app.mail import services
from tests.support.mails import hello_template


@pytest.fixture
def message(app, db):
    with hello_template(app):
        yield services.send(
            template="test/hello", to="lan@example.com", locale="vi", context={"name": "<script>alert(1)</script>"}
        )


def test_an_empty_outbox_says_how_to_fill_it(client):
    assert "Chưa có thư nào" in client.get("/outbox").text


def test_mails_are_listed_and_shown_as_html_and_text(client, message):
    assert f'<a href="/outbox/{message.id}">Hello &lt;script&gt;alert(1)&lt;/script&gt;</a>' in client.get("/outbox").text
    answer = client.get(f"/outbox/{message.id}")
    assert "Dear &lt;script&gt;alert(1)&lt;/script&gt;,\n\nwelcome." in answer.text
    assert answer.headers["Content-Security-Policy"].endswith("; frame-src 'self'")


def test_the_html_of_a_mail_can_do_nothing(app, db, message):
    """A plain client: mails carry styles in attributes, which no page of ours may."""
    db.commit()
    browser = FlaskClient(app, app.response_class)
    answer = contextvars.Context().run(browser.get, f"/outbox/{message.id}/html")
    assert "&lt;script&gt;" in answer.text
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "sandbox allow-popups", "frame-ancestors 'self'"} <= set(policy)


@pytest.mark.parametrize("path", ["/outbox", "/outbox/1", "/outbox/1/html"])
def test_production_has_no_outbox(client, app, monkeypatch, message, path):
    monkeypatch.setitem(app.config, "FAIR_ENV", "production")
    assert client.get(path).status_code == 404


def test_an_unknown_mail_is_not_found(client):
    assert client.get("/outbox/999999").status_code == 404


def test_the_list_asks_the_same_for_one_mail_and_for_three(app, client, message):
    from tests.support.queries import count_queries

    with count_queries() as one:
        client.get("/outbox")
    with hello_template(app):
        for name in ("B", "C"):
            services.send(template="test/hello", to="lan@example.com", locale="vi", context={"name": name})
    with count_queries() as three:
        client.get("/outbox")
    assert len([sql for sql in one if sql.startswith("SELECT")]) == len([sql for sql in three if sql.startswith("SELECT")])
