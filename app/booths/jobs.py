"""Background work of booths."""

from collections.abc import Callable

from app.booths import queries, services
from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.events.terms import News
from app.jobs.registry import handler, periodic


@periodic("booths.holds_tidied", seconds=60)
def tidy_holds() -> None:
    services.tidy()


@periodic("booths.late_released", seconds=3600)
def release_late() -> None:
    """Release booths whose payment is late, in events whose rules say so."""
    for event in queries.events_with_due(clock.now().date()):
        services.release_all_late(event)


@handler("events.news")
def follow_news(event_id: int, news: str, reason: str) -> None:
    """Let the clock of payments run on when a postponed event has a new date."""
    del reason
    if news == News.RESUMED:
        services.start_again(db.session.get_one(Event, event_id))


@handler("booths.plan_print_ordered", slow=True, when_parked=services.fail_print)
def draw_print(print_id: int) -> Callable[[], None] | None:
    return services.draw_print(print_id)
