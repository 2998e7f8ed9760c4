"""The rules of an event's allotment."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from app.accounts.models import User
from app.allocation.errors import WishRefused
from app.allocation.models import AllocationRules
from app.audit import services as audit
from app.core import clock
from app.core.db import db
from app.core.i18n import _l
from app.events.models import Event


@dataclass(frozen=True)
class Rules:
    """The rules as the organiser sets them; `offer_hours` is how long an offer stands."""

    offers_itself: bool = False
    offer_hours: int = 48
    priority_provinces: list[int] = field(default_factory=list)
    upgrades_until_on: date | None = None
    seed: str = ""
    weights: dict[str, int] = field(default_factory=dict)


def set_rules(event: Event, wanted: Rules, *, by: User) -> AllocationRules:
    """Set the rules of `event`.

    Raises:
        WishRefused: the seed was published and can no longer change.
    """
    rules = db.session.get(AllocationRules, event.id)
    if rules is None:
        rules = AllocationRules(event_id=event.id)
        db.session.add(rules)
    elif rules.seed_published_at is not None and wanted.seed != rules.seed:
        raise WishRefused(_l("The seed has been published and stays as it is."), field="seed")
    for name, value in vars(wanted).items():
        setattr(rules, name, value)
    db.session.flush()
    data: dict[str, Any] = asdict(wanted)
    data["upgrades_until_on"] = wanted.upgrades_until_on.isoformat() if wanted.upgrades_until_on else None
    audit.record(by, "allocation.rules_set", event, event=event, data=data)
    return rules


def publish_seed(event: Event, *, by: User) -> None:
    """Let everybody see the seed and the order of the draw; from now on it stays. Doing it twice changes nothing.

    Raises:
        WishRefused: there is no seed.
    """
    rules = db.session.get(AllocationRules, event.id)
    if rules is None or not rules.seed:
        raise WishRefused(_l("Please set a seed first, for example the lottery numbers of a day to come."), field="seed")
    if rules.seed_published_at is None:
        rules.seed_published_at = clock.now()
        audit.record(by, "allocation.seed_published", event, event=event, data={"seed": rules.seed})
