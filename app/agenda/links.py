"""Private links of speakers: made from the site's secret, so that every later mail can carry the one link that works."""

import base64
import hashlib
import hmac
from datetime import timedelta

from flask import current_app

from app.agenda.models import Speaker
from app.core.codes import digest
from app.core.db import db
from app.core.web import site_url
from app.events.models import Event

# After the event speakers still correct what is published.
LASTS_AFTER_EVENT = timedelta(days=30)


def renew(speaker: Speaker, event: Event) -> str:
    """Make a new link; the one before ends with this. Returns: its secret, of which only the digest is kept."""
    speaker.link_number += 1
    speaker.link_expires_at = event.ends_at + LASTS_AFTER_EVENT
    db.session.flush()
    return link_secret(speaker)


def link_secret(speaker: Speaker) -> str:
    """Return the secret of the newest link, and make sure that its digest is the one that is kept.

    When the site's SECRET_KEY was changed, older links end here and the new one begins to work.
    """
    key = str(current_app.config["SECRET_KEY"]).encode()
    mac = hmac.new(key, f"speaker-link:{speaker.id}:{speaker.link_number}".encode(), hashlib.sha256)
    secret = base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")
    if speaker.link_digest != digest(secret):
        speaker.link_digest = digest(secret)
        db.session.flush()
    return secret


def link_address(speaker: Speaker) -> str:
    """Return the full address of the speaker's page."""
    return site_url("agenda.speaker_page", secret=link_secret(speaker))
