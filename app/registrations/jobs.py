"""Background work of registrations."""

from app.jobs.registry import handler
from app.registrations import notices, queries
from app.registrations.services import paid


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
