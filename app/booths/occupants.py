"""Who is on which booth, as far as the public may know it. Features that know exhibitors tell it; booths know none."""

from collections.abc import Callable, Collection, Iterable

from app.events.models import Event

# Called with the event and words of a name, or with the ids of booths; answers (booth id, name).
Source = Callable[..., Iterable[tuple[int, str]]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Register who knows exhibitors: `source(event, text)` finds by name, `source(event, booth_ids=…)` names who is there."""
    if source not in _sources:
        _sources.append(source)


def find_by_name(event: Event, text: str) -> dict[int, list[str]]:
    """Return the names that fit the words of `text`, accents aside, by booth."""
    return _by_booth(row for source in _sources for row in source(event, text))


def names_on(event: Event, booth_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the names on these booths, by booth."""
    return _by_booth(row for source in _sources for row in source(event, booth_ids=booth_ids)) if booth_ids else {}


def _by_booth(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for booth_id, name in rows:
        names = found.setdefault(booth_id, [])
        if name not in names:
            names.append(name)
    return found
