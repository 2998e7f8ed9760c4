"""Background work of registrations."""

from app.jobs.registry import handler
from app.registrations.services import paid


@handler("payments.paid")
def confirm_paid_booths(invoice_id: int, event_id: int) -> None:
    """Give exhibitors who paid the deposit their booths for good."""
    del event_id
    paid.confirm_booths(invoice_id)
