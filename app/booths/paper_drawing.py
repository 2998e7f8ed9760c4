"""A hall as SVG for paper, in millimetres: few paths with looks of their own, since style sheets do not reach into drawings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.booths.geometry import corners_of
from app.booths.items import Audience, ObjectKind
from app.booths.models import BoothKind, BoothState
from app.booths.shapes import PlanBooth, PlanHall, PlanObject
from app.booths.symbols import PICTURES, text_of
from app.core.i18n import format_number

TEAL, DARK, INK, STONE, LINE, PAPER = "#0e5a5c", "#08393b", "#1b2430", "#b5ad9b", "#e2ded3", "#fbfaf6"
# Fill, line and colour of the text of a booth.
_LOOKS = {
    "standard": ("#ffffff", TEAL, DARK),
    "raw": ("#e3efee", TEAL, DARK),
    "taken": ("#e2ded3", "#8a8373", INK),
    "blocked": ("#cfc9ba", "#8a8373", INK),
    "other": ("#ffffff", LINE, STONE),
}
# Fill and line of an object.
_OBJECTS = {
    "wall": ("#3d4651", "#3d4651"),
    "column": ("#c9ced4", "#3d4651"),
    "stage": ("#e9dff3", "#6a3d9a"),
    "toilet": ("#eef1f4", "#56606b"),
    "fire_lane": ("#fbe6e2", "#c8371f"),
    "fire_point": ("#fbe6e2", "#c8371f"),
    "exit": ("#e2f2e6", "#1a7a3c"),
    "entrance": ("#fdf1d3", "#a06a00"),
    "power": ("#fdf1d3", "#a06a00"),
    "water": ("#e3efee", TEAL),
    "first_aid": ("#e2f2e6", "#1a7a3c"),
    "height": ("none", "#6a3d9a"),
}
_USUAL = ("#eef1f4", "#56606b")
_BARE = frozenset({"north", "label", "aisle", "door"})
# Ends of a letter's width by its size; digits are narrower.
_LETTER = 0.62
# Millimetres of the smallest letters that can be read.
_SMALLEST = 1.3


@dataclass(frozen=True)
class Sheet:
    """What is drawn: a hall with its booths and objects, a window of it in metres, and the scale's denominator."""

    hall: PlanHall
    booths: Sequence[PlanBooth]
    objects: Sequence[PlanObject]
    window: tuple[float, float, float, float]
    scale: int
    audience: Audience
    zone: str

    @property
    def mm(self) -> float:
        """Millimetres on paper for a metre."""
        return 1000 / self.scale


def draw(sheet: Sheet, states: Mapping[int, BoothState]) -> Markup:
    """Return the drawing in true size."""
    left, top, width, depth = (value * sheet.mm for value in sheet.window)
    right, down = sheet.hall.width_m * sheet.mm, sheet.hall.depth_m * sheet.mm
    floor = f'<path d="M0 0h{right:.2f}v{down:.2f}h-{right:.2f}z" fill="{PAPER}" stroke="{INK}" stroke-width="0.5"/>'
    parts = [floor, *_objects(sheet), *_booths(sheet, states)]
    box = f'viewBox="{left:.2f} {top:.2f} {width:.2f} {depth:.2f}"'
    return Markup(  # noqa: S704 -- numbers and escaped texts only
        f'<svg class="hall" width="{width:.1f}mm" height="{depth:.1f}mm" {box}>{"".join(parts)}</svg>'
    )


def _booths(sheet: Sheet, states: Mapping[int, BoothState]) -> Iterable[str]:
    outlines: dict[str, list[str]] = {}
    texts: dict[str, list[str]] = {}
    for booth in sheet.booths:
        look = _look(booth, states, sheet)
        outlines.setdefault(look, []).append(_outline(booth, sheet.mm))
        texts.setdefault(_LOOKS[look][2], []).append(_words(booth, sheet))
    for look, paths in outlines.items():
        fill, line, _text = _LOOKS[look]
        yield f'<path d="{"".join(paths)}" fill="{fill}" stroke="{line}" stroke-width="0.25"/>'
    for colour, words in texts.items():
        yield f'<g fill="{colour}" text-anchor="middle" font-family="Be Vietnam Pro" font-weight="700">{"".join(words)}</g>'


def _look(booth: PlanBooth, states: Mapping[int, BoothState], sheet: Sheet) -> str:
    if sheet.zone and booth.zone != sheet.zone:
        return "other"
    state = states.get(booth.id, BoothState.FREE)
    if sheet.audience != Audience.VISITORS and state != BoothState.FREE:
        return "blocked" if state == BoothState.BLOCKED else "taken"
    return "raw" if booth.kind == BoothKind.RAW else "standard"


def _outline(item: PlanBooth | PlanObject, mm: float, inset: float = 0.12) -> str:
    x, y = item.x_m * mm + inset, item.y_m * mm + inset
    width, depth = item.width_m * mm - 2 * inset, item.depth_m * mm - 2 * inset
    if not item.angle:
        return f"M{x:.2f} {y:.2f}h{width:.2f}v{depth:.2f}h-{width:.2f}z"
    return "M" + "L".join(f"{across:.2f} {down:.2f}" for across, down in corners_of(x, y, width, depth, item.angle)) + "z"


def _words(booth: PlanBooth, sheet: Sheet) -> str:
    """Return the number, and for technicians what is laid to the booth, one line below the other."""
    lines = [booth.name]
    if sheet.audience == Audience.TECHNICIANS:
        lines += list(_supplies(booth))
    width, depth = booth.width_m * sheet.mm, booth.depth_m * sheet.mm
    size = min(2.8, depth * 0.8 / (len(lines) * 1.15), *(width * 0.82 / (len(line) * _LETTER) for line in lines))
    middle = (booth.x_m + booth.width_m / 2) * sheet.mm
    first = (booth.y_m + booth.depth_m / 2) * sheet.mm - (len(lines) - 1) * size * 0.575 + size * 0.36
    return "".join(
        f'<text x="{middle:.2f}" y="{first + number * size * 1.15:.2f}" font-size="{size:.2f}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _supplies(booth: PlanBooth) -> Iterable[str]:
    if booth.power_kw is not None or booth.power_points:
        kilowatts = f"{format_number(booth.power_kw)} kW" if booth.power_kw is not None else ""
        yield " ".join(filter(None, (kilowatts, f"×{booth.power_points}" if booth.power_points else "")))
    if booth.water_points:
        yield f"H2O ×{booth.water_points}"
    if booth.height_limit_m is not None:
        yield f"h {format_number(booth.height_limit_m)} m"


def _objects(sheet: Sheet) -> Iterable[str]:
    for item in sheet.objects:
        fill, line = _OBJECTS.get(item.kind, _USUAL)
        if item.kind not in _BARE:
            dashes = ' stroke-dasharray="1.5 1"' if item.kind in (ObjectKind.HEIGHT, ObjectKind.FIRE_LANE) else ""
            yield f'<path d="{_outline(item, sheet.mm, 0)}" fill="{fill}" stroke="{line}" stroke-width="0.3"{dashes}/>'
        text = "" if item.kind == ObjectKind.NORTH else text_of(item)
        side = _side(item, sheet.mm)
        room = _length(item, sheet.mm) * 0.92
        has_both = side > 0 and _length(item, sheet.mm) >= 4 * side
        size = _size(text, room - (2.4 * side if has_both else 0), item, sheet.mm) if text else 0.0
        # A text too small to be read makes way for the picture, which the legend explains.
        if side and (has_both or size < _SMALLEST):
            yield _picture(item, sheet.mm, line, side, is_aside=has_both and size >= _SMALLEST)
        if text and (size >= _SMALLEST or not side):
            yield _label(item, text, max(size, _SMALLEST), sheet.mm)


def _length(item: PlanObject, mm: float) -> float:
    return max(item.width_m, item.depth_m) * mm


def _side(item: PlanObject, mm: float) -> float:
    """Return the side of the picture of an object, 0 for one without."""
    share = 1.0 if item.kind in ("door", "north") else 0.7
    return min(item.width_m * mm, item.depth_m * mm, 8) * share if item.kind in PICTURES else 0.0


def _size(text: str, room: float, item: PlanObject, mm: float) -> float:
    return min(4.2, room / (len(text) * _LETTER), min(item.width_m, item.depth_m) * mm * 0.7)


def _picture(item: PlanObject, mm: float, colour: str, side: float, *, is_aside: bool) -> str:
    middle, line = (item.x_m + item.width_m / 2) * mm, (item.y_m + item.depth_m / 2) * mm
    turn = f" rotate({item.angle:g})" if item.angle else ""
    # Beside the text, towards the beginning of the longer side.
    along = _length(item, mm) / 2 - side * 0.7 if is_aside else 0.0
    across, down = (-along, 0.0) if item.width_m > item.depth_m else (0.0, -along)
    place = f"translate({across - side / 2:.2f} {down - side / 2:.2f}) scale({side / 10:.3f})"
    shift = f"translate({middle:.2f} {line:.2f}){turn} {place}"
    return f'<path transform="{shift}" d="{PICTURES[item.kind]}" fill="none" stroke="{colour}" stroke-width="1"/>'


def _label(item: PlanObject, text: str, size: float, mm: float) -> str:
    middle, line = (item.x_m + item.width_m / 2) * mm, (item.y_m + item.depth_m / 2) * mm
    angle = item.angle + (-90 if item.depth_m > item.width_m * 1.5 else 0)
    # Never upside down.
    angle += 180 if 90 < angle % 360 < 270 else 0
    turn = f' transform="rotate({angle:g} {middle:.2f} {line:.2f})"' if angle else ""
    colour = "#ffffff" if item.kind == ObjectKind.WALL else INK
    return (
        f'<text{turn} x="{middle:.2f}" y="{line + size * 0.36:.2f}" font-size="{size:.2f}" text-anchor="middle" '
        f'font-family="Be Vietnam Pro" fill="{colour}">{escape(text)}</text>'
    )


def swatch(name: str) -> Markup:
    """Return a little booth for the legend."""
    fill, line, _text = _LOOKS[name]
    return _legend(f'<path d="M0.2 0.2h5.6v3.6h-5.6z" fill="{fill}" stroke="{line}" stroke-width="0.3"/>')


def sign(kind: str) -> Markup:
    """Return a little object for the legend."""
    fill, line = _OBJECTS.get(kind, _USUAL)
    outline = "" if kind in _BARE else f'<path d="M0.2 0.2h5.6v3.6h-5.6z" fill="{fill}" stroke="{line}" stroke-width="0.3"/>'
    path = PICTURES.get(kind)
    place = 'transform="translate(1.6 0.6) scale(0.28)"'
    picture = f'<path {place} d="{path}" fill="none" stroke="{line}" stroke-width="1"/>' if path else ""
    return _legend(outline + picture)


def _legend(content: str) -> Markup:
    return Markup(f'<svg width="6mm" height="4mm" viewBox="0 0 6 4">{content}</svg>')  # noqa: S704 -- our own paths


def scale_bar(scale: int) -> Markup:
    """Return a bar of a round number of metres, about 40 mm long, and its ends."""
    metres = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200) if step * 1000 / scale >= 25), 500)
    length = metres * 1000 / scale
    half = length / 2
    return Markup(  # noqa: S704 -- numbers only
        f'<svg width="{length + 14:.1f}mm" height="7mm" viewBox="-1 0 {length + 14:.1f} 7">'
        f'<path d="M0 1h{half:.2f}v1.6h-{half:.2f}z" fill="{INK}" stroke="{INK}" stroke-width="0.2"/>'
        f'<path d="M{half:.2f} 1h{half:.2f}v1.6h-{half:.2f}z" fill="#ffffff" stroke="{INK}" stroke-width="0.2"/>'
        f'<g font-size="2.6" fill="{INK}" font-family="Be Vietnam Pro"><text x="0" y="5.8">0</text>'
        f'<text x="{length:.2f}" y="5.8" text-anchor="middle">{metres} m</text></g></svg>'
    )


def north_arrow(angle: float) -> Markup:
    """Return the arrow to the north."""
    return Markup(  # noqa: S704 -- numbers only
        f'<svg width="9mm" height="9mm" viewBox="-5 -5 10 10"><g transform="rotate({angle:g})">'
        f'<path d="M0 -4.5L2.5 4L0 2.5L-2.5 4z" fill="{INK}"/></g></svg>'
    )
