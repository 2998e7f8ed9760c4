"""The plan as SVG, in decimetres. Geometry is kept by version and language; states are filled in at each request."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from markupsafe import Markup, escape

from app.booths.geometry import corners_of
from app.booths.items import Audience
from app.booths.models import BoothState
from app.booths.plan import Plan, PlanBooth, PlanHall
from app.booths.symbols import draw_objects
from app.core.i18n import _, format_money, format_number, language

# Room around the halls for names, in decimetres.
_MARGIN = 20
# Pixels a metre when the plan is as large as a finger needs: a booth of 3 m is 44 px.
_TOUCH = 44 / 3
_MOST_KEPT = 8

# What a booth's class and word may be: a state, or "mine" for the reader's own hold.
_kept: OrderedDict[tuple[Any, ...], "_Drawing"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class _Drawing:
    """SVG text with gaps for state classes and words: (booth id, before the class, before the word, after it)."""

    head: str
    booths: tuple[tuple[int, str, str, str], ...]


def draw(
    plan: Plan,
    states: Mapping[int, BoothState],
    *,
    base: str,
    chosen: Collection[int] = (),
    chosen_word: str = "",
    audience: Audience = Audience.EXHIBITORS,
    marks: Mapping[int, str] | None = None,
) -> Markup:
    """Return the plan as SVG with each booth a link that says code, area, price and state.

    Args:
        base: address of the list of booths, from which a booth's address follows.
        chosen: ids of booths that stand out, by default those that the reader holds.
        chosen_word: what is said of them instead of their state.
        audience: whose objects are drawn: columns are nothing for visitors.
        marks: further classes by booth, each with a space before it: what filters leave out, what a search found.
    """
    marks = marks or {}
    drawing = _drawing(plan, base, audience)
    mine, free = ("mine", chosen_word or _("held by you")), (BoothState.FREE.value, str(BoothState.FREE.label))
    told = {state: (state.value, str(state.label)) for state in BoothState}
    # Looked up once for each booth that is not free: three thousand of them are drawn at every request.
    shown = {booth_id: told[state] for booth_id, state in states.items()} | dict.fromkeys(chosen, mine)
    parts = [drawing.head]
    for booth_id, opening, title, rest in drawing.booths:
        state, word = shown.get(booth_id, free)
        parts += (opening, state, marks.get(booth_id, ""), title, word, rest)
    parts.append("</g></svg>")
    return Markup("".join(parts))  # noqa: S704 -- every text in it was escaped in _drawing


def _drawing(plan: Plan, base: str, audience: Audience) -> _Drawing:
    key = (plan.event_id, plan.version, language(), base, audience)
    with _lock:
        if plan.version and key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    drawing = _Drawing(_head(plan, audience), tuple(_booths(plan, base)))
    if plan.version:
        with _lock:
            _kept[key] = drawing
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return drawing


def view_box(plan: Plan) -> tuple[int, int, int, int]:
    """Return the drawing's view box in decimetres."""
    return -_MARGIN, -_MARGIN, int(plan.width_m * 10) + 2 * _MARGIN, int(plan.depth_m * 10) + 2 * _MARGIN


def _head(plan: Plan, audience: Audience) -> str:
    x, y, width, height = view_box(plan)
    pixels = f'width="{round(width / 10 * _TOUCH)}" height="{round(height / 10 * _TOUCH)}"'
    name = escape(_("Floor plan"))
    patterns = (
        '<pattern id="plan-held" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 0h8v8H0z"/>'
        '<circle cx="4" cy="4" r="1.6"/></pattern>'
        '<pattern id="plan-taken" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0h7v7H0z"/><path class="stripe" d="M0 0h3v7H0z"/></pattern>'
    )
    halls = "".join(_hall(hall, named=len(plan.halls) > 1) for hall in plan.halls)
    zones = "".join(_zone_labels(plan))
    objects = draw_objects(plan.objects_for(audience))
    return (
        f'<svg class="floor-plan" {pixels} viewBox="{x} {y} {width} {height}" role="group" aria-label="{name}">'
        f"<defs>{patterns}</defs>{halls}{objects}{zones}<g>"
    )


def _hall(hall: PlanHall, *, named: bool) -> str:
    y = hall.y_m * 10
    label = f'<text class="hall-name" x="4" y="{y - 8:g}">{escape(hall.name)}</text>' if named else ""
    return f'<rect class="hall" x="0" y="{y:g}" width="{hall.width_m * 10:g}" height="{hall.depth_m * 10:g}" rx="8"/>{label}'


def _zone_labels(plan: Plan) -> list[str]:
    """Return the names of zones, each above its highest booth on the left."""
    corners: dict[tuple[str, str], tuple[float, float]] = {}
    for booth in plan.booths:
        key = (booth.hall, booth.zone)
        left, top = corners.get(key, (booth.x_m, booth.y_m))
        corners[key] = (min(left, booth.x_m), min(top, booth.y_m))
    return [
        f'<text class="zone-name" x="{left * 10 + 1:g}" y="{top * 10 - 6:g}">{escape(zone)}</text>'
        for (_hall_name, zone), (left, top) in corners.items()
    ]


def _booths(plan: Plan, base: str) -> list[tuple[int, str, str, str]]:
    prices: dict[int | None, str] = {}
    areas: dict[float, str] = {}
    drawn = []
    for booth in plan.booths:
        total = booth.price.total_vnd if booth.price else None
        price = prices.setdefault(total, prices.get(total) or format_money(total))
        area = areas.setdefault(booth.area_m2, areas.get(booth.area_m2) or format_number(booth.area_m2))
        opening = f'<a href="{escape(base)}/{booth.code}" class="'
        title = f'"><title>{escape(booth.name)}, {area} m², {price}, '
        drawn.append((booth.id, opening, title, f"</title>{_shape(booth)}</a>"))
    return drawn


def _shape(booth: PlanBooth) -> str:
    """Return the outline, two decimetres inside of the booth so that neighbours stay apart, and the code in its middle."""
    x, y, width, depth = booth.x_m * 10, booth.y_m * 10, booth.width_m * 10, booth.depth_m * 10
    # Three metres carry a code of three characters; a longer one is written smaller.
    small = ' class="s"' if len(booth.name) * 9 > width else ""
    turn = f' transform="rotate({booth.angle:g} {x + width / 2:g} {y + depth / 2:g})"' if booth.angle else ""
    outline = f'<path{turn} d="M{x + 2:g} {y + 2:g}h{width - 4:g}v{depth - 4:g}h-{width - 4:g}z"/>'
    return f'{outline}<text x="{x + width / 2:g}" y="{y + depth / 2 + 3.5:g}"{small}>{escape(booth.name)}</text>'


def draw_small(plan: Plan, states: Mapping[int, BoothState]) -> Markup:
    """Return a picture of the plan without links: one path a state. For pages that only show how full it is."""
    x, y, width, height = view_box(plan)
    outlines: dict[str, list[str]] = {}
    for booth in plan.booths:
        state = states.get(booth.id, BoothState.FREE).value
        outlines.setdefault(state, []).append(_small_outline(booth))
    halls = "".join(_hall(hall, named=False) for hall in plan.halls)
    paths = "".join(f'<path class="{state}" d="{"".join(items)}"/>' for state, items in sorted(outlines.items()))
    zones = "".join(_zone_labels(plan))
    return Markup(  # noqa: S704 -- numbers and escaped names only
        f'<svg class="floor-plan floor-plan-small" viewBox="{x} {y} {width} {height}" aria-hidden="true" focusable="false">'
        f"{halls}{zones}{paths}</svg>"
    )


def _small_outline(booth: PlanBooth) -> str:
    x, y, width, depth = booth.x_m * 10 + 1, booth.y_m * 10 + 1, booth.width_m * 10 - 2, booth.depth_m * 10 - 2
    if not booth.angle:
        return f"M{x:g} {y:g}h{width:g}v{depth:g}h-{width:g}z"
    return "M" + "L".join(f"{across:.1f} {down:.1f}" for across, down in corners_of(x, y, width, depth, booth.angle)) + "z"
