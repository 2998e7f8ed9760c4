"""What an organiser can do with booths, one or many at once; the words that pages say it with. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.accounts.models import Organisation
from app.booths.policies import BoothPermission
from app.core.i18n import _l


class Verb(StrEnum):
    ASSIGN = "assign"
    HOLD = "hold"
    MOVE = "move"
    SWAP = "swap"
    RELEASE = "release"
    TIME = "give-time"
    BLOCK = "block"
    UNBLOCK = "unblock"
    INTERNAL = "internal"
    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"

    @property
    def label(self) -> Any:
        return _WORDS[self][0]

    @property
    def hint(self) -> Any:
        """Return what it does, in one sentence."""
        return _WORDS[self][1]

    @property
    def permission(self) -> BoothPermission:
        """Return what it takes: the plan and the sale are the organiser's, exhibitors also the reviewer's."""
        return BoothPermission.ASSIGN if self in _ABOUT_EXHIBITORS else BoothPermission.MANAGE

    @property
    def is_single(self) -> bool:
        """Tell whether it takes one booth only."""
        return self in (Verb.MOVE, Verb.RENAME)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the form's fields that it asks for."""
        return _FIELDS[self]


_WORDS: dict[Verb, tuple[Any, Any]] = {
    Verb.ASSIGN: (_l("Give to an exhibitor"), _l("The exhibitor has the booth from now on; the days for the deposit begin.")),
    Verb.HOLD: (_l("Keep for a firm"), _l("Nobody else gets the booth until the time that you set. It is not a booking yet.")),
    Verb.MOVE: (
        _l("Move to another booth"),
        _l("The booking takes the price of its new place of today; what was paid goes along."),
    ),
    Verb.SWAP: (_l("Swap two booths"), _l("Two exhibitors exchange their booths; each takes the price of its new place.")),
    Verb.RELEASE: (_l("Take back"), _l("The booth is free again. What was paid waits under “Needs attention”.")),
    Verb.TIME: (_l("Give more time to pay"), _l("The deposit, or the rest, may be paid until a later day.")),
    Verb.BLOCK: (_l("Take out of the sale"), _l("Nobody can book the booth. Who has it keeps it.")),
    Verb.UNBLOCK: (_l("Put on sale"), _l("The booth can be booked again.")),
    Verb.INTERNAL: (_l("Keep for ourselves"), _l("For information, press or storage. Only officers can give it to anybody.")),
    Verb.MERGE: (_l("Make one stand of them"), _l("Adjacent booths become one stand with a range of numbers and one price.")),
    Verb.SPLIT: (_l("Split the stand"), _l("Each booth is as it was before the stand was made.")),
    Verb.RENAME: (_l("Give another number"), _l("The place stays. Paid payment requests are never changed.")),
}
_FIELDS: dict[Verb, tuple[str, ...]] = {
    Verb.ASSIGN: ("unit", "organisation_id", "reason"),
    Verb.HOLD: ("unit", "organisation_id", "until_at", "reason"),
    Verb.MOVE: ("code", "reason"),
    Verb.SWAP: ("code", "reason"),
    Verb.RELEASE: ("reason",),
    Verb.TIME: ("until_on", "reason"),
    Verb.BLOCK: ("reason",),
    Verb.UNBLOCK: (),
    Verb.INTERNAL: ("reason",),
    Verb.MERGE: ("open_sides", "reason"),
    Verb.SPLIT: ("reason",),
    Verb.RENAME: ("new_code", "follow", "reason"),
}
_ABOUT_EXHIBITORS = frozenset({Verb.ASSIGN, Verb.HOLD, Verb.MOVE, Verb.SWAP, Verb.RELEASE, Verb.TIME})


@dataclass(frozen=True)
class Wanted:
    """What an officer typed for a verb; what a verb does not ask for is empty."""

    reason: str = ""
    organisation: Organisation | None = None
    until_at: datetime | None = None
    until_on: date | None = None
    code: str = ""
    new_code: str = ""
    open_sides: int | None = None
    follow: bool = False
    # `View.token` of each booth as the officer saw it: nobody acts on what somebody else changed meanwhile.
    seen: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """How a booth stands at one moment."""

    name: str
    state: str
    unit: str
    total_vnd: int | None
    token: str = ""


@dataclass(frozen=True)
class Effect:
    """What an act changes about one booth."""

    code: str
    before: View
    after: View

    @property
    def difference_vnd(self) -> int:
        """Return how the price of what is booked changes; 0 where nobody has the booth before or after."""
        if self.before.total_vnd is None or self.after.total_vnd is None:
            return 0
        return self.after.total_vnd - self.before.total_vnd


def fitting(*, has_claim: bool, is_movable: bool, is_due: bool, is_closed: bool, is_merged: bool) -> list[Verb]:
    """Return the verbs that make sense for one booth, the most likely first."""
    if is_movable:
        found = [Verb.MOVE, Verb.SWAP, *([Verb.TIME] if is_due else []), Verb.RELEASE]
    elif has_claim:
        found = [Verb.RELEASE]
    else:
        found = [Verb.UNBLOCK] if is_closed else [Verb.ASSIGN, Verb.HOLD]
    found += [] if is_closed else [Verb.BLOCK, Verb.INTERNAL]
    return [*found, Verb.RENAME, *([Verb.SPLIT] if is_merged else [])]
