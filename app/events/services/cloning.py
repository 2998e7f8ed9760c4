"""Make the next edition from an event: what is chosen, dates moved, never people's registrations, bookings or money."""

from dataclasses import dataclass

from app.accounts.models import User
from app.audit import services as audit
from app.core.db import db, refusing
from app.core.errors import Invalid
from app.core.i18n import _l
from app.core.registry import Cloner, CloneRun, cloners
from app.events.errors import EditionTaken
from app.events.models import Event
from app.events.services.planning import Plan, plan_event
from app.events.services.siting import Place

# 52 weeks later: the same weekday in the next year.
SAME_WEEKDAY_DAYS = 364
LONGEST_SHIFT_DAYS = 3660


@dataclass(frozen=True)
class NextEdition:
    """What the planner chose: the new name, the free edition number, days between the editions, names of cloners."""

    name: str
    edition: str
    shift_days: int
    chosen: frozenset[str]


def complete_choice(chosen: frozenset[str]) -> list[Cloner]:
    """Return the chosen cloners and those they require, in the order in which they run."""
    known = {cloner.name: cloner for cloner in cloners()}
    wanted = {name for name in chosen if name in known}
    while missing := {need for name in wanted for need in known[name].requires} - wanted:
        wanted |= missing
    return [cloner for name, cloner in known.items() if name in wanted]


def clone_event(source: Event, edition: NextEdition, *, by: User) -> Event:
    """Create the next edition as a draft, in one transaction.

    Raises:
        WrongDates, VenueTaken, EditionTaken; Invalid: the shift is not between 1 and 3660 days.
    """
    if not 1 <= abs(edition.shift_days) <= LONGEST_SHIFT_DAYS:
        raise Invalid(_l("Please enter between 1 and %(most)s days.", most=LONGEST_SHIFT_DAYS), field="shift_days")
    chosen = complete_choice(edition.chosen)
    run = CloneRun(edition.shift_days, source.timezone, frozenset(cloner.name for cloner in chosen), by)
    starts_at, ends_at = run.move(source.starts_at), run.move(source.ends_at)
    assert starts_at is not None  # noqa: S101 -- the source has dates
    assert ends_at is not None  # noqa: S101
    province = source.province
    place = Place(province_code=province.code if province is not None else None, is_online=source.is_online)
    target = plan_event(
        Plan(source.kind, edition.name, place, starts_at, ends_at),
        source.owner,
        by=by,
        use_template=False,
        timezone=source.timezone,
        visibility=source.visibility,
        theme=source.theme,
        contact_name=source.contact_name,
        contact_phone=source.contact_phone,
        contact_email=source.contact_email,
        cloned_from_id=source.id,
    )
    with refusing("uq_event_series_id_edition", EditionTaken()):
        target.series = source.series
        target.edition = edition.edition or None
    for cloner in chosen:
        cloner.copy(source, target, run)
    db.session.flush()
    audit.record(by, "events.cloned", target, data={"source_id": source.id, "chosen": sorted(run.chosen)})
    return target
