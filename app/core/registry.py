"""Where higher features put their part into pages of lower ones, which may not import them.

A feature adds its providers in `<feature>/setup.py`, which the factory imports once:

    @registry.tiles.provide(order=20, permission=BoothPermission.SEE)
    def booked(event: Event) -> Tile:
        return Tile(_("Booths booked"), "149 / 247", base=_("+12 this week"), share=149 / 247, url=url_for(…))

A provider returns one item, a sequence of items, or None when it has nothing to say, and costs at most one or two queries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from app.core.access import allows
from app.core.i18n import _l

Item = TypeVar("Item")
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Tile:
    """A figure on the organiser's overview, never without its base ("of 711 m ₫ due", "since Monday")."""

    title: str
    value: str
    base: str = ""
    # 0 … 1 draws a meter; None draws none.
    share: float | None = None
    url: str = ""


class Urgency(StrEnum):
    LATE = "late"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class Step:
    """Something to do next, with the link where it is done. Titles say the finding: "7 applications await review"."""

    title: str
    url: str
    detail: str = ""
    urgency: Urgency = Urgency.LATER


@dataclass(frozen=True)
class Check:
    """One line of the go-live page. An unmet check that `blocks` keeps the event from being opened."""

    title: str
    done: bool
    url: str
    detail: str = ""
    blocks: bool = True


@dataclass(frozen=True)
class Fact:
    """One of the big figures on the public page: "247", "standard booths, 98 free"."""

    value: str
    label: str


@dataclass(frozen=True)
class Section:
    """A part of a page: a fragment template, which reads `event` and `context`. `aside` goes to the narrow column."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    aside: bool = False


class Registry(Generic[Item]):
    """Providers of one kind of item in a fixed order."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._providers: dict[str, tuple[int, StrEnum | None, Callable[[Any], Any]]] = {}

    def provide(self, *, order: int, permission: StrEnum | None = None) -> Callable[[Function], Function]:
        """Register the function below: called with the event, answers items of this registry.

        Args:
            order: small comes first; features use 10 … 90 in the order of the layers.
            permission: asked of the reader before the provider is called; None: for every reader of the page.
        """

        def register(function: Function) -> Function:
            name = f"{function.__module__}.{function.__qualname__}"
            if name in self._providers:
                raise RuntimeError(f"two providers of {self.what} named {name}")
            self._providers[name] = (order, permission, function)
            return function

        return register

    def collect(self, event: Any, user: Any = None) -> list[Item]:
        """Ask all providers whose permission `user` has, in order, and return their items."""
        found: list[Item] = []
        for _name, (_order, permission, provider) in sorted(self._providers.items(), key=lambda entry: (entry[1][0], entry[0])):
            if permission is not None and not allows(user, permission, event):
                continue
            answer = provider(event)
            if answer is not None:
                found += answer if isinstance(answer, Sequence) else [answer]
        return found


# Organiser's overview (/manage/events/<slug>): figures, what to do next, and wider parts (newest applications).
tiles: Registry[Tile] = Registry("overview tiles")
steps: Registry[Step] = Registry("next steps")
panels: Registry[Section] = Registry("overview panels")
# Go-live page: what must be done before the event is opened.
checks: Registry[Check] = Registry("go-live checks")
# After these moments booths get other numbers only with a reason: the fascia boards are being made.
fascia_deadlines: Registry[datetime] = Registry("deadlines of fascia boards")
# So long a booth that becomes free is kept from the public sale, for those who wait for one.
first_refusals: Registry[timedelta] = Registry("first refusals of freed booths")
# Public event page: at most four facts are shown; sections follow the description. Each costs CPU on the busiest page.
facts: Registry[Fact] = Registry("facts of the public page")
sections: Registry[Section] = Registry("sections of the public page")
# Who gets a mail when the event is called off or has a new date: "412", "visitors and delegates".
hearers: Registry[Fact] = Registry("those who are told")


@dataclass
class CloneRun:
    """One cloning of an edition: what was chosen, how far dates move, and which new row stands for which old one."""

    shift_days: int
    zone: str
    chosen: frozenset[str]
    by: Any
    _ids: dict[tuple[str, int], int] = field(default_factory=dict)

    def move(self, at: datetime | None) -> datetime | None:
        """Return the instant `shift_days` later at the same local time; None stays None."""
        if at is None:
            return None
        local = at.astimezone(ZoneInfo(self.zone))
        return (local.replace(tzinfo=None) + timedelta(days=self.shift_days)).replace(tzinfo=local.tzinfo)

    def move_day(self, day: date | None) -> date | None:
        """Return the date `shift_days` later; None stays None."""
        return None if day is None else day + timedelta(days=self.shift_days)

    def remember(self, old: Any, new: Any) -> None:
        """Note that the flushed row `new` stands for `old` (same table)."""
        self._ids[(old.__tablename__, old.id)] = new.id

    def new_id(self, table: str, old_id: int | None) -> int | None:
        """Return the id of the copy of row `old_id` of `table`, None when it was not copied."""
        return None if old_id is None else self._ids.get((table, old_id))


_deeds: dict[str, Any] = {}


def name_deeds(words: dict[str, Any]) -> None:
    """Say in lazy words what actions of the audit trail mean: {"booths.booked": _l("Booth booked")}."""
    _deeds.update(words)


def deed(action: str) -> str:
    """Return the words for an action, the action itself when nobody has named it."""
    return str(_deeds.get(action, action))


_fixed: dict[str, Any] = {"system": _l("the program")}


def name_fixed(words: dict[str, Any]) -> None:
    """Say in lazy words what the program itself writes as a reason: {"staff list changed": _l("Staff list changed")}."""
    _fixed.update(words)


def fixed_words(text: str | None) -> str:
    """Return a reason or an actor as people read it: the program's in the reader's language, what a person wrote as it is."""
    return str(_fixed.get(text or "", text or ""))


_subjects: dict[str, Any] = {}


def name_subjects(words: dict[str, Any]) -> None:
    """Say in lazy words what rows of the audit trail are about, by name of table: {"booth_claim": _l("booking")}."""
    _subjects.update(words)


def subject(table: str) -> str:
    """Return the words for a table, its name when nobody has named it."""
    return str(_subjects.get(table, table))


_details: dict[str, Any] = {}
_values: dict[tuple[str, str], list[type[StrEnum]]] = {}


def name_details(words: dict[str, Any]) -> None:
    """Say in lazy words what the data of audit entries are, by key: {"starts_at": _l("Start")}. One key, one meaning."""
    _details.update(words)


def name_values(feature: str, kinds: dict[str, type[StrEnum]]) -> None:
    """Say which words with a `label` stand under which key in entries of `feature`: "booths", {"kind": BoothKind}."""
    for key, kind in kinds.items():
        _values.setdefault((feature, key), []).append(kind)


def detail(key: str) -> str:
    """Return the words for a key (or a cloner) of an entry's data, the key itself when nobody has named it."""
    return str(_details.get(key, key))


def detail_value(feature: str, key: str, text: str) -> str:
    """Return the label of a state, kind or role that is kept by its name; any other text as it is."""
    known: Any = next((word for kind in _values.get((feature, key), ()) for word in kind if word.value == text), None)
    return text if known is None else str(known.label)


@dataclass(frozen=True)
class Cloner:
    """Something of an edition that the next one may take over. Never people, bookings, money or scans.

    Attributes:
        name: "booths.plan"; stable, used as a form value.
        label: lazy text for the choice.
        requires: names of cloners that must be chosen too and run first.
        count: rows that would be copied, for the preview.
        copy: copies from source to target and flushes; dates through `run.move`, references through `run.new_id`.
    """

    name: str
    label: Any
    count: Callable[[Any], int]
    copy: Callable[[Any, Any, CloneRun], None]
    requires: tuple[str, ...] = ()
    order: int = 50


_cloners: dict[str, Cloner] = {}


def add_cloner(cloner: Cloner) -> None:
    """Register `cloner`; a name is given once."""
    if cloner.name in _cloners:
        raise RuntimeError(f"two cloners named {cloner.name}")
    _cloners[cloner.name] = cloner
    name_details({cloner.name: cloner.label})


def cloners() -> list[Cloner]:
    """Return all cloners, each after those it requires."""
    ordered: dict[str, Cloner] = {}

    def place(cloner: Cloner) -> None:
        for name in cloner.requires:
            place(_cloners[name])
        ordered.setdefault(cloner.name, cloner)

    for cloner in sorted(_cloners.values(), key=lambda item: (item.order, item.name)):
        place(cloner)
    return list(ordered.values())
