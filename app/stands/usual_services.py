"""The usual list of services, as a start: fairs in Vietnam offer these, each organiser sets its own prices."""

from datetime import timedelta

from app.core.i18n import _
from app.events.models import Event
from app.stands.models import ServiceNeed
from app.stands.services.orders import ServiceTerms

# Days before the opening: the deadline, and the last day of late orders.
_DEADLINE, _CLOSES = 15, 1
# Late orders cost this much more, in percent.
_LATE_PCT = 20


def usual_services(event: Event) -> list[ServiceTerms]:
    """Return the usual services with prices and dates before the first day of `event`."""
    power, water, none = ServiceNeed.POWER, ServiceNeed.WATER, ServiceNeed.NONE
    rows = [
        (_("Extra socket 220 V, 5 A"), "Extra socket 220 V, 5 A", _("piece"), 300_000, 10, none),
        (_("Three-phase electricity"), "Three-phase electricity", "kW", 450_000, 60, power),
        (_("Water connection and drain"), "Water connection and drain", _("connection"), 2_500_000, 2, water),
        (_("Extra table, 1.2 m"), "Extra table, 1.2 m", _("piece"), 150_000, 20, none),
        (_("Extra chair"), "Extra chair", _("piece"), 40_000, 60, none),
        (_("Glass showcase with light"), "Glass showcase with light", _("piece"), 900_000, 6, none),
        (_("Carpet"), "Carpet", "m²", 60_000, None, none),
        (_("Spotlight 100 W"), "Spotlight 100 W", _("piece"), 180_000, 20, none),
        (_("Internet line"), "Internet line", _("line"), 1_800_000, 2, none),
        (_("Daily cleaning of the booth"), "Daily cleaning of the booth", _("day"), 100_000, 10, none),
    ]
    first = event.days[0]
    return [
        ServiceTerms(
            name=name,
            name_en=english,
            unit=unit,
            standard_vnd=price,
            deadline_on=first - timedelta(days=_DEADLINE),
            late_vnd=price * (100 + _LATE_PCT) // 100,
            closes_on=first - timedelta(days=_CLOSES),
            most=most,
            needs=needs,
        )
        for name, english, unit, price, most, needs in rows
    ]
