"""Background work of stands."""

from app.core.db import db
from app.events.models import Event
from app.jobs.registry import handler
from app.registrations.models import Application
from app.stands.services import orders


@handler("registrations.application_ended")
def cancel_orders(application_id: int, event_id: int, withdrawn: bool) -> None:
    """End the orders of services of an exhibitor who does not come."""
    event, application = db.session.get(Event, event_id), db.session.get(Application, application_id)
    if event is not None and application is not None:
        orders.cancel_all(event, application, withdrawn=withdrawn)


@handler("payments.invoice_replaced")
def follow_request(old_id: int, new_id: int, event_id: int) -> None:
    """Let orders name the payment request that took the place of theirs."""
    del event_id
    orders.follow(old_id, new_id)
