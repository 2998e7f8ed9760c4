"""Mail templates that exist only in tests, and a mail server that a test may let fail."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

TEMPLATES = {
    "mail/test/hello.subject.txt": "Hello {{ name }}\n",
    "mail/test/hello.txt": '{% extends "mail/_layout.txt" %}{% block content %}Dear {{ name }},\n\n\n\nwelcome.{% endblock %}',
    "mail/test/hello.html": '{% extends "mail/_layout.html" %}{% import "mail/_parts.html" as parts %}'
    "{% block content %}{{ parts.heading(name) }}{{ parts.paragraph(_('This job is not parked any more.')) }}{% endblock %}",
}


@contextmanager
def hello_template(app: Flask) -> Iterator[None]:
    """Let the app find the template test/hello as well."""
    before = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([before, DictLoader(TEMPLATES)])
    app.extensions.pop("mail_templates", None)
    try:
        yield
    finally:
        app.jinja_env.loader = before
        app.extensions.pop("mail_templates", None)


class Sink:
    """A mail server on a free port. `answers` are given to the next mails in order, then all are taken."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.received: list[Envelope] = []
        self.before_answer = lambda: None
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def message_ids(self) -> list[str]:
        lines = [line for mail in self.received for line in mail.original_content.decode().splitlines()]
        return [line.split(": ", 1)[1] for line in lines if line.lower().startswith("message-id: ")]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.received.append(envelope)
        self.before_answer()
        return answer

    def __enter__(self) -> "Sink":
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(timeout=30)
        self.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return self

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(lambda: SMTP(self, loop=self._loop), "127.0.0.1", 0)

    def __exit__(self, *_details: object) -> None:
        asyncio.run_coroutine_threadsafe(self._cancel_all(), self._loop).result(timeout=30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=30)
        self._loop.close()

    async def _cancel_all(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
