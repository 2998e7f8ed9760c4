"""Wishes of exhibitors: what they want, and what the organiser adds to it."""

from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from app.allocation import queries
from app.allocation.errors import WishRefused
from app.allocation.models import BoothWish, WishApart, WishState
from app.audit import services as audit
from app.booths.models import BOOKED, BoothKind
from app.core import clock
from app.core.db import db
from app.core.i18n import _l
from app.events.models import Event
from app.registrations.models import Application
from app.registrations.terms import ApplicationState

_WISHING = (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)


@dataclass(frozen=True)
class Wish:
    """What an exhibitor wishes for. Areas in square metres of all booths together, 0 for no limit."""

    kind: BoothKind
    count: int = 1
    least_m2: int = 0
    most_m2: int = 0
    wants_corner: bool = False
    zones: list[str] = field(default_factory=list)
    apart_text: str = ""


def save_wish(application: Application, wanted: Wish, *, by: Any) -> BoothWish:
    """Keep the wish of an exhibitor. A new wish, or one for more booths or another kind, queues at the end.

    Returns: the flushed wish.
    Raises:
        WishRefused: the application has ended; the areas contradict each other; an offer stands.
    """
    if application.state not in _WISHING:
        raise WishRefused(_l("Wishes belong to applications that were sent and not declined."))
    if wanted.most_m2 and wanted.most_m2 < wanted.least_m2:
        raise WishRefused(_l("The largest area is smaller than the least."), field="most_m2")
    wish = queries.find_wish(application)
    values = asdict(wanted)
    if wish is None:
        wish = BoothWish(event_id=application.event_id, application_id=application.id, queued_at=clock.now(), **values)
        db.session.add(wish)
    else:
        _change(wish, values)
    wish.is_upgrade = any(row.claim.state in BOOKED for row in application.booths)
    db.session.flush()
    audit.record(by, "allocation.wish_saved", wish, data=values)
    return wish


def _change(wish: BoothWish, values: dict[str, Any]) -> None:
    if wish.state is WishState.OFFERED:
        raise WishRefused(_l("Please answer the offer first."))
    wants_more = values["count"] > wish.count or values["kind"] != wish.kind or values["least_m2"] > wish.least_m2
    if wants_more or wish.state is not WishState.WAITING:
        wish.queued_at = clock.now()
    for name, value in values.items():
        setattr(wish, name, value)
    wish.state = WishState.WAITING


def judge_wish(wish: BoothWish, *, points: int, group_zones: list[str], apart: list[Application], by: Any) -> None:
    """Add what the organiser knows: priority points, where the products belong, who must not stand beside.

    Raises:
        WishRefused: kept apart from itself or from an exhibitor of another event.
    """
    if any(other.event_id != wish.event_id or other.id == wish.application_id for other in apart):
        raise WishRefused(_l("Please name other exhibitors of this event."), field="apart")
    wish.points, wish.group_zones = points, group_zones
    db.session.execute(sa.delete(WishApart).where(WishApart.wish_id == wish.id))
    for other in apart:
        db.session.add(WishApart(wish_id=wish.id, application_id=other.id, event_id=wish.event_id))
    db.session.flush()
    db.session.expire(wish, ["apart"])
    data = {"points": points, "group_zones": group_zones, "apart": [other.id for other in apart]}
    audit.record(by, "allocation.wish_judged", wish, data=data)


def withdraw_wish(event: Event, application: Application, *, by: Any) -> None:
    """Take the wish off the waiting list; booths that the exhibitor has stay. Doing it twice changes nothing.

    Raises:
        WishRefused: an offer stands and must be answered.
    """
    wish = queries.find_wish(application)
    if wish is None or wish.state in (WishState.WITHDRAWN, WishState.MET):
        return
    if wish.state is WishState.OFFERED:
        raise WishRefused(_l("Please answer the offer first."))
    wish.state = WishState.WITHDRAWN
    audit.record(by, "allocation.wish_withdrawn", wish, event=event)
