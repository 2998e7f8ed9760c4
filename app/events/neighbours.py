"""What stands near an event in time: reads for the pure rules of overlaps.py, and the answers already given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.i18n import _, _l, _n, format_dates, format_percent
from app.events import queries
from app.events.models import Event, EventHost, HostState, OverlapDecision, Visibility
from app.events.overlaps import Overlap, PlannedEvent, Reason, compare
from app.events.terms import CALLED_OFF
from app.places import queries as places
from app.places.models import Region

DEFAULT_REGION_SET = "khuyen-cong"
_REASONS = {
    Reason.SAME_VENUE: _l("same venue"),
    Reason.SAME_PROVINCE: _l("same province"),
    Reason.SAME_REGION: _l("same region"),
    Reason.SAME_THEME: _l("same theme"),
}


@dataclass(frozen=True)
class Warned:
    """An overlap of an event with `other`, and what its organisers answered."""

    other: Event
    overlap: Overlap
    decision: OverlapDecision | None

    @property
    def needs_answer(self) -> bool:
        """Tell whether the organisers must still decide; sharing only the region of many provinces is for information."""
        return self.decision is None and self.overlap.reasons != (Reason.SAME_REGION,)

    @property
    def label(self) -> str:
        """Return the name of the other event, or that somebody is busy."""
        return _("another event (busy)") if self.overlap.is_busy else self.other.name

    @property
    def summary(self) -> str:
        """Return "05 – 08/12/2026 (4 days) · same theme · 62 % same invited organisations"."""
        days = format_dates(self.overlap.first_day, self.overlap.last_day)
        count = _n("%(num)s day", "%(num)s days", self.overlap.days)
        parts = [f"{days} ({count})"]
        parts += [str(_REASONS[reason]) for reason in self.overlap.reasons if reason in _REASONS]
        if self.overlap.invitees is not None:
            share = format_percent(self.overlap.invitees.part, self.overlap.invitees.whole)
            parts.append(_("%(share)s same invited organisations", share=share))
        return " · ".join(parts)


def warnings_of(event: Event) -> list[Warned]:
    """Return the overlaps of `event` with live events, the gravest first. Five queries whatever their number.

    Unlisted and private events of others tell only that a place is taken.
    """
    if event.is_rehearsal or event.state in CALLED_OFF:
        return []
    others = _near(event)
    if not others:
        return []
    planned = planned_events([event, *others], _region_set(event), hidden=_hidden_from(event, others))
    decisions = queries.decisions_of(event)
    found = [
        Warned(other, overlap, decisions.get(other.id))
        for other, item in zip(others, planned[1:], strict=True)
        if (overlap := compare(planned[0], item)) is not None
    ]
    return sorted(found, key=lambda item: (not item.needs_answer, item.overlap.first_day, item.other.id))


def get_warning(event: Event, other_id: int) -> Warned:
    """Return the overlap with one other event.

    Raises:
        NotFound: there is none (any more).
    """
    for warned in warnings_of(event):
        if warned.other.id == other_id:
            return warned
    raise NotFound


def planned_events(
    events: Sequence[Event], region_set_key: str = DEFAULT_REGION_SET, *, hidden: frozenset[int] = frozenset()
) -> list[PlannedEvent]:
    """Return what the rules need of each event, in the same order; two queries."""
    regions = places.regions_by_province(region_set_key)
    invited = queries.invitees_by_event([event.id for event in events])
    return [_planned(event, regions, invited, event.id in hidden) for event in events]


def _planned(event: Event, regions: dict[int, Region], invited: dict[int, frozenset[int]], is_hidden: bool) -> PlannedEvent:
    province = event.province
    region = regions.get(province.code) if province is not None else None
    return PlannedEvent(
        key=event.id,
        title=event.name,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.timezone,
        venue_key=event.venue_id,
        province_code=province.code if province is not None else None,
        region=region.key if region is not None else None,
        theme=event.theme,
        invited=invited.get(event.id, frozenset()),
        is_off=event.state in CALLED_OFF,
        is_hidden=is_hidden,
    )


def _region_set(event: Event) -> str:
    return event.series.region_set_key if event.series is not None else DEFAULT_REGION_SET


def _near(event: Event) -> list[Event]:
    """Return live events that share a local day with `event` at most; a day more on both sides for other zones."""
    day = timedelta(days=1)
    statement = (
        sa.select(Event)
        .where(
            Event.id != event.id,
            Event.is_rehearsal.is_(False),
            Event.state.not_in(sorted(CALLED_OFF)),
            Event.starts_at < event.ends_at + day,
            Event.ends_at > event.starts_at - day,
        )
        .options(*queries.with_place())
        .order_by(Event.starts_at, Event.id)
    )
    return list(db.session.scalars(statement))


def _hidden_from(event: Event, others: Sequence[Event]) -> frozenset[int]:
    """Return the ids of events whose name the organisers of `event` may not learn: not theirs and not public."""
    closed = [other.id for other in others if other.visibility is not Visibility.PUBLIC and other.owner_id != event.owner_id]
    if not closed:
        return frozenset()
    together = sa.select(EventHost.event_id).where(
        EventHost.event_id.in_(closed),
        EventHost.organisation_id == event.owner_id,
        EventHost.state == HostState.ACCEPTED,
    )
    return frozenset(closed) - frozenset(db.session.scalars(together))
