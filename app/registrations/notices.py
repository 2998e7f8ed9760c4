"""Mails to exhibitors and visitors, in their language, in the transaction of what they tell."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.booths.models import Booth
from app.core.web import site_url
from app.events.models import Event
from app.mail import services as mail
from app.mail.errors import BadAddress
from app.payments.models import Invoice
from app.registrations import links
from app.registrations.models import Application, Registration


@dataclass(frozen=True)
class Due:
    """What is due and when."""

    amount_vnd: int
    on: date
    is_today: bool


def application_received(application: Application, event: Event) -> None:
    """Confirm what was sent, with the code and the private link."""
    _to_exhibitor("application_received", application, event)


def application_needs_changes(application: Application, event: Event) -> None:
    """Ask the exhibitor to change something; the note says what."""
    _to_exhibitor("application_needs_changes", application, event, note=application.review_note)


def application_accepted(application: Application, event: Event, booths: str, invoice_code: str) -> None:
    """Welcome the exhibitor; name booths and the payment request when there are any."""
    _to_exhibitor("application_accepted", application, event, booths=booths, invoice_code=invoice_code)


def application_waitlisted(application: Application, event: Event) -> None:
    """Say that there is no booth now and what happens next."""
    _to_exhibitor("application_waitlisted", application, event, note=application.review_note)


def application_declined(application: Application, event: Event) -> None:
    """Say no, with the reason."""
    _to_exhibitor("application_declined", application, event, note=application.review_note)


def application_withdrawn(application: Application, event: Event) -> None:
    """Confirm that the application was withdrawn."""
    _to_exhibitor("application_withdrawn", application, event)


def booth_rebuilt(application: Application, event: Event, *, before: str, booth: Booth, reason: str) -> None:
    """Tell that a booth has another place, size or number now, and why."""
    after = {"code": booth.name, "width_m": float(booth.width_m), "depth_m": float(booth.depth_m), "hall": booth.hall.name}
    _to_exhibitor("booth_rebuilt", application, event, before=before, after=after, reason=reason)


def booths_confirmed(application: Application, event: Event, booths: str, invoice: Invoice) -> None:
    """Say that the deposit, or all, has arrived and which booths are safe by it."""
    is_paid = invoice.paid_vnd >= invoice.total_vnd
    money: dict[str, Any] = {"open_vnd": invoice.open_vnd, "balance_due_on": invoice.balance_due_on}
    _to_exhibitor("booths_confirmed", application, event, booths=booths, is_paid=is_paid, **money)


def payment_due(application: Application, event: Event, booths: str, invoice: Invoice | None, *, due: Due) -> None:
    """Remind of the payment for booths; on the last day once more."""
    told: dict[str, Any] = {"amount_vnd": due.amount_vnd, "due_on": due.on, "is_today": due.is_today}
    code = invoice.code if invoice is not None else "–"
    _to_exhibitor("payment_due", application, event, booths=booths, invoice_code=code, **told)


def payment_awaited_again(
    application: Application, event: Event, booths: str, invoice: Invoice, *, amount_vnd: int, due_on: date | None
) -> None:
    """Say that money had been booked for the request by mistake, so that the payment for booths is awaited again."""
    told: dict[str, Any] = {"amount_vnd": amount_vnd, "due_on": due_on, "invoice_code": invoice.code}
    _to_exhibitor("payment_awaited_again", application, event, booths=booths, **told)


def booth_lapsed(application: Application, event: Event, booths: str) -> None:
    """Say that a booth was released because its payment did not come."""
    _to_exhibitor("booth_lapsed", application, event, booths=booths)


def booth_changed(application: Application, event: Event, booths: str, **told: Any) -> None:
    """Say what an officer has changed about a booth: `what` (moved, renamed, released), `before`, `reason` …"""
    _to_exhibitor("booth_changed", application, event, booths=booths, **told)


def _to_exhibitor(template: str, application: Application, event: Event, **context: Any) -> None:
    if not application.contact_email:
        return
    address = site_url("registrations.application", secret=links.link_secret(application))
    context |= {"application_code": application.code, "unit_name": application.organisation.name, "address": address}
    _send(template, application.contact_email, application.locale, event, context | {"contact_name": application.contact_name})


def ticket(registration: Registration, event: Event, secret: str) -> None:
    """Send the entrance code and the private link."""
    _send("ticket", registration.email, registration.locale, event, _ticket_context(registration, event, secret))


def ticket_again(registration: Registration, event: Event, secret: str) -> None:
    """Tell the owner of an address that it was used for one more registration (PR02)."""
    _send("ticket_again", registration.email, registration.locale, event, _ticket_context(registration, event, secret))


def _ticket_context(registration: Registration, event: Event, secret: str) -> dict[str, Any]:
    return {
        "full_name": registration.full_name,
        "short_code": grouped(registration.short_code),
        "address": site_url("registrations.ticket", event_slug=event.slug, secret=secret),
    }


def _send(template: str, to: str, locale: str, event: Event, context: dict[str, Any]) -> None:
    facts = {
        "event_name": event.text("name", locale),
        "host_name": event.owner.name,
        "first_on": event.days[0],
        "last_on": event.days[1],
    }
    try:
        # Each of them holds a private link.
        named = f"registrations/{template}"
        mail.send(template=named, to=to, locale=locale, context=facts | context, event=event, confidential=True)
    except BadAddress:
        # An imported address that no server would take: the person has the code on screen or paper.
        return


_FACTS = {
    "event_name": "Hội chợ mẫu 2026",
    "host_name": "Sở Công Thương Quảng Ninh",
    "first_on": date(2026, 12, 5),
    "last_on": date(2026, 12, 10),
    "address": "https://fair.example.vn/a/mau",
}
_TICKET = _FACTS | {"full_name": "Nguyễn Thị Lan", "short_code": "BCFG-2345"}
_APPLICATION = _FACTS | {"application_code": "UT-7K3X", "unit_name": "Hợp tác xã Mẫu", "contact_name": "Trần Văn Bình"}
# One context per template: the guard over all mails renders them.
SAMPLES = {
    "registrations/application_received": _APPLICATION,
    "registrations/application_needs_changes": _APPLICATION | {"note": "Please add a photo of the products."},
    "registrations/application_accepted": _APPLICATION | {"booths": "A01, A02", "invoice_code": "DK0147"},
    "registrations/application_waitlisted": _APPLICATION | {"note": ""},
    "registrations/application_declined": _APPLICATION | {"note": "All booths are taken."},
    "registrations/application_withdrawn": _APPLICATION,
    "registrations/booth_rebuilt": _APPLICATION
    | {"before": "A01", "after": {"code": "A02", "width_m": 3.0, "depth_m": 3.5, "hall": "Nhà A"}, "reason": "A new fire lane"},
    "registrations/booths_confirmed": _APPLICATION
    | {"booths": "A01", "is_paid": False, "open_vnd": 2_430_000, "balance_due_on": date(2026, 11, 15)},
    "registrations/payment_due": _APPLICATION
    | {"booths": "A01", "invoice_code": "DK0147", "amount_vnd": 2_430_000, "due_on": date(2026, 10, 8), "is_today": False},
    "registrations/payment_awaited_again": _APPLICATION
    | {"booths": "A01", "invoice_code": "DK0147", "amount_vnd": 2_430_000, "due_on": date(2026, 10, 8)},
    "registrations/booth_lapsed": _APPLICATION | {"booths": "A01"},
    "registrations/booth_changed": _APPLICATION
    | {"booths": "A03", "what": "moved", "before": "A01", "reason": "Lối thoát hiểm", "difference_vnd": -486_000},
    "registrations/ticket": _TICKET,
    "registrations/ticket_again": _TICKET,
}


def grouped(code: str) -> str:
    """Return a short code as people read it out: ABCD-2345."""
    return f"{code[:4]}-{code[4:]}"
