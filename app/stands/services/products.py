"""What an accepted exhibitor shows: kept with the application, changed until its last day."""

from typing import Any

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock
from app.events.models import Event
from app.registrations import queries as registrations
from app.registrations.models import Application
from app.stands.errors import ProductsClosed


def is_open(event: Event) -> bool:
    """Tell whether exhibitors may still change their products."""
    due = registrations.terms_of(event.id).products_due_at
    return due is None or clock.now() <= due


def set_products(
    event: Event, application: Application, products: list[dict[str, Any]], *, by: Any, officer: User | None = None
) -> None:
    """Replace the products.

    Args:
        officer: an organiser, for whom there is no last day.
    Raises:
        ProductsClosed: the last day has passed.
    """
    if officer is None and not is_open(event):
        raise ProductsClosed
    application.details = (application.details or {}) | {"products": products}
    audit.record(by, "stands.products_changed", application, data={"products": len(products)})
