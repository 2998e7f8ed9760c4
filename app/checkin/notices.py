"""Mails to hosts, in their language, in the transaction of what they tell."""

from datetime import UTC, datetime
from typing import Any

from app.checkin.models import Gate, GateNote
from app.events.models import Event
from app.mail import services as mail
from app.mail.errors import BadAddress


def guest_arrived(note: GateNote, event: Event, gate: Gate, at: datetime) -> None:
    """Tell the host of a guest that they came in, when, and where."""
    assert note.host is not None  # noqa: S101 -- asked only for notes with a host
    locale = note.host.locale
    context = {
        "event_name": event.text("name", locale),
        "host_name": event.owner.name,
        "name": note.host.full_name,
        "guest": f"{note.registration.title} {note.registration.full_name}".strip(),
        "unit": note.registration.unit,
        "position": note.registration.position,
        "gate": gate.name,
        "at": at,
        "zone": event.timezone,
        "note": note.text,
        "slug": event.slug,
    }
    try:
        mail.send(template="checkin/guest_arrived", to=note.host.email, locale=locale, context=context, event=event)
    except BadAddress:
        # The live board shows the guest all the same.
        return


SAMPLES: dict[str, dict[str, Any]] = {
    "checkin/guest_arrived": {
        "event_name": "Hội chợ mẫu 2026",
        "host_name": "Sở Công Thương (mẫu)",
        "name": "Vũ Quốc Trí",
        "guest": "Ông Lò Văn Mẫu",
        "unit": "Sở Công Thương (mẫu)",
        "position": "Giám đốc",
        "gate": "Cổng A",
        "at": datetime(2026, 12, 5, 1, 10, tzinfo=UTC),
        "zone": "Asia/Ho_Chi_Minh",
        "note": "Mời vào phòng khách",
        "slug": "hoi-cho-mau",
    }
}
