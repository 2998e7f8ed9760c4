"""Background work of registrations."""

from app.core.db import db
from app.events.models import Event
from app.events.terms import News
from app.jobs.registry import handler, periodic
from app.registrations import notices, queries
from app.registrations.services import paid, reminders, telling


@handler("payments.paid")
def confirm_paid_booths(invoice_id: int, event_id: int) -> None:
    """Give exhibitors who paid the deposit their booths for good."""
    del event_id
    paid.confirm_booths(invoice_id)


@handler("booths.booth_rebuilt")
def tell_exhibitor(event_id: int, claim_id: int, before: str, reason: str) -> None:
    """Tell the exhibitor that the plan gave their booth another place, size or number."""
    found = queries.find_application_of_claim(event_id, claim_id)
    if found is not None:
        application, booth, event = found
        notices.booth_rebuilt(application, event, before=before, booth=booth, reason=reason)


@handler("payments.invoice_replaced")
def follow_request(old_id: int, new_id: int, event_id: int) -> None:
    del event_id
    paid.follow_request(old_id, new_id)


@handler("booths.assigned")
def join_application(claim_id: int, event_id: int) -> None:
    del event_id
    paid.join_application(claim_id)


@handler("booths.claim_lapsed")
def tell_lapsed(claim_id: int, event_id: int) -> None:
    del event_id
    paid.tell_lapsed(claim_id)


@handler("booths.claim_changed")
def tell_changed(claim_id: int, event_id: int, what: str, before: str, reason: str, difference_vnd: int) -> None:
    del event_id
    paid.tell_changed(claim_id, what=what, before=before, reason=reason, difference_vnd=difference_vnd)


@handler("events.news")
def tell_all(event_id: int, news: str, reason: str) -> None:
    """Tell exhibitors and everybody else who has registered that the event is called off or has a new date."""
    telling.tell_all(db.session.get_one(Event, event_id), News(news), reason)


@handler("registrations.exhibitors_told")
def tell_exhibitors(event_id: int, news: str, reason: str, after: int) -> None:
    telling.tell_exhibitors(db.session.get_one(Event, event_id), News(news), reason, after=after)


@handler("registrations.people_told")
def tell_people(event_id: int, news: str, reason: str, after: str) -> None:
    telling.tell_people(db.session.get_one(Event, event_id), News(news), reason, after=after)


@periodic("registrations.payments_reminded", seconds=3600)
def remind() -> None:
    """Remind exhibitors of payments for their booths."""
    reminders.remind_all()
