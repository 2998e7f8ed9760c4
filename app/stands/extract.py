"""The surroundings of an exhibitor's booths as a small picture: the same on the page and on paper."""

from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.booths.plan import Plan, PlanBooth
from app.core.i18n import _

# Metres shown around the booths, and how far away a neighbour may stand.
_AROUND_M = 9
_BESIDE_M = 0.3


@dataclass(frozen=True)
class Extract:
    """The picture, and the booths that touch one of the exhibitor's."""

    picture: Markup
    neighbours: list[PlanBooth]


def extract_of(plan: Plan, booth_ids: Collection[int]) -> Extract | None:
    """Return the surroundings of these booths, in the hall of the first; None when none is on the plan."""
    own = [booth for booth in plan.booths if booth.id in booth_ids]
    if not own:
        return None
    own = [booth for booth in own if booth.hall == own[0].hall]
    left, top = min(booth.x_m for booth in own) - _AROUND_M, min(booth.y_m for booth in own) - _AROUND_M
    right = max(booth.x_m + booth.width_m for booth in own) + _AROUND_M
    bottom = max(booth.y_m + booth.depth_m for booth in own) + _AROUND_M
    near = [
        booth
        for booth in plan.booths
        if booth.hall == own[0].hall
        and booth.x_m < right
        and booth.x_m + booth.width_m > left
        and booth.y_m < bottom
        and booth.y_m + booth.depth_m > top
    ]
    shapes = "".join(_shape(booth, mine=booth.id in booth_ids) for booth in near)
    box = f"{left * 10:g} {top * 10:g} {(right - left) * 10:g} {(bottom - top) * 10:g}"
    label = escape(_("Your booth and what stands around it"))
    picture = Markup(  # noqa: S704 -- numbers and escaped codes only
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plan-extract" viewBox="{box}" role="img" aria-label="{label}">'
        f'<rect x="{left * 10:g}" y="{top * 10:g}" width="100%" height="100%" fill="#fbfaf6"/>{shapes}</svg>'
    )
    beside = [booth for booth in near if booth.id not in booth_ids and any(_touches(booth, mine) for mine in own)]
    return Extract(picture, beside)


def _shape(booth: PlanBooth, *, mine: bool) -> str:
    x, y, width, depth = booth.x_m * 10, booth.y_m * 10, booth.width_m * 10, booth.depth_m * 10
    fill, text = ("#0e5a5c", "#ffffff") if mine else ("#ffffff", "#1b2430")
    size = 9 if len(booth.code) <= 4 else 7
    return (
        f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{width - 2:g}" height="{depth - 2:g}" fill="{fill}" stroke="#0e5a5c"/>'
        f'<text x="{x + width / 2:g}" y="{y + depth / 2 + 3:g}" font-size="{size}" font-weight="700" text-anchor="middle" '
        f'fill="{text}">{escape(booth.code)}</text>'
    )


def _touches(one: PlanBooth, other: PlanBooth) -> bool:
    """Tell whether two booths share a part of a side; corners that only meet do not count."""
    across = min(one.x_m + one.width_m, other.x_m + other.width_m) - max(one.x_m, other.x_m)
    along = min(one.y_m + one.depth_m, other.y_m + other.depth_m) - max(one.y_m, other.y_m)
    return (across > _BESIDE_M and along >= -_BESIDE_M) or (along > _BESIDE_M and across >= -_BESIDE_M)
