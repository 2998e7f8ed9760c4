"""Private links of co-exhibitors: made from the site's secret, so that the one link that works can be shown and sent again."""

import base64
import hashlib
import hmac

from flask import current_app

from app.core.codes import digest
from app.core.db import db
from app.core.web import site_url
from app.registrations.models import CoExhibitor


def renew(firm: CoExhibitor) -> str:
    """Make a new link; the one before ends with this. Returns: its secret, of which only the digest is kept."""
    firm.link_number += 1
    firm.link_digest = digest(secret_of(firm))
    db.session.flush()
    return secret_of(firm)


def secret_of(firm: CoExhibitor) -> str:
    """Return the secret of the newest link: 256 bits, URL-safe."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    mac = hmac.new(key, f"co-exhibitor-link:{firm.id}:{firm.link_number}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def address_of(firm: CoExhibitor) -> str:
    """Return the full address of the co-exhibitor's page; "" while nobody was invited or a new SECRET_KEY ended the link."""
    secret = secret_of(firm)
    return site_url("co_exhibitor.own_part", secret=secret) if firm.link_digest == digest(secret) else ""
