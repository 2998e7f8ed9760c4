"""Objects of a plan as SVG: walls, columns, the stage and all that is no booth, in decimetres. Style sheets give looks."""

from collections.abc import Iterable

from markupsafe import escape

from app.booths.items import ObjectKind
from app.booths.shapes import PlanObject
from app.core.i18n import _, format_number

# Pictures in a square of 10 × 10, drawn in the middle of the object.
PICTURES = {
    "power": "M6 0L1 6H5L4 10L9 4H5z",
    "water": "M5 0C8 4 9 6 8 8A3.6 3.6 0 0 1 2 8C1 6 2 4 5 0z",
    "fire_point": "M3 3h4v7h-4zM5 3V1M5 1h3",
    "first_aid": "M4 1h2v3h3v2h-3v3h-2v-3h-3v-2h3z",
    "info": "M5 1v1.5M5 4.5V9",
    "food": "M2 0v4a1.5 1.5 0 0 0 3 0V0M3.5 5.5V10M8 0C6.5 1 6.5 5 8 5V10",
    "north": "M5 0L8 10L5 7.5L2 10z",
    "entrance": "M5 10L0 4H3V0H7V4H10z",
    "exit": "M5 0L0 6H3V10H7V6H10z",
    "door": "M0 10A10 10 0 0 1 10 0M0 10H10V0",
}
# Objects that are only a picture or a text, without an outline.
_BARE = frozenset({"north", "label", "aisle", "door"})
# Width of a letter by its size.
_LETTER = 0.62
_SMALLEST = 5.0


def draw_objects(objects: Iterable[PlanObject]) -> str:
    """Return the objects, each as a group of its kind's class, with a title for those who cannot see it."""
    return "".join(map(_draw, objects))


def _draw(item: PlanObject) -> str:
    x, y, width, depth = (round(value * 10, 1) for value in (item.x_m, item.y_m, item.width_m, item.depth_m))
    turn = f' transform="rotate({item.angle:g} {x + width / 2:g} {y + depth / 2:g})"' if item.angle else ""
    outline = "" if item.kind in _BARE else f'<path d="M{x:g} {y:g}h{width:g}v{depth:g}h-{width:g}z"/>'
    text = text_of(item)
    # A text too small to be read makes way for the picture, which says its words to a pointer and to readers of titles.
    if item.kind in PICTURES and _size(text, width, depth) < _SMALLEST:
        text = ""
    picture = _picture(item, x, y, width, depth, has_text=bool(text))
    words = _text(item, text, x, y, width, depth) if text else ""
    title = f"<title>{escape(title_of(item))}</title>"
    return f'<g class="{item.kind}"{turn}>{title}{outline}{picture}{words}</g>'


def text_of(item: PlanObject) -> str:
    """Return what is written on an object: its label, its free height where that matters, else what stands for its kind."""
    if item.kind == ObjectKind.HEIGHT or (item.height_m is not None and not item.label):
        height = f"h {format_number(item.height_m)} m" if item.height_m is not None else ""
        return " ".join(filter(None, (item.label, height)))
    return item.label or ("WC" if item.kind == ObjectKind.TOILET else "")


def title_of(item: PlanObject) -> str:
    """Return an object in words."""
    words = [str(ObjectKind(item.kind).label)]
    words += [item.label] if item.label else []
    words += [_("free height %(metres)s m", metres=format_number(item.height_m))] if item.height_m is not None else []
    return ", ".join(words)


def _picture(item: PlanObject, x: float, y: float, width: float, depth: float, *, has_text: bool) -> str:
    path = PICTURES.get(item.kind)
    if path is None:
        return ""
    side = min(width, depth, 20) * (0.9 if item.kind in _BARE else 0.7)
    left, top = x + (width - side) / 2, y + (depth - side) / 2
    # A text stands beside the picture, or in its place where there is no room for both.
    if has_text and max(width, depth) < 4 * side:
        return ""
    if has_text:
        left, top = (x + side * 0.2, top) if width > depth else (left, y + side * 0.2)
    return f'<path class="sign" transform="translate({left:g} {top:g}) scale({side / 10:g})" d="{path}"/>'


def _size(text: str, width: float, depth: float) -> float:
    return min(14.0, max(width, depth) * 0.94 / (max(len(text), 1) * _LETTER), min(width, depth) * 0.8)


def _text(item: PlanObject, text: str, x: float, y: float, width: float, depth: float) -> str:
    """Return the text in the middle, along the longer side, as small as it must be, and never upside down."""
    size = max(4.0, _size(text, width, depth))
    middle, line = x + width / 2, y + depth / 2
    angle = -90 if depth > width * 1.5 else 0
    if 90 < (item.angle + angle) % 360 < 270:
        angle += 180
    turn = f' transform="rotate({angle} {middle:g} {line:g})"' if angle else ""
    return f'<text{turn} x="{middle:g}" y="{line + size * 0.35:g}" font-size="{size:.1f}">{escape(text)}</text>'
