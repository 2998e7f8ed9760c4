"""Mails are written in the caller's transaction, in the reader's language, and sent by a job."""

import base64
from datetime import timedelta

import pytest
import sqlalchemy as sa
from jinja2 import ChoiceLoader, DictLoader

from app.core import clock as times
from app.jobs.models import Job, JobState
from app.mail import services, transport
from app.mail.errors import BadAddress
from app.mail.models import Message, MessageState
from tests.support.mails import TEMPLATES, Sink, hello_template


@pytest.fixture(autouse=True)
def templates(app):
    with hello_template(app):
        yield


def send(to: str = "lan@example.com", **arguments: object) -> Message:
    arguments = {"locale": "en", "context": {"name": "Lan <b>"}} | arguments
    return services.send(template="test/hello", to=to, **arguments)


def test_a_mail_is_sent_with_text_and_html_of_the_same_content(db, run_jobs, outbox):
    message = send()
    run_jobs()

    [letter] = outbox
    assert (letter.to, letter.subject) == ("lan@example.com", "Hello Lan <b>")
    assert letter.text.startswith("Dear Lan <b>,\n\nwelcome.\n")
    assert "Lan &lt;b&gt;</h1>" in letter.html
    assert (message.state, message.attempts, message.sent_at is None) == (MessageState.SENT, 1, False)


def test_a_mail_of_a_rolled_back_change_is_never_sent(db, run_jobs, outbox):
    send()
    db.rollback()
    run_jobs()
    assert outbox == []
    assert db.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_a_mail_speaks_the_language_of_its_reader(db, run_jobs, outbox):
    for locale in ("vi", "en", "de"):
        send(locale=locale, context={"name": "Lan", "host_name": "Sở Công Thương"})
    run_jobs()
    footers = [letter.text.strip().splitlines()[-1] for letter in outbox]
    assert footers == [
        "Thư này do Fairground gửi thay mặt Sở Công Thương.",
        "This mail was sent by Fairground for Sở Công Thương.",
        "Diese E-Mail wurde von Fairground im Auftrag von Sở Công Thương versandt.",
    ]


class CountingLoader(DictLoader):
    """Notes each time that a template is read to be compiled."""

    def __init__(self) -> None:
        super().__init__(TEMPLATES)
        self.read: list[str] = []

    def get_source(self, environment, template):
        self.read.append(template)
        return super().get_source(environment, template)


def test_the_second_mail_of_a_kind_compiles_nothing(app, db):
    counting = CountingLoader()
    app.jinja_env.loader = ChoiceLoader([counting, app.jinja_env.loader])
    send()
    first = len(counting.read)
    send()
    assert first > 0
    assert len(counting.read) == first


def test_a_missing_variable_stops_the_sender_not_the_reader(db):
    with pytest.raises(Exception, match="name"):
        send(context={})


@pytest.mark.parametrize(
    "address", ["", "lan", "a@b@example.com", "a@example.com\r\nBcc: x@example.com", "a@x.vn,b@x.vn", "<a@x.vn>"]
)
def test_only_one_plain_address_is_taken(db, address):
    with pytest.raises(BadAddress):
        send(to=address)


def test_a_line_break_in_a_name_cannot_add_a_header(db, run_jobs, outbox):
    send(context={"name": "Lan\r\nBcc: x@example.com"})
    run_jobs()
    mail = transport.as_email(outbox[0], "no-reply@example.com")
    assert (mail["Subject"], mail["Bcc"]) == ("Hello Lan Bcc: x@example.com", None)


def test_a_second_mail_with_the_same_key_is_not_written(db, run_jobs, outbox):
    first = send(dedupe_key="hello:1")
    assert send(dedupe_key="hello:1").id == first.id
    run_jobs()
    assert send(dedupe_key="hello:1").id == first.id
    run_jobs()
    assert len(outbox) == 1


def test_small_files_go_with_the_mail_and_large_ones_are_refused(db, run_jobs, outbox):
    calendar = services.Attachment("fair.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")
    send(attachments=[calendar])
    run_jobs()
    assert base64.b64decode(outbox[0].attachments[0]["base64"]) == b"BEGIN:VCALENDAR\r\n"
    [part] = transport.as_email(outbox[0], "no-reply@example.com").iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("fair.ics", "text/calendar")
    with pytest.raises(ValueError, match="too large"):
        send(attachments=[services.Attachment("a.bin", "application/octet-stream", bytes(600_000))])


def test_the_message_id_is_at_our_host_and_the_same_for_each_try(db):
    message = send()
    letter = transport.Letter(
        message.recipient, "en", message.subject, message.text, message.html, message.message_id, message.created_at
    )
    first, second = (transport.as_email(letter, "no-reply@example.com") for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"] == message.message_id
    assert first["Date"] == second["Date"]
    assert message.message_id.endswith("@localhost>")


@pytest.fixture
def through(app, monkeypatch):
    """Send through a real SMTP connection to this sink."""

    def connect(sink: Sink) -> None:
        monkeypatch.setitem(app.config, "SMTP_URL", sink.url)
        app.extensions.pop("mail", None)

    yield connect
    app.extensions.pop("mail", None)


def test_smtp_delivers_vietnamese(db, run_jobs, through):
    with Sink() as sink:
        through(sink)
        send(context={"name": "Nguyễn Thị Lan"})
        run_jobs()
    [envelope] = sink.received
    assert envelope.rcpt_tos == ["lan@example.com"]
    assert envelope.mail_from == "no-reply@localhost"


def test_a_mail_server_that_is_down_costs_nothing_but_time(db, run_jobs, through, clock):
    """FT02: 421, then 451, then it takes the mail: once, with the first Message-ID."""
    with Sink("421 shutting down", "451 try later") as sink:
        through(sink)
        message = send()
        for _ in range(3):
            run_jobs(raise_errors=False)
            clock.shift(timedelta(seconds=61))
    assert sink.message_ids() == [message.message_id]
    assert (message.state, message.attempts) == (MessageState.SENT, 1)


def test_other_mails_do_not_wait_for_a_server_that_did_not_answer(db, run_jobs, app, monkeypatch):
    tried = []
    transport_ = transport.SmtpTransport(transport.urlsplit("smtp://127.0.0.1:1"), "no-reply@example.com")
    connect = transport_._connect
    monkeypatch.setattr(transport_, "_connect", lambda: tried.append(1) or connect())
    monkeypatch.setitem(app.extensions, "mail", transport_)
    for _ in range(3):
        send()
    run_jobs(raise_errors=False)
    assert len(tried) == 1


def test_a_refused_mail_is_failed_and_its_job_parked(db, run_jobs, through):
    with Sink("550 no such user") as sink:
        through(sink)
        message = send()
        run_jobs(raise_errors=False)
    job = db.scalars(sa.select(Job)).one()
    assert (job.state, job.last_error) == (JobState.PARKED, "GiveUp: 550 no such user")
    assert message.state == MessageState.FAILED


def test_after_three_days_a_person_has_to_look(db, run_jobs, through, clock):
    with Sink("421 down") as sink:
        through(sink)
        message = send()
        clock.shift(timedelta(days=3, seconds=1))
        run_jobs(raise_errors=False)
    assert (message.state, message.created_at < times.now()) == (MessageState.FAILED, True)


def test_production_without_a_mail_server_parks_mails(db, app, run_jobs, monkeypatch):
    monkeypatch.setitem(app.extensions, "mail", transport.NoTransport())
    message = send()
    run_jobs(raise_errors=False)
    assert message.state == MessageState.FAILED


def test_a_mail_with_a_secret_is_kept_without_it_once_it_is_sent(db, run_jobs, through):
    with Sink() as sink:
        through(sink)
        secret = send(context={"name": "Lan", "secret": "opens the door"})
        plain = send(context={"name": "Lan"})
        run_jobs()
    assert (secret.subject, secret.text, secret.html) == ("Hello Lan", "", "")
    assert plain.text.startswith("Dear Lan,")
    assert len(sink.received) == 2


def test_who_is_forgotten_gets_no_mail_and_leaves_none(db, run_jobs, outbox):
    waiting = send(event_id=1)
    elsewhere = send(event_id=2)
    services.forget("lan@example.com", event_id=1)
    run_jobs()
    db.refresh(waiting)
    assert (waiting.state, waiting.recipient, waiting.subject, waiting.text) == (MessageState.ERASED, "", "", "")
    assert [letter.message_id for letter in outbox] == [elsewhere.message_id]
