"""Mails to co-exhibitors, in their language, in the transaction of what they tell."""

import contextlib
from datetime import date

from app.events.models import Event
from app.mail import services as mail
from app.mail.errors import BadAddress
from app.registrations.models import CoExhibitor
from app.stands import links


def co_exhibitor_invited(firm: CoExhibitor, event: Event) -> None:
    """Send the private link; without an address the main exhibitor hands it over."""
    if not firm.contact_email:
        return
    context = {
        "event_name": event.text("name", firm.locale),
        "host_name": firm.application.organisation.name,
        "name": firm.contact_name or firm.name,
        "unit_name": firm.name,
        "booths": ", ".join(row.claim.booth.name for row in firm.booths),
        "first_on": event.days[0],
        "last_on": event.days[1],
        "address": links.address_of(firm),
    }
    with contextlib.suppress(BadAddress):
        template = "stands/co_exhibitor_invited"
        mail.send(template=template, to=firm.contact_email, locale=firm.locale, context=context, event=event, confidential=True)


SAMPLES = {
    "stands/co_exhibitor_invited": {
        "event_name": "Hội chợ mẫu 2026",
        "host_name": "Gian hàng chung tỉnh Lai Châu",
        "name": "Giàng A Páo",
        "unit_name": "Hợp tác xã Mẫu",
        "booths": "B01",
        "first_on": date(2026, 12, 5),
        "last_on": date(2026, 12, 10),
        "address": "https://fair.example.vn/co-exhibitor/mau",
    }
}
