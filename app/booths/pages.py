"""What the organiser's pages of booths share: the reader's rights, which decide what they offer."""

from typing import Any

from flask import Response

from app.accounts.access import me
from app.booths.policies import BoothPermission
from app.core.access import allows
from app.core.web import page
from app.events.models import Event


def desk_page(template: str, *, event: Event, **context: Any) -> Response:
    """Render a page of the organiser with `may_manage` and `may_assign`."""
    rights: dict[str, Any] = {
        "may_manage": allows(me(), BoothPermission.MANAGE, event),
        "may_assign": allows(me(), BoothPermission.ASSIGN, event),
    }
    return page(template, event=event, **rights, **context)
