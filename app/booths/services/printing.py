"""Prints of large plans, drawn by a job."""

from collections.abc import Callable
from typing import Any

from app.accounts.models import User
from app.audit import services as audit
from app.booths import printing, queries
from app.booths.items import Audience
from app.booths.models import PlanPrint
from app.booths.plan import load_plan
from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.files import services as files
from app.jobs import services as jobs


def order_print(event: Event, wish: printing.Wish, *, locale: str, by: User) -> PlanPrint:
    """Let a job draw the plan as it will be then. Returns: the flushed order."""
    kept = {"paper": wish.paper, "audience": wish.audience.value, "zone": wish.zone, "hall": wish.hall}
    ordered = PlanPrint(event_id=event.id, wish=kept, locale=locale, created_at=clock.now(), made_by_id=by.id)
    db.session.add(ordered)
    db.session.flush()
    jobs.enqueue("booths.plan_print_ordered", print_id=ordered.id)
    audit.record(by, "booths.plan_print_ordered", ordered, data=kept)
    return ordered


def draw_print(print_id: int) -> Callable[[], None] | None:
    """Draw the PDF without holding the database; return what publishes it in the job's last transaction."""
    ordered = db.session.get_one(PlanPrint, print_id)
    event = db.session.get_one(Event, ordered.event_id)
    if ordered.file_id is not None:
        return None
    kept: dict[str, Any] = ordered.wish
    wish = printing.Wish(kept["paper"], Audience(kept["audience"]), kept["zone"], kept["hall"])
    latest = queries.latest_version(event)
    plan, states, number = load_plan(event), queries.states_of(event), latest.number if latest else None
    content = printing.render(event, plan, states, wish, number=number, locale=ordered.locale)
    return lambda: _publish(print_id, event, wish, content)


def _publish(print_id: int, event: Event, wish: printing.Wish, content: bytes) -> None:
    ordered = db.session.get_one(PlanPrint, print_id, populate_existing=True)
    if ordered.file_id is None:
        author = db.session.get(User, ordered.made_by_id) if ordered.made_by_id else None
        name = printing.file_name(event, wish)
        ordered.file_id = files.keep_document(content, "application/pdf", name, by=author, event=event).id


def fail_print(print_id: int) -> None:
    """Note that the job gave up."""
    db.session.get_one(PlanPrint, print_id).has_failed = True
