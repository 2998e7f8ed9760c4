"""What a plan is made of, in metres on one drawing of all halls. Pure."""

from dataclasses import dataclass
from typing import Any

from app.booths.items import Audience, Data
from app.booths.models import BoothKind
from app.booths.pricing import Price

# Metres between the drawings of two halls.
GAP = 4


@dataclass(frozen=True, slots=True)
class PlanBooth:
    """A booth on the plan; x and y in metres on the drawing of all halls, before it is turned around its middle."""

    id: int
    code: str
    zone: str
    hall: str
    kind: BoothKind
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    area_m2: float
    open_sides: int
    price: Price | None
    # Degrees clockwise.
    angle: float = 0.0
    # What a merged stand is called: "B01–B04".
    label: str = ""
    height_limit_m: float | None = None
    power_kw: float | None = None
    power_points: int = 0
    water_points: int = 0

    @property
    def is_corner(self) -> bool:
        return self.open_sides >= 2

    @property
    def name(self) -> str:
        return self.label or self.code


@dataclass(frozen=True, slots=True)
class PlanObject:
    """A wall, column, stage …; places as of a booth."""

    kind: str
    hall: str
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    angle: float
    label: str
    height_m: float | None
    audience: str


@dataclass(frozen=True)
class PlanHall:
    name: str
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    floor: int = 1


@dataclass(frozen=True)
class Plan:
    """All booths of an event in natural order, the objects among them and its halls, drawn one below the other."""

    event_id: int
    version: str
    booths: tuple[PlanBooth, ...]
    halls: tuple[PlanHall, ...]
    objects: tuple[PlanObject, ...] = ()

    @property
    def width_m(self) -> float:
        return max((hall.width_m for hall in self.halls), default=0)

    @property
    def depth_m(self) -> float:
        return max((hall.y_m + hall.depth_m for hall in self.halls), default=0)

    @property
    def zones(self) -> list[str]:
        return list(dict.fromkeys(booth.zone for booth in self.booths))

    def objects_for(self, audience: Audience) -> list[PlanObject]:
        """Return the objects that this audience sees."""
        return [item for item in self.objects if audience.sees(item.audience)]


def stack(sizes: list[tuple[Any, str, float, float, int]]) -> dict[Any, PlanHall]:
    """Return halls one below the other by their key, from (key, name, width, depth, floor)."""
    halls: dict[Any, PlanHall] = {}
    y = 0.0
    for key, name, width, depth, floor in sizes:
        halls[key] = PlanHall(name, 0, y, width, depth, floor)
        y += depth + GAP
    return halls


def object_of(data: Data, hall: PlanHall) -> PlanObject:
    """Return an object's item as it is drawn in `hall`."""
    return PlanObject(
        kind=data["kind"],
        hall=hall.name,
        x_m=float(data["x"]),
        y_m=float(data["y"]) + hall.y_m,
        width_m=float(data["width"]),
        depth_m=float(data["depth"]),
        angle=float(data["angle"]),
        label=data["label"],
        height_m=data["height"],
        audience=data["audience"],
    )


def booth_of(data: Data, hall: PlanHall, number: int, price: Price | None = None) -> PlanBooth:
    """Return a booth's item as it is drawn in `hall`."""
    return PlanBooth(
        id=number,
        code=data["code"],
        zone=data["zone"],
        hall=hall.name,
        kind=BoothKind(data["kind"]),
        x_m=float(data["x"]),
        y_m=float(data["y"]) + hall.y_m,
        width_m=float(data["width"]),
        depth_m=float(data["depth"]),
        area_m2=round(data["width"] * data["depth"], 4),
        open_sides=data["open_sides"],
        price=price,
        angle=float(data["angle"]),
        height_limit_m=data["height_limit"],
        power_kw=data["power_kw"],
        power_points=data["power_points"],
        water_points=data["water_points"],
    )


def plan_of_items(event_id: int, items: list[tuple[str, int | None, str, Data]]) -> Plan:
    """Return the plan that items draw, never kept: a draft or an old version. New booths have negative ids.

    Args:
        items: (type, booth's id or None, key, data) in the order of drawing.
    """
    sizes = [
        (key, data["name"], data["width"], data["depth"], data["floor"]) for kind, _id, key, data in items if kind == "hall"
    ]
    halls = stack(sizes)
    placed = [(kind, number, data, halls[data["hall"]]) for kind, number, _key, data in items if data.get("hall") in halls]
    booths = [
        booth_of(data, hall, number or -order)
        for order, (kind, number, data, hall) in enumerate(placed, start=1)
        if kind == "booth"
    ]
    objects = [object_of(data, hall) for kind, _number, data, hall in placed if kind == "object"]
    return Plan(event_id, "", tuple(booths), tuple(halls.values()), tuple(objects))
