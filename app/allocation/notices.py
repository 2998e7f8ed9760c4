"""Mails about offers, in the exhibitor's language, in the transaction of what they tell."""

from datetime import UTC, date, datetime
from typing import Any

from app.allocation.models import BoothOffer
from app.core.web import site_url
from app.events.models import Event
from app.mail import services as mail
from app.mail.errors import BadAddress
from app.registrations.links import link_secret
from app.registrations.models import Application


def offer_made(application: Application, event: Event, offer: BoothOffer, booths: list[str]) -> None:
    """Tell which booths are offered and until when."""
    facts = {"booths": ", ".join(booths), "until": offer.expires_at, "timezone": event.timezone}
    _send("offer_made", application, event, facts)


def offer_expired(application: Application, event: Event) -> None:
    """Tell that the offer has passed and the wish waits on."""
    _send("offer_expired", application, event, {})


def _send(template: str, application: Application, event: Event, context: dict[str, Any]) -> None:
    if not application.contact_email:
        return
    address = site_url("allocation.wish", secret=link_secret(application))
    facts = {
        "event_name": event.text("name", application.locale),
        "host_name": event.owner.name,
        "first_on": event.days[0],
        "last_on": event.days[1],
        "address": address,
        "contact_name": application.contact_name,
        "application_code": application.code,
        "unit_name": application.organisation.name,
    }
    to = application.contact_email
    try:
        mail.send(
            template=f"allocation/{template}",
            to=to,
            locale=application.locale,
            context=facts | context,
            event=event,
            confidential=True,
        )
    except BadAddress:
        # An imported address that no server would take: the offer stands on the exhibitor's page.
        return


_FACTS = {
    "event_name": "Hội chợ mẫu 2026",
    "host_name": "Sở Công Thương Quảng Ninh",
    "first_on": date(2026, 12, 5),
    "last_on": date(2026, 12, 10),
    "address": "https://fair.example.vn/exhibitor/mau/wish",
    "contact_name": "Trần Văn Bình",
    "application_code": "HCKC26DK0147",
    "unit_name": "Hợp tác xã Mẫu",
}
SAMPLES = {
    "allocation/offer_made": _FACTS
    | {"booths": "A01, A02", "until": datetime(2026, 11, 20, 9, 0, tzinfo=UTC), "timezone": "Asia/Ho_Chi_Minh"},
    "allocation/offer_expired": _FACTS,
}
