"""Which booths lie side by side: neighbours, rows, and the runs of booths that one party can have. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from app.allocation.problem import Party, Place

# Booths of one row touch, or nearly: partitions are drawn a few centimetres apart. Metres.
_GAP = 0.15
_SHARED = 0.5


def neighbours_of(places: Sequence[Place]) -> dict[int, frozenset[int]]:
    """Return for each place the keys of those that share at least half a metre of wall with it.

    Works by a grid of cells, so that 3,000 booths cost what their neighbours cost.
    """
    cells: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
    size = max((max(place.width_m, place.depth_m) for place in places), default=1.0) + _GAP
    for place in places:
        cells[_cell(place, size)].append(place)
    found: dict[int, set[int]] = {place.key: set() for place in places}
    for place in places:
        hall, column, row = _cell(place, size)
        for across in (-1, 0, 1):
            for down in (-1, 0, 1):
                for other in cells.get((hall, column + across, row + down), ()):
                    if other.key != place.key and _touch(place, other):
                        found[place.key].add(other.key)
    return {key: frozenset(others) for key, others in found.items()}


def _cell(place: Place, size: float) -> tuple[str, int, int]:
    return place.hall, int(place.x_m // size), int(place.y_m // size)


def _touch(one: Place, other: Place) -> bool:
    across = min(one.x_m + one.width_m, other.x_m + other.width_m) - max(one.x_m, other.x_m)
    down = min(one.y_m + one.depth_m, other.y_m + other.depth_m) - max(one.y_m, other.y_m)
    return (across >= _SHARED and down >= -_GAP) or (down >= _SHARED and across >= -_GAP)


def rows_of(places: Sequence[Place]) -> list[list[Place]]:
    """Return the places in rows, along x and along y: each place is in one row of each direction."""
    rows: list[list[Place]] = []
    for along, across in (("x_m", "y_m"), ("y_m", "x_m")):
        length = "width_m" if along == "x_m" else "depth_m"
        lanes: dict[tuple[str, float], list[Place]] = defaultdict(list)
        for place in places:
            lanes[place.hall, round(getattr(place, across), 1)].append(place)
        for lane in lanes.values():
            lane.sort(key=lambda place: float(getattr(place, along)))
            row: list[Place] = []
            for place in lane:
                if row and getattr(place, along) - getattr(row[-1], along) - getattr(row[-1], length) > _GAP:
                    rows.append(row)
                    row = []
                row.append(place)
            rows.append(row)
    return rows


class Runs:
    """The runs of neighbouring booths of one allotment; those of a size are found once."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = {place.key: place for place in places}
        self.neighbours = neighbours_of(places)
        self._rows = rows_of(places)
        self._found: dict[tuple[str, int], list[tuple[Place, ...]]] = {}

    def of_size(self, kind: str, count: int) -> list[tuple[Place, ...]]:
        """Return every run of `count` booths of one kind: in a row, or in two rows back to back."""
        if (kind, count) not in self._found:
            self._found[kind, count] = self._find(kind, count)
        return self._found[kind, count]

    def _find(self, kind: str, count: int) -> list[tuple[Place, ...]]:
        if count == 1:
            return [(place,) for place in self.places.values() if place.kind == kind]
        runs: dict[frozenset[int], tuple[Place, ...]] = {}
        for row in self._rows:
            for start in range(len(row) - count + 1):
                self._keep(runs, kind, tuple(row[start : start + count]))
            if count % 2 == 0 and count > 2:
                for start in range(len(row) - count // 2 + 1):
                    self._keep(runs, kind, self._doubled(row[start : start + count // 2], kind))
        return list(runs.values())

    def _keep(self, runs: dict[frozenset[int], tuple[Place, ...]], kind: str, run: tuple[Place, ...]) -> None:
        if run and all(place.kind == kind for place in run):
            runs.setdefault(frozenset(place.key for place in run), run)

    def _doubled(self, row: Sequence[Place], kind: str) -> tuple[Place, ...]:
        """Return `row` and the booths behind it; () where a booth has nothing of its kind behind it."""
        own = {place.key for place in row}
        behind = []
        for place in row:
            others = [self.places[key] for key in self.neighbours[place.key] - own]
            backs = [other for other in others if other.kind == kind and _is_behind(place, other)]
            if not backs:
                return ()
            behind.append(min(backs, key=lambda other: other.key))
        return (*row, *behind) if len({place.key for place in behind}) == len(row) else ()

    def fitting(self, party: Party) -> list[tuple[Place, ...]]:
        """Return the runs that `party` could have: of its kind, number and area."""
        if party.kept:
            return [tuple(self.places[key] for key in party.kept)]
        runs = self.of_size(party.kind, party.count)
        if not party.least_m2 and not party.most_m2:
            return runs
        most = party.most_m2 or float("inf")
        return [run for run in runs if party.least_m2 <= sum(place.area_m2 for place in run) <= most]


def _is_behind(one: Place, other: Place) -> bool:
    return abs(one.x_m - other.x_m) < _GAP or abs(one.y_m - other.y_m) < _GAP
