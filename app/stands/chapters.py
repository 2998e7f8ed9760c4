"""The exhibitor manual before anybody has written it: good default texts, with the dates of the event (R-46, R-49)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from app.core.i18n import _, format_date, format_time
from app.events.models import Event

KEYS = ("build_up", "equipment", "rules", "deliveries", "contacts")
# Days that a hall of the usual size needs.
_BUILD_DAYS = 2


def defaults(event: Event) -> list[tuple[str, str, str]]:
    """Return (key, title, body) of all chapters in the language of the reader."""
    return [
        ("build_up", _("Build-up, opening hours, strike"), _build_up(event)),
        ("equipment", _("What belongs to your booth"), _equipment()),
        ("rules", _("Rules of the hall"), _rules()),
        ("deliveries", _("Deliveries and vehicles"), _deliveries()),
        ("contacts", _("Whom to ask"), _contacts(event)),
    ]


def _build_up(event: Event) -> str:
    zone = ZoneInfo(event.timezone)
    first, last = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    known = {
        "build_from": format_date((first - timedelta(days=_BUILD_DAYS)).date()),
        "build_until": format_date((first - timedelta(days=1)).date()),
        "first": format_date(first.date()),
        "last": format_date(last.date()),
        "end": format_time(event.ends_at, event.timezone),
    }
    return _(
        "- Raw space: build-up from 08:00 on %(build_from)s.\n"
        "- Standard booths: handover from 13:00 on %(build_from)s, decoration until 20:00 on %(build_until)s.\n"
        "- The aisles are free from 20:00 on %(build_until)s; what stands in them then is taken away.\n"
        "- Fair days: %(first)s to %(last)s. Booth staff come half an hour before the doors open.\n"
        "- Strike begins on %(last)s after %(end)s, not earlier. The booth is given back empty and clean on the same evening."
        "\n\nThe hall master hands your booth over to the person you name, against a signature, when all is paid.",
        **known,
    )


def _equipment() -> str:
    return _(
        "A standard booth of 3 × 3 m, 2.5 m high, comes with:\n\n"
        "- white walls at the back and the closed sides, carpet\n"
        "- 1 information counter, 2 chairs, 1 waste basket\n"
        "- 2 fluorescent lights, 1 single-phase socket 220 V (13 A)\n"
        "- the fascia board with your text in Vietnamese and English and the number of the booth\n\n"
        "Raw space is the floor only: no walls, no electricity. Power is laid by the official contractor."
    )


def _rules() -> str:
    return _(
        "- No nails, screws or drilling into walls and floor; no paint, no glue that leaves traces.\n"
        "- Nothing is higher than the height of your booth and nothing stands in the aisle.\n"
        "- Emergency exits, hydrants and distribution boxes stay free. Fire extinguishers are never covered.\n"
        "- No open fire and no gas without the written consent of the organisers and the fire police.\n"
        "- Goods carry labels; certificates and invoices are at the booth.\n"
        "- The booth may not be passed on or sub-let. Co-exhibitors are named to the organisers beforehand.\n"
        "- Music and demonstrations stay quieter than a conversation at the next booth.\n"
        "- Waste goes into the containers behind the hall every evening."
    )


def _deliveries() -> str:
    return _(
        "Vehicles load and unload behind the hall, 30 minutes at most, with the pass on the windscreen. "
        "During fair days goods are brought in before the doors open and after they close."
    )


def _contacts(event: Event) -> str:
    return _(
        "Organisers: %(owner)s.\n\nAt the fair the organisers' desk stands at the main entrance. "
        "Faults of electricity or equipment: tell the hall master, who passes by every two hours.",
        owner=", ".join(filter(None, (event.owner.name, event.contact))),
    )
