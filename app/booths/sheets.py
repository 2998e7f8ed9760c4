"""Booths as rows of a table: the columns, what each cell may say, and what rows may not be together. Nothing is written."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.booths.codes import parse_code
from app.booths.geometry import Rectangle, is_inside, overlaps
from app.booths.models import Booth, BoothKind
from app.core.i18n import _, format_number
from app.core.text import fold
from app.documents.spreadsheet import Row, Table
from app.events.models import Hall

COLUMNS: tuple[str, ...] = ("code", "zone", "kind", "hall", "x_m", "y_m", "width_m", "depth_m", "open_sides")
COLUMNS += ("angle", "height_limit_m", "power_kw", "power_points", "water_points", "price_group")
# Column names are matched without accents, case, spaces and underscores.
_NAMES: dict[str, tuple[str, ...]] = {
    "code": ("code", "booth", "mã gian", "số gian", "mã", "Stand"),
    "zone": ("zone", "khu", "khu vực", "Bereich"),
    "kind": ("kind", "type", "loại", "loại gian", "Art"),
    "hall": ("hall", "nhà", "sảnh", "Halle"),
    "x_m": ("x_m", "x"),
    "y_m": ("y_m", "y"),
    "width_m": ("width_m", "width", "w", "rộng", "ngang", "Breite"),
    "depth_m": ("depth_m", "depth", "height", "d", "h", "sâu", "dài", "Tiefe"),
    "open_sides": ("open_sides", "open", "sides", "mặt mở", "số mặt mở", "offene Seiten"),
    "angle": ("angle", "góc", "góc xoay", "Winkel"),
    "height_limit_m": ("height_limit_m", "height limit", "giới hạn chiều cao", "chiều cao tối đa", "Höhengrenze"),
    "power_kw": ("power_kw", "kw", "công suất điện", "Leistung"),
    "power_points": ("power_points", "power outlets", "số ổ điện", "ổ điện", "Stromanschlüsse"),
    "water_points": ("water_points", "water outlets", "số điểm nước", "điểm nước", "Wasseranschlüsse"),
    "price_group": ("price_group", "price group", "nhóm giá", "Preisgruppe"),
}
_STANDARD = ("standard", "standard booth", "tieu chuan", "gian tieu chuan", "gian hang tieu chuan", "standardstand")
_RAW = ("raw", "raw space", "dat trong", "gian dat trong", "freiflache")
_KINDS = dict.fromkeys(_STANDARD, BoothKind.STANDARD) | dict.fromkeys(_RAW, BoothKind.RAW)
_NUMBER = re.compile(r"-?\d{1,6}([.,]\d{1,9})?\Z")
# A booth below half a metre or above 100 m is a slip of the pen (millimetres, a missing comma).
_LEAST, _MOST = Decimal("0.5"), Decimal(100)
# The national size is 3,000 booths.
MOST_ROWS = 5_000
# Metres of floor around the booths of a hall that is made for a table without halls.
_MARGIN = 3


@dataclass(frozen=True)
class NewBooth:
    """One booth to be; `hall` is the hall's name, `line` where it stands in the file or the order of the row tool."""

    line: int
    code: str
    zone: str
    kind: BoothKind
    hall: str
    x_m: Decimal
    y_m: Decimal
    width_m: Decimal
    depth_m: Decimal
    open_sides: int
    # Degrees clockwise around its middle.
    angle: Decimal = Decimal(0)
    height_limit_m: Decimal | None = None
    power_kw: Decimal | None = None
    power_points: int = 0
    water_points: int = 0
    price_group: str = ""

    @property
    def is_corner(self) -> bool:
        return self.open_sides >= 2


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: line of the file and name of the column ("" for the whole row)."""

    line: int
    field: str
    message: str


@dataclass(frozen=True)
class Ground:
    """What new booths must fit in: the halls and the booths that stand there."""

    halls: dict[str, Hall]
    booths: list[Booth] = field(default_factory=list)
    # From this area on a booth without a kind is raw space; None: never.
    raw_from_m2: int | None = None

    def find_hall(self, name: str) -> Hall | None:
        return self.halls.get(fold(name))


def read_booths(table: Table, ground: Ground) -> tuple[list[NewBooth], list[Problem]]:
    """Return the rows of `table` that can be read, and the problems of all others and of rows that do not fit together."""
    missing = [name for name in ("code", "zone", "x_m", "y_m", "width_m", "depth_m") if not table.has(*_NAMES[name])]
    if missing:
        told = _("The table has no column %(names)s.", names=", ".join(missing))
        return [], [Problem(1, missing[0], told)]
    rows: list[NewBooth] = []
    problems: list[Problem] = []
    for row in table.rows:
        booth, wrong = _read_row(row, ground)
        problems += wrong
        if booth is not None:
            rows.append(booth)
    problems += check_booths(rows, ground)
    return rows, sorted(problems, key=lambda problem: problem.line)


class _Wrong(ValueError):
    pass


def _read_row(row: Row, ground: Ground) -> tuple[NewBooth | None, list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, parse in _PARSERS.items():
        try:
            values[name] = parse(row.get(*_NAMES[name]))
        except ValueError as error:
            problems.append(Problem(row.line, name, str(error)))
    try:
        values["hall"] = _hall(row.get(*_NAMES["hall"]), ground)
    except _Wrong as error:
        problems.append(Problem(row.line, "hall", str(error)))
    if problems:
        return None, problems
    if values["kind"] is None:
        area = values["width_m"] * values["depth_m"]
        is_raw = ground.raw_from_m2 is not None and area >= ground.raw_from_m2
        values["kind"] = BoothKind.RAW if is_raw else BoothKind.STANDARD
    return NewBooth(row.line, **values), []


def _zone(text: str) -> str:
    if not text:
        raise _Wrong(_("Please fill in this field."))
    if len(text) > 60 or not text.isprintable():
        raise _Wrong(_("Please use at most 60 characters."))
    return text


def _kind(text: str) -> BoothKind | None:
    if not text:
        return None
    kind = _KINDS.get(fold(text))
    if kind is None:
        raise _Wrong(_("The kind must be standard or raw."))
    return kind


def _metres(text: str) -> Decimal:
    if not _NUMBER.match(text):
        raise _Wrong(_("Please enter metres as a number, for example 3 or 3.5."))
    value = Decimal(text.replace(",", "."))
    if value != value.quantize(Decimal("0.01")):
        raise _Wrong(_("Please give metres with at most two decimals."))
    return value


def _position(text: str) -> Decimal:
    value = _metres(text)
    if not 0 <= value <= 10_000:
        raise _Wrong(_("The position must be between 0 and 10,000 m."))
    return value


def _size(text: str) -> Decimal:
    value = _metres(text)
    if not _LEAST <= value <= _MOST:
        raise _Wrong(_("The size must be between 0.5 and 100 m."))
    return value


def _open_sides(text: str) -> int:
    if not text:
        return 1
    if text not in ("1", "2", "3", "4"):
        raise _Wrong(_("The number of open sides must be 1, 2, 3 or 4."))
    return int(text)


def _optional(least: Decimal, most: Decimal) -> Callable[[str], Decimal | None]:
    def parse(text: str) -> Decimal | None:
        if not text:
            return None
        if not _NUMBER.match(text):
            raise _Wrong(_("Please enter a number, for example 3 or 3.5."))
        value = Decimal(text.replace(",", "."))
        if not least <= value <= most:
            limits = {"least": format_number(least), "most": format_number(most)}
            raise _Wrong(_("The number must be between %(least)s and %(most)s.", **limits))
        return value.quantize(Decimal("0.1"))

    return parse


def _angle(text: str) -> Decimal:
    value = _optional(Decimal(0), Decimal(360))(text)
    return Decimal(0) if value is None else value % 360


def _points(text: str) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 2:
        raise _Wrong(_("Please enter a whole number between 0 and 99."))
    return int(text)


def _price_group(text: str) -> str:
    if len(text) > 30 or not (text.isprintable() or not text):
        raise _Wrong(_("Please use at most 30 characters."))
    return text


_PARSERS: dict[str, Callable[[str], Any]] = {
    "code": parse_code,
    "zone": _zone,
    "kind": _kind,
    "x_m": _position,
    "y_m": _position,
    "width_m": _size,
    "depth_m": _size,
    "open_sides": _open_sides,
    "angle": _angle,
    "height_limit_m": _optional(Decimal("0.5"), Decimal(30)),
    "power_kw": _optional(Decimal(0), Decimal(1_000)),
    "power_points": _points,
    "water_points": _points,
    "price_group": _price_group,
}


def _hall(text: str, ground: Ground) -> str:
    if text:
        hall = ground.find_hall(text)
        if hall is None and (ground.halls or len(text) > 80):
            raise _Wrong(_("There is no hall “%(name)s”.", name=text[:80]))
        return hall.name if hall else text
    if len(ground.halls) > 1:
        raise _Wrong(_("The event has several halls: please name one."))
    return next((hall.name for hall in ground.halls.values()), _("Hall 1"))


def check_booths(rows: list[NewBooth], ground: Ground) -> list[Problem]:
    """Return what is wrong with `rows` together and against what stands there: codes twice, outside the hall, overlaps."""
    return [*_doubles(rows, ground), *_outside(rows, ground), *_overlapping(rows, ground)]


def _doubles(rows: list[NewBooth], ground: Ground) -> Iterable[Problem]:
    present = {booth.code for booth in ground.booths}
    first: dict[str, int] = {}
    for row in rows:
        if row.code in present:
            yield Problem(row.line, "code", _("Booth %(code)s exists already.", code=row.code))
        elif row.code in first:
            yield Problem(
                row.line, "code", _("Booth %(code)s stands in line %(line)s too.", code=row.code, line=first[row.code])
            )
        first.setdefault(row.code, row.line)


def _outside(rows: list[NewBooth], ground: Ground) -> Iterable[Problem]:
    for row in rows:
        hall = ground.find_hall(row.hall)
        if hall is not None and not is_inside(_rectangle(row, row), hall.width_m, hall.depth_m):
            size = {"name": hall.name, "width": format_number(hall.width_m), "depth": format_number(hall.depth_m)}
            yield Problem(row.line, "x_m", _("The booth lies outside of %(name)s (%(width)s × %(depth)s m).", **size))


def _overlapping(rows: list[NewBooth], ground: Ground) -> Iterable[Problem]:
    floors: dict[str, list[Rectangle[Any]]] = {}
    for row in rows:
        floors.setdefault(fold(row.hall), []).append(_rectangle(row, row))
    for booth in ground.booths:
        floors.setdefault(fold(booth.hall.name), []).append(_rectangle(booth, booth))
    for floor in floors.values():
        for one, other in overlaps(floor):
            told, later = _order(one, other)
            if isinstance(later, NewBooth):
                yield Problem(later.line, "x_m", _("The booth overlaps with %(code)s.", code=told.code))


def _order(one: NewBooth | Booth, other: NewBooth | Booth) -> tuple[NewBooth | Booth, NewBooth | Booth]:
    """Return the pair so that the second is to blame: what stands is right, then what comes first in the file."""
    if isinstance(other, Booth) or (isinstance(one, NewBooth) and one.line > other.line):
        return other, one
    return one, other


def _rectangle(key: Any, item: NewBooth | Booth) -> Rectangle[Any]:
    place = (Decimal(item.x_m), Decimal(item.y_m), Decimal(item.width_m), Decimal(item.depth_m))
    return Rectangle(key, *place, Decimal(item.angle))


def hall_for(rows: list[NewBooth], name: str) -> tuple[Decimal, Decimal]:
    """Return width and depth of a hall that holds all booths of `rows` in `name`, whole metres with a margin."""
    mine = [_rectangle(row, row) for row in rows if row.hall == name]
    width, depth = max(item.bounds[2] for item in mine), max(item.bounds[3] for item in mine)
    return Decimal(int(width) + _MARGIN), Decimal(int(depth) + _MARGIN)


def table_of(booths: Iterable[Booth]) -> tuple[tuple[str, ...], list[list[Any]]]:
    """Return headers and rows of an export that can be imported again."""
    return COLUMNS, [_cells(booth, booth.hall.name) for booth in booths]


def table_of_rows(rows: Iterable[NewBooth]) -> tuple[tuple[str, ...], list[list[Any]]]:
    """Return headers and rows of booths that were read, for the second step of an import."""
    return COLUMNS, [_cells(row, row.hall) for row in rows]


def _cells(item: NewBooth | Booth, hall: str) -> list[Any]:
    values = {name: getattr(item, name) for name in COLUMNS if name != "hall"} | {"hall": hall, "kind": item.kind.value}
    return [_plain(values[name]) if isinstance(values[name], Decimal) else values[name] for name in COLUMNS]


def _plain(value: Decimal) -> Decimal:
    # normalize() would write 30 as 3E+1.
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()
