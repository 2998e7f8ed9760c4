"""An event for machines that read pages: schema.org as JSON-LD."""

from typing import Any
from zoneinfo import ZoneInfo

from app.core.i18n import language
from app.core.web import site_url
from app.events.acts import OpenActs
from app.events.models import Event, EventHost, EventKind, EventState

_TYPES = {
    EventKind.FAIR: "ExhibitionEvent",
    EventKind.CONFERENCE: "BusinessEvent",
    EventKind.SEMINAR: "EducationEvent",
    EventKind.TRAINING: "EducationEvent",
    EventKind.DELEGATION: "BusinessEvent",
}


def describe(event: Event, hosts: list[EventHost], acts: OpenActs, *, image_url: str) -> dict[str, Any]:
    """Return the event as schema.org sees it; put it into the page through `tojson`, which escapes `</script>`."""
    zone = ZoneInfo(event.timezone)
    url = site_url("events.event_page", event_slug=event.slug)
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES[event.kind],
        "name": event.text("name", language()),
        "description": event.text("description", language())[:1000],
        "startDate": event.starts_at.astimezone(zone).isoformat(),
        "endDate": event.ends_at.astimezone(zone).isoformat(),
        "eventStatus": f"https://schema.org/{_status(event)}",
        "eventAttendanceMode": f"https://schema.org/{_mode(event)}",
        "location": _location(event, url),
        "organizer": [{"@type": "Organization", "name": host.organisation.name} for host in hosts],
        "image": [image_url],
        "url": url,
        "inLanguage": language(),
    }
    if event.moved_from_at is not None:
        told["previousStartDate"] = event.moved_from_at.astimezone(zone).isoformat()
    if acts.register_until is not None:
        told["offers"] = {
            "@type": "Offer",
            "url": f"{url}/register",
            "price": "0",
            "priceCurrency": "VND",
            "availability": "https://schema.org/InStock",
            "validThrough": acts.register_until.astimezone(zone).isoformat(),
        }
    return told


def _status(event: Event) -> str:
    if event.state is EventState.CANCELLED:
        return "EventCancelled"
    if event.state is EventState.POSTPONED:
        return "EventPostponed"
    return "EventRescheduled" if event.moved_from_at is not None else "EventScheduled"


def _mode(event: Event) -> str:
    if not event.is_online:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if event.venue is not None else "OnlineEventAttendanceMode"


def _location(event: Event, url: str) -> dict[str, Any]:
    venue, province = event.venue, event.province
    if venue is None and event.is_online:
        return {"@type": "VirtualLocation", "url": url}
    address: dict[str, Any] = {"@type": "PostalAddress", "addressCountry": venue.country if venue is not None else "VN"}
    if province is not None:
        address["addressRegion"] = province.name
    if venue is not None:
        address |= {"streetAddress": venue.street} if venue.street else {}
        locality = venue.commune.official_name if venue.commune is not None else venue.city
        address |= {"addressLocality": locality} if locality else {}
    return {"@type": "Place", "name": venue.name if venue is not None else event.place, "address": address}
