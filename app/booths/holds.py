"""The holds of this browser: its secret lives in the session cookie, the database knows a digest of it."""

import hmac
import ipaddress
from datetime import timedelta

from flask import current_app, request, session

from app.booths import queries
from app.booths.models import BoothClaim
from app.core.codes import new_secret
from app.events.models import Event

SESSION_KEY = "booth_hold"


def hold_secret() -> str:
    """Return the secret of this browser's holds; "" when it never held a booth."""
    kept = session.get(SESSION_KEY)
    return kept if isinstance(kept, str) else ""


def make_hold_secret() -> str:
    """Return the secret of this browser's holds, a new one for the first hold."""
    if not hold_secret():
        session[SESSION_KEY] = new_secret()
    return hold_secret()


def current_holds(event: Event) -> list[BoothClaim]:
    """Return the running holds of this browser in `event`, in order of booths. One query, none without a secret."""
    return queries.held_by(hold_secret(), event)


def ended_holds(event: Event) -> list[BoothClaim]:
    """Return the last holds of this browser in `event` when their time is over and nothing came of them."""
    return queries.ended_holds_of(hold_secret(), event)


def current_hold(event: Event) -> BoothClaim | None:
    """Return the newest running hold of this browser in `event`."""
    return max(current_holds(event), key=lambda claim: claim.id, default=None)


def hold_time(event: Event) -> timedelta:
    """Return how long a hold lasts: by the rules of the event, else by the setting of the site."""
    minutes = queries.rules_of(event.id).hold_minutes or current_app.config["BOOTH_HOLD_MINUTES"]
    return timedelta(minutes=minutes)


def origin_digest() -> str:
    """Return a keyed digest of the network address; a whole /64 of IPv6 is one network."""
    address = request.remote_addr or ""
    try:
        if ipaddress.ip_address(address).version == 6:
            address = str(ipaddress.ip_network((address, 64), strict=False))
    except ValueError:
        address = "unknown"
    return hmac.new(current_app.config["SECRET_KEY"].encode(), f"hold {address}".encode(), "sha256").hexdigest()
