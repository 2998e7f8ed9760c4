"""Items of a plan: which fields a hall, booth, object or background has and what each may say (docs/plan-document.md). Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.booths.codes import parse_code
from app.booths.models import BoothKind, ItemType
from app.core.i18n import _, _l, format_number
from app.core.text import clean, natural_key

Data = dict[str, Any]
REQUIRED = object()
# Why a booth that somebody has is changed. Of the draft only: publishing takes it into the log and clears it.
REASON = "reason"


class Audience(StrEnum):
    """For whom a plan is drawn; each sees what the ones before see."""

    VISITORS = "visitors"
    EXHIBITORS = "exhibitors"
    TECHNICIANS = "technicians"

    @property
    def label(self) -> Any:
        words = {"visitors": _l("visitors"), "exhibitors": _l("exhibitors"), "technicians": _l("technicians")}
        return words[self.value]

    def sees(self, other: str) -> bool:
        """Tell whether this audience sees what is meant for `other`."""
        circles = list(Audience)
        return circles.index(Audience(other)) <= circles.index(self)


class ObjectKind(StrEnum):
    WALL = "wall"
    DOOR = "door"
    ENTRANCE = "entrance"
    EXIT = "exit"
    COLUMN = "column"
    STAGE = "stage"
    POWER = "power"
    WATER = "water"
    TOILET = "toilet"
    FIRE_LANE = "fire_lane"
    FIRE_POINT = "fire_point"
    AISLE = "aisle"
    INFO = "info"
    FOOD = "food"
    FIRST_AID = "first_aid"
    LABEL = "label"
    NORTH = "north"
    HEIGHT = "height"

    @property
    def label(self) -> Any:
        return _OBJECT_WORDS[self.value]

    @property
    def audience(self) -> Audience:
        """Who sees it unless the organiser says otherwise."""
        if self in (ObjectKind.COLUMN, ObjectKind.POWER, ObjectKind.WATER, ObjectKind.FIRE_LANE):
            return Audience.EXHIBITORS
        return Audience.TECHNICIANS if self in (ObjectKind.FIRE_POINT, ObjectKind.HEIGHT) else Audience.VISITORS


_OBJECT_WORDS = {
    "wall": _l("wall"),
    "door": _l("door"),
    "entrance": _l("entrance"),
    "exit": _l("emergency exit"),
    "column": _l("column"),
    "stage": _l("stage"),
    "power": _l("power supply"),
    "water": _l("water supply"),
    "toilet": _l("toilets"),
    "fire_lane": _l("fire lane"),
    "fire_point": _l("fire extinguisher"),
    "aisle": _l("aisle"),
    "info": _l("information desk"),
    "food": _l("food and drinks"),
    "first_aid": _l("first aid"),
    "label": _l("text on the plan"),
    "north": _l("north arrow"),
    "height": _l("ceiling height"),
}


class WrongValue(ValueError):
    """A value that a field cannot have; the message is for people."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an item: what it may say, what it is when nobody said, and how people call it."""

    parse: Callable[[Any], Any]
    label: Any
    default: Any = REQUIRED
    # How it is asked for: number, text, truth, hall, picture, or an enum to choose from.
    kind: Any = "text"
    unit: str = ""


def number(least: float, most: float, *, decimals: int = 2, optional: bool = False) -> Callable[[Any], Any]:
    """Return a parser of numbers within limits; whole numbers stay whole, so that equal values are equal."""

    def parse(value: Any) -> Any:
        if value is None and optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or value != value:
            raise WrongValue(_("Please enter a number, for example 3 or 3.5."))
        if not least <= value <= most:
            limits = {"least": format_number(least), "most": format_number(most)}
            raise WrongValue(_("The number must be between %(least)s and %(most)s.", **limits))
        rounded = round(float(value), decimals)
        return int(rounded) if rounded == int(rounded) else rounded

    return parse


def whole(least: int, most: int) -> Callable[[Any], Any]:
    def parse(value: Any) -> Any:
        if isinstance(value, float) and value != int(value):
            raise WrongValue(_("Please enter a whole number."))
        return number(least, most, decimals=0)(value)

    return parse


def text(most: int, *, needed: bool = True) -> Callable[[Any], Any]:
    def parse(value: Any) -> Any:
        if not isinstance(value, str):
            raise WrongValue(_("Please enter a text."))
        cleaned = clean(value)
        if needed and not cleaned:
            raise WrongValue(_("Please fill in this field."))
        if len(cleaned) > most or not cleaned.isprintable():
            raise WrongValue(_("Please use at most %(most)s characters in one line.", most=most))
        return cleaned

    return parse


def one_of(kinds: type[StrEnum]) -> Callable[[Any], Any]:
    def parse(value: Any) -> Any:
        if not isinstance(value, str) or value not in list(kinds):
            raise WrongValue(_("Please choose one of: %(names)s.", names=", ".join(kinds)))
        return str(value)

    return parse


def _code(value: Any) -> Any:
    if not isinstance(value, str):
        raise WrongValue(_("Please enter a text."))
    return parse_code(clean(value))


def _truth(value: Any) -> Any:
    if not isinstance(value, bool):
        raise WrongValue(_("Please answer yes or no."))
    return value


def _degrees(value: Any) -> Any:
    turned = number(-3600, 3600, decimals=1)(value) % 360
    rounded = round(turned, 1) % 360
    return int(rounded) if rounded == int(rounded) else rounded


def _place(least: float, most: float) -> dict[str, Field]:
    """Return where a thing stands and how large it is."""
    return {
        "hall": Field(text(32), _l("Hall"), kind="hall"),
        "x": Field(number(-1_000, 10_000), _l("Distance from the left wall"), kind="number", unit="m"),
        "y": Field(number(-1_000, 10_000), _l("Distance from the upper wall"), kind="number", unit="m"),
        "width": Field(number(least, most), _l("Width"), kind="number", unit="m"),
        "depth": Field(number(least, most), _l("Depth"), kind="number", unit="m"),
        "angle": Field(_degrees, _l("Angle"), 0, kind="number", unit="°"),
        "locked": Field(_truth, _l("Locked"), False, kind="truth"),
    }


FIELDS: Mapping[str, Mapping[str, Field]] = {
    ItemType.HALL: {
        "name": Field(text(80), _l("Name")),
        "width": Field(number(1, 2_000), _l("Width"), kind="number", unit="m"),
        "depth": Field(number(1, 2_000), _l("Depth"), kind="number", unit="m"),
        "floor": Field(whole(-5, 50), _l("Floor"), 1, kind="number"),
        "position": Field(whole(0, 1_000), _l("Order"), 0, kind="number"),
    },
    ItemType.BOOTH: {
        "code": Field(_code, _l("Booth code")),
        "zone": Field(text(60), _l("Zone")),
        "kind": Field(one_of(BoothKind), _l("Kind of booth"), "standard", kind=BoothKind),
        **_place(0.5, 100),
        "open_sides": Field(whole(1, 4), _l("Open sides"), 1, kind="number"),
        "height_limit": Field(number(0.5, 30, optional=True), _l("Height limit"), None, kind="number", unit="m"),
        "power_kw": Field(number(0, 1_000, decimals=1, optional=True), _l("Power"), None, kind="number", unit="kW"),
        "power_points": Field(whole(0, 99), _l("Power outlets"), 0, kind="number"),
        "water_points": Field(whole(0, 99), _l("Water outlets"), 0, kind="number"),
        "price_group": Field(text(30, needed=False), _l("Price group"), ""),
        REASON: Field(text(200, needed=False), _l("Reason"), ""),
    },
    ItemType.OBJECT: {
        "kind": Field(one_of(ObjectKind), _l("Kind of object"), kind=ObjectKind),
        **_place(0.05, 2_000),
        "label": Field(text(60, needed=False), _l("Text"), ""),
        "height": Field(number(0, 200, optional=True), _l("Free height"), None, kind="number", unit="m"),
        "audience": Field(one_of(Audience), _l("Shown to"), None, kind=Audience),
    },
    ItemType.BACKGROUND: {
        **_place(0.05, 2_000),
        "image": Field(whole(1, 2**31 - 1), _l("Picture"), kind="picture"),
        "opacity": Field(whole(10, 100), _l("Opacity"), 50, kind="number", unit="%"),
    },
}


def complete(item_type: str, given: Data) -> tuple[Data, dict[str, str]]:
    """Return a new item's data with defaults, and what is wrong by field."""
    fields = FIELDS[item_type]
    data, wrong = change(item_type, given)
    for name, field in fields.items():
        if name in data or name in wrong:
            continue
        if field.default is REQUIRED:
            wrong[name] = _("Please fill in this field.")
        else:
            data[name] = field.default
    if item_type == ItemType.OBJECT and data.get("audience") is None and "kind" in data:
        data["audience"] = ObjectKind(data["kind"]).audience.value
    return data, wrong


def change(item_type: str, given: Data) -> tuple[Data, dict[str, str]]:
    """Return the fields of `given` as they are kept, and what is wrong by field; fields that the type has not are wrong."""
    fields = FIELDS[item_type]
    data: Data = {}
    wrong: dict[str, str] = {}
    for name, value in given.items():
        if name not in fields:
            wrong[str(name)[:40]] = _("There is no such field.")
            continue
        try:
            data[name] = fields[name].parse(value)
        except ValueError as error:
            wrong[name] = str(error)
    return data, wrong


def is_same(one: Data | None, other: Data | None) -> bool:
    """Tell whether two states of an item would be published the same."""
    if one is None or other is None:
        return one is other
    return one == other or all(one.get(name) == other.get(name) for name in {**one, **other} if name != REASON)


def name_of(item_type: str, data: Data) -> str:
    """Return how people call an item: its code, its name, its text or its kind."""
    if item_type == ItemType.BOOTH:
        return str(data["code"])
    if item_type == ItemType.HALL:
        return str(data["name"])
    if item_type == ItemType.OBJECT:
        return str(data["label"] or ObjectKind(data["kind"]).label)
    return _("background picture")


_ORDER = {ItemType.HALL: 0, ItemType.OBJECT: 1, ItemType.BACKGROUND: 2, ItemType.BOOTH: 3}


def order_of(item_type: str, data: Data) -> tuple[int, str]:
    """Return a sort key: halls in their order, objects, backgrounds, booths in natural order."""
    if item_type == ItemType.BOOTH:
        return 3, natural_key(data["code"])
    return _ORDER[ItemType(item_type)], f"{data['position']:06d}" if item_type == ItemType.HALL else ""
