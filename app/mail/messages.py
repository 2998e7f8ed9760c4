"""Renders mails: subject, text and HTML of one template in the language of the reader."""

import re
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from jinja2 import Environment, StrictUndefined

from app.core.i18n import force_locale
from app.core.web import site_url


@dataclass(frozen=True)
class Rendered:
    """What the reader gets; `text` says the same as `html`."""

    subject: str
    text: str
    html: str


def render(template: str, locale: str, context: dict[str, Any]) -> Rendered:
    """Return `templates/mail/<template>.{subject.txt,txt,html}` in `locale`.

    Args:
        context: besides it templates know `site_url(endpoint, …)`, the formats, `host_name`, the sender in words, and
            `contact`, whom to ask.
    Raises:
        UndefinedError: the template uses something the context lacks.
    """
    # No context processors: a mail must not depend on who is signed in.
    environment = _strict_templates()
    values = {"host_name": "Fairground", "contact": "", "site_url": site_url, "locale": locale} | context
    with force_locale(locale):
        subject = environment.get_template(f"mail/{template}.subject.txt").render(values)
        text = environment.get_template(f"mail/{template}.txt").render(values)
        html = environment.get_template(f"mail/{template}.html").render(values)
    return Rendered(" ".join(subject.split())[:400], re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html.strip())


def _strict_templates() -> Environment:
    """Return the templates of the application, but what the context lacks is an error: the sender does not see the mail.

    Kept with the application: a new environment knows no compiled template and would compile all of them for each mail.
    """
    kept = current_app.extensions
    if "mail_templates" not in kept:
        kept["mail_templates"] = current_app.jinja_env.overlay(undefined=StrictUndefined)
    environment: Environment = kept["mail_templates"]
    return environment


def new_message_id() -> str:
    """Return a fresh Message-ID at the host of BASE_URL."""
    return f"<{uuid.uuid4().hex}@{urlsplit(current_app.config['BASE_URL']).hostname}>"
