"""Private links of applications: made from the site's secret, so that every mail can carry the one link that works."""

import base64
import hashlib
import hmac

from flask import current_app

from app.core.codes import digest
from app.core.db import db
from app.registrations.models import Application

# Where a browser's session keeps the secrets of the applications it began, by event.
SESSION_KEY = "applications"


def link_secret(application: Application) -> str:
    """Return the secret that opens the application and make sure that its digest is the one that is kept.

    Only the digest is in the database: who reads a backup cannot open anything. When the site's SECRET_KEY was
    changed, older links end here and the new one begins to work.
    """
    secret = secret_for(application.code)
    if application.link_digest != digest(secret):
        application.link_digest = digest(secret)
        db.session.flush()
    return secret


def secret_for(code: str) -> str:
    """Return the secret that belongs to the application code: 256 bits, URL-safe."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    mac = hmac.new(key, f"application-link:{code}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")
