"""The plan on paper: true to scale, one page a hall, for one audience, whole or one zone, with legend, scale bar and north."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import current_app
from markupsafe import Markup

from app.booths import paper_drawing, queries
from app.booths.items import Audience, ObjectKind
from app.booths.models import BoothState
from app.booths.shapes import Plan, PlanBooth, PlanHall
from app.core import clock
from app.core.i18n import _, force_locale, language
from app.documents import pdf, qr
from app.events.models import Event

# Millimetres of the sheet, on its long and on its short side, that the drawing may fill: without margins, head and legend.
_ROOM = {"a3": (396, 206), "a4": (273, 124)}
_SCALES = (
    50,
    75,
    100,
    125,
    150,
    200,
    250,
    300,
    350,
    400,
    450,
    500,
    600,
    750,
    1000,
    1250,
    1500,
    2000,
    2500,
    3000,
    4000,
    5000,
    10_000,
)
# More booths are drawn by a job: they take seconds.
MOST_AT_ONCE = 800
TIMEOUT_S = 110.0
# Objects that the legend need not explain.
_SELF_EXPLAINING = (ObjectKind.LABEL, ObjectKind.AISLE, ObjectKind.NORTH)
# Metres around a zone that is printed alone.
_AROUND = 3


@dataclass(frozen=True)
class Wish:
    """What is printed: names of zone and hall, "" for all."""

    paper: str = "a3"
    audience: Audience = Audience.EXHIBITORS
    zone: str = ""
    hall: str = ""


@dataclass(frozen=True)
class PlanSheet:
    """One page: its title, drawing and scale."""

    title: str
    scale: int
    svg: Markup
    bar: Markup
    north: Markup
    signs: list[tuple[str, Markup]]


def render(
    event: Event, plan: Plan, states: Mapping[int, BoothState], wish: Wish, *, number: int | None, locale: str = ""
) -> bytes:
    """Return the PDF.

    Args:
        number: of the published version; None while there is none.
    Raises:
        PdfFailed: too large for the limits.
    """
    locale = locale or language()
    with force_locale(locale):
        live_url = f"{current_app.config['BASE_URL']}/events/{event.slug}/floor-plan"
        context = {
            "event": event,
            "wish": wish,
            "sheets": [_sheet(plan, hall, states, wish) for hall in _halls(plan, wish)],
            "number": number,
            "counts": queries.count_states(_booths(plan, wish), states),
            "states": _key(wish),
            "host": event.owner.name,
            "host_unit": event.owner.parent.name if event.owner.parent else "",
            "live_url": live_url,
            "live_qr": qr.svg(live_url),
            "made_at": clock.now(),
        }
        css = ("pdf/a4.css", f"pdf/booths/{wish.paper}.css", "pdf/booths/plan.css")
        return pdf.render("pdf/booths/plan.html", context, css=css, locale=locale, timeout_s=TIMEOUT_S)


def _halls(plan: Plan, wish: Wish) -> list[PlanHall]:
    """Return the halls that have something to print."""
    wanted = [hall for hall in plan.halls if wish.hall in ("", hall.name)]
    if wish.zone:
        wanted = [hall for hall in wanted if any(b.hall == hall.name and b.zone == wish.zone for b in plan.booths)]
    return wanted


def _booths(plan: Plan, wish: Wish) -> list[PlanBooth]:
    return [booth for booth in plan.booths if wish.zone in ("", booth.zone) and wish.hall in ("", booth.hall)]


def _sheet(plan: Plan, hall: PlanHall, states: Mapping[int, BoothState], wish: Wish) -> PlanSheet:
    booths = [replace(booth, y_m=booth.y_m - hall.y_m) for booth in plan.booths if booth.hall == hall.name]
    objects = [item for item in plan.objects_for(wish.audience) if item.hall == hall.name]
    objects = [replace(item, y_m=item.y_m - hall.y_m) for item in objects]
    mine = [booth for booth in booths if wish.zone in ("", booth.zone)]
    window = _window(hall, mine if wish.zone else [])
    scale = _scale(window, wish.paper)
    drawn = paper_drawing.Sheet(hall, booths, objects, window, scale, wish.audience, wish.zone)
    north = next((paper_drawing.north_arrow(item.angle) for item in objects if item.kind == ObjectKind.NORTH), Markup())
    title = f"{hall.name} · {_('Zone %(zone)s', zone=wish.zone)}" if wish.zone else hall.name
    kinds = dict.fromkeys(
        item.kind for item in objects if item.kind not in (ObjectKind.LABEL, ObjectKind.AISLE, ObjectKind.NORTH)
    )
    signs = [(str(ObjectKind(kind).label), paper_drawing.sign(kind)) for kind in kinds]
    return PlanSheet(title, scale, paper_drawing.draw(drawn, states), paper_drawing.scale_bar(scale), north, signs)


def _window(hall: PlanHall, booths: list[PlanBooth]) -> tuple[float, float, float, float]:
    """Return x, y, width and depth of what is shown: the hall, or what is around these booths."""
    if not booths:
        return -1, -1, hall.width_m + 2, hall.depth_m + 2
    left = min(booth.x_m for booth in booths) - _AROUND
    top = min(booth.y_m for booth in booths) - _AROUND
    right = max(booth.x_m + booth.width_m for booth in booths) + _AROUND
    bottom = max(booth.y_m + booth.depth_m for booth in booths) + _AROUND
    return left, top, right - left, bottom - top


def _scale(window: tuple[float, float, float, float], paper: str) -> int:
    """Return the denominator of the largest usual scale at which the window fits the sheet."""
    across, down = _ROOM[paper]
    needed = max(window[2] * 1000 / across, window[3] * 1000 / down)
    return next((scale for scale in _SCALES if scale >= needed), _SCALES[-1])


def _key(wish: Wish) -> list[tuple[str, Markup]]:
    """Return what the fills of booths mean."""
    words = [("standard", _("standard booth")), ("raw", _("raw space"))]
    if wish.audience != Audience.VISITORS:
        words += [("taken", _("taken or held")), ("blocked", _("not for sale"))]
    return [(word, paper_drawing.swatch(name)) for name, word in words]


def file_name(event: Event, wish: Wish) -> str:
    """Return how the file is called."""
    parts = [event.slug, "plan", wish.audience.value, wish.paper]
    return "-".join(parts) + ".pdf"
