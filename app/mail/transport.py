"""The door to SMTP. Without SMTP_URL tests get a list, and demo mode keeps the mails to be read under /outbox."""

import base64
import smtplib
import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from flask import Flask

from app.core import failpoints
from app.mail.errors import MailRefused, MailServerDown

TIMEOUT_SECONDS = 20
# After a failed connection other mails do not wait for the same timeout.
PAUSE_SECONDS = 15


@dataclass(frozen=True)
class Letter:
    """What leaves the house: a mail without its database row."""

    to: str
    locale: str
    subject: str
    text: str
    html: str
    message_id: str
    created_at: datetime
    template: str = ""
    attachments: tuple[dict[str, str], ...] = ()


class Transport(Protocol):
    def deliver(self, letter: Letter) -> None:
        """Give the mail away. Raises: MailServerDown, MailRefused."""


@dataclass
class MemoryTransport:
    """Keeps what was sent: `sent` is what tests look at."""

    sent: list[Letter]

    def deliver(self, letter: Letter) -> None:
        self.sent.append(letter)


class KeptTransport:
    """Demo mode: the row is all there is, shown under /outbox."""

    def deliver(self, letter: Letter) -> None:
        pass


class NoTransport:
    def deliver(self, letter: Letter) -> None:
        raise MailRefused("SMTP_URL is not set.")


class SmtpTransport:
    """One connection and one recipient a mail. smtp:// plain, smtps:// TLS from the start, starttls:// TLS or nothing."""

    def __init__(self, url: SplitResult, sender: str) -> None:
        self.url = url
        self.sender = sender
        self.down_until = 0.0

    def deliver(self, letter: Letter) -> None:
        if time.monotonic() < self.down_until:
            raise MailServerDown("The mail server did not answer a moment ago.")
        try:
            with self._connect() as server:
                server.send_message(as_email(letter, self.sender), self.sender, [letter.to])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise _refusal(code, answer) from error
        except smtplib.SMTPAuthenticationError as error:
            raise MailServerDown("The mail server refuses SMTP_URL's user or password.") from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self.down_until = time.monotonic() + PAUSE_SECONDS
            raise MailServerDown(f"{type(error).__name__}: {error}") from error

    def _connect(self) -> smtplib.SMTP:
        host, context = self.url.hostname or "localhost", ssl.create_default_context()
        if self.url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, self.url.port or 465, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(
                host, self.url.port or (587 if self.url.scheme == "starttls" else 25), timeout=TIMEOUT_SECONDS
            )
        if self.url.scheme == "starttls":
            server.starttls(context=context)
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))
        return server


def _refusal(code: int, answer: bytes | str) -> Exception:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return MailServerDown(f"{code} {text}") if code < 500 else MailRefused(f"{code} {text}")


def as_email(letter: Letter, sender: str) -> EmailMessage:
    """Return the MIME form: plain text and HTML of the same content, then attachments. The same for every try."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Fairground <{sender}>"
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.created_at)
    mail["Message-ID"] = letter.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = letter.locale
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    for attachment in letter.attachments:
        maintype, subtype = attachment["content_type"].split(";")[0].split("/")
        content = base64.b64decode(attachment["base64"])
        mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=attachment["name"])
    return mail


def transport_of(app: Flask) -> Transport:
    """Return the app's transport, by SMTP_URL and FAIR_ENV."""
    if "mail" not in app.extensions:
        app.extensions["mail"] = _make(app)
    transport: Transport = app.extensions["mail"]
    return transport


def _make(app: Flask) -> Transport:
    url = urlsplit(app.config["SMTP_URL"])
    if url.scheme in ("smtp", "smtps", "starttls"):
        sender = app.config["MAIL_FROM"] or f"no-reply@{urlsplit(app.config['BASE_URL']).hostname}"
        return SmtpTransport(url, sender)
    modes: dict[str, Transport] = {"testing": MemoryTransport([]), "demo": KeptTransport()}
    return modes.get(app.config["FAIR_ENV"], NoTransport())


def deliver(app: Flask, letter: Letter) -> None:
    """Give the mail to the transport; tests stop the program just before and just after."""
    failpoints.reach("mail.before_send")
    transport_of(app).deliver(letter)
    failpoints.reach("mail.after_send")


def leaves_the_house(app: Flask) -> bool:
    """Tell whether mails go to a mail server, rather than being kept to be looked at."""
    return isinstance(transport_of(app), SmtpTransport)
