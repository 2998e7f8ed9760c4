"""What an allotment is about: places, parties with their wishes, and what each wish is worth. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A booth that may be given away, or that a party has already. Metres on the drawing of its hall."""

    key: int
    code: str
    kind: str
    zone: str
    hall: str
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    open_sides: int = 1

    @property
    def area_m2(self) -> float:
        return self.width_m * self.depth_m

    @property
    def is_corner(self) -> bool:
        return self.open_sides >= 2


@dataclass(frozen=True, slots=True)
class Party:
    """Who wants booths that lie side by side: one exhibitor, or a province whose firms stay together.

    Attributes:
        count: booths wanted; `least_m2` and `most_m2` further limit their area together (0: no limit).
        zones: wished zones, the dearest first. `group_zones`: where its products belong.
        apart: keys of competitors that must not stand next to it.
        points: priority points (years, size …, peer rule F.1).
        previous: numbers of the booths it had last time: first refusal.
        kept: places that it has already and keeps.
        order: its turn by time of deposit, then of submission; 0 is first.
    """

    key: int
    code: str
    name: str
    kind: str
    count: int = 1
    least_m2: float = 0
    most_m2: float = 0
    zones: tuple[str, ...] = ()
    group_zones: frozenset[str] = frozenset()
    corner: bool = False
    apart: frozenset[int] = frozenset()
    points: int = 0
    has_deposit: bool = False
    is_priority_area: bool = False
    previous: tuple[str, ...] = ()
    kept: tuple[int, ...] = ()
    order: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much. An organiser may change them; they are kept with the proposal.

    Being placed at all outweighs every wish; then comes what was promised (the booth of last time), the zone of the
    products, the wished zone, the corner. A priority area, a deposit and points make all wishes of a party count more.
    """

    placed: int = 1000
    previous: int = 400
    group_zone: int = 250
    zone: int = 150
    corner: int = 100
    # Percent by which a party counts more.
    priority_area_pct: int = 30
    deposit_pct: int = 20
    point_pct: int = 1
    # Most points that count.
    most_points: int = 50


@dataclass(frozen=True)
class Problem:
    places: tuple[Place, ...]
    parties: tuple[Party, ...]
    seed: str
    weights: Weights = field(default_factory=Weights)

    def draw_order(self) -> dict[int, int]:
        """Return the drawn number of each party, 1 first: reproducible by anybody who knows the published seed.

        The number follows from SHA-256 of "seed:code"; nothing else decides between equals.
        """
        drawn = sorted(self.parties, key=lambda party: draw_key(self.seed, party.code))
        return {party.key: number for number, party in enumerate(drawn, start=1)}

    def ranked(self) -> list[Party]:
        """Return the parties in their turn: priority area, deposit, points, time, and the draw between equals."""
        drawn = self.draw_order()
        return sorted(
            self.parties,
            key=lambda party: (
                not party.is_priority_area,
                not party.has_deposit,
                -min(party.points, self.weights.most_points),
                party.order,
                drawn[party.key],
            ),
        )


def draw_key(seed: str, code: str) -> str:
    """Return what the draw sorts by."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def wishes_met(party: Party, places: Iterable[Place]) -> dict[str, bool]:
    """Return for each wish that the party has whether `places` meet it: previous, group_zone, zone, corner."""
    chosen = list(places)
    met: dict[str, bool] = {}
    if party.previous:
        met["previous"] = any(place.code in party.previous for place in chosen)
    if party.group_zones:
        met["group_zone"] = bool(chosen) and all(place.zone in party.group_zones for place in chosen)
    if party.zones:
        met["zone"] = bool(chosen) and all(place.zone in party.zones for place in chosen)
    if party.corner:
        met["corner"] = any(place.is_corner for place in chosen)
    return met


def worth(party: Party, places: Iterable[Place], weights: Weights) -> int:
    """Return what it is worth to give `places` to `party`: whole points, 0 for nothing.

    The second wished zone counts half, the third a third of the first.
    """
    chosen = list(places)
    if not chosen:
        return 0
    met = wishes_met(party, chosen)
    points = weights.placed * len(chosen)
    points += weights.previous if met.get("previous") else 0
    points += weights.group_zone if met.get("group_zone") else 0
    points += weights.corner if met.get("corner") else 0
    if met.get("zone"):
        points += weights.zone // (1 + max(party.zones.index(place.zone) for place in chosen))
    more = weights.priority_area_pct * party.is_priority_area + weights.deposit_pct * party.has_deposit
    more += weights.point_pct * min(party.points, weights.most_points)
    return points * (100 + more) // 100
