"""From outlines and texts of a drawing to booths: which number lies in which outline, in metres. Pure."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from app.booths.codes import parse_code
from app.booths.items import Data
from app.core.i18n import _
from app.documents.cad import Layer, Point

# Sides that differ from a right angle by less than this many degrees are a rectangle's.
_SLACK_DEGREES = 2.0
# Square metres: smaller outlines are furniture, larger ones the hall.
_LEAST_AREA, _MOST_AREA = 0.25, 10_000


@dataclass(frozen=True)
class FoundBooth:
    """A booth of the drawing, in metres from the upper left corner of all of them; `doubts` for people."""

    code: str
    x: float
    y: float
    width: float
    depth: float
    angle: float
    doubts: list[str] = field(default_factory=list)

    @property
    def data(self) -> Data:
        return {"code": self.code, "x": self.x, "y": self.y, "width": self.width, "depth": self.depth, "angle": self.angle}


@dataclass(frozen=True)
class Findings:
    """What the drawing gives: booths, texts that lie in none, outlines that are no booth, and the size of all together."""

    booths: list[FoundBooth]
    lost_texts: list[str]
    left_out: int
    width: float
    depth: float
    usual_width: float
    usual_depth: float


def find_booths(outlines: Layer, numbers: Layer, metres: float) -> Findings:
    """Return the booths of a layer with the numbers that lie in them; those without a number get one of their own.

    Args:
        metres: of one unit of the drawing.
    """
    shapes = [[(x * metres, -y * metres) for x, y in outline] for outline in outlines.outlines]
    kept = [shape for shape in shapes if _LEAST_AREA <= _area(shape) <= _MOST_AREA]
    if not kept:
        return Findings([], [words for words, _x, _y in numbers.texts], len(shapes), 0, 0, 0, 0)
    left = min(x for shape in kept for x, _y in shape)
    top = min(y for shape in kept for _x, y in shape)
    texts = [(words, x * metres, -y * metres) for words, x, y in numbers.texts]
    inside = _assign(kept, texts)
    taken: set[str] = set()
    booths = [
        _booth(shape, [texts[place][0] for place in inside.get(number, [])], left, top, taken)
        for number, shape in enumerate(kept)
    ]
    placed = {place for places in inside.values() for place in places}
    lost = [text for place, (text, _x, _y) in enumerate(texts) if place not in placed]
    right = max(x for shape in kept for x, _y in shape)
    bottom = max(y for shape in kept for _x, y in shape)
    width, depth = median(booth.width for booth in booths), median(booth.depth for booth in booths)
    return Findings(booths, lost, len(shapes) - len(kept), round(right - left, 2), round(bottom - top, 2), width, depth)


def _assign(shapes: Sequence[list[Point]], texts: Sequence[tuple[str, float, float]]) -> dict[int, list[int]]:
    """Return for each shape the texts in it; a text in several lies in the smallest."""
    grid: dict[tuple[int, int], list[int]] = {}
    boxes = [(min(x for x, _y in s), min(y for _x, y in s), max(x for x, _y in s), max(y for _x, y in s)) for s in shapes]
    for number, (left, top, right, bottom) in enumerate(boxes):
        for column in range(int(left // 10), int(right // 10) + 1):
            for row in range(int(top // 10), int(bottom // 10) + 1):
                grid.setdefault((column, row), []).append(number)
    inside: dict[int, list[int]] = {}
    for place, (_words, x, y) in enumerate(texts):
        around = [number for number in grid.get((int(x // 10), int(y // 10)), ()) if _holds(shapes[number], x, y)]
        if around:
            inside.setdefault(min(around, key=lambda number: _area(shapes[number])), []).append(place)
    return inside


def _booth(shape: list[Point], words: list[str], left: float, top: float, taken: set[str]) -> FoundBooth:
    doubts: list[str] = []
    code = _code(words, doubts, taken)
    taken.add(code)
    x, y, width, depth, angle = _rectangle(shape, doubts)
    return FoundBooth(
        code, round(x - left, 2), round(y - top, 2), round(width, 2), round(depth, 2), round(angle, 1) % 360, doubts
    )


def _code(words: list[str], doubts: list[str], taken: set[str]) -> str:
    codes = []
    for text in words:
        try:
            codes.append(parse_code(re.sub(r"[\s._]+", "", text)))
        except ValueError:
            continue
    if not codes:
        told = _("no number lies in it") if not words else _("“%(text)s” is no number of a booth", text=words[0])
        doubts.append(told)
    elif len(codes) > 1:
        doubts.append(_("several numbers lie in it: %(codes)s", codes=", ".join(codes)))
    code = codes[0] if codes else ""
    if code in taken:
        doubts.append(_("the number %(code)s is there twice", code=code))
    if not code or code in taken:
        code = next(f"X{number:03d}" for number in range(1, 100_000) if f"X{number:03d}" not in taken)
    return code


def _rectangle(shape: list[Point], doubts: list[str]) -> tuple[float, float, float, float, float]:
    """Return x, y, width, depth and angle: of a rectangle its own, else of the box around the shape."""
    corners = _without_middles(shape)
    if len(corners) == 4 and _is_right(corners):
        (x1, y1), (x2, y2), (x3, y3), (_x4, _y4) = corners
        angle = math.degrees(math.atan2(y2 - y1, x2 - x1))
        width, depth = math.dist((x1, y1), (x2, y2)), math.dist((x2, y2), (x3, y3))
        # Between -45 and 45 degrees a booth reads as people draw it: the side that lies is its width.
        while angle > 45:
            angle, width, depth = angle - 90, depth, width
        while angle <= -45:
            angle, width, depth = angle + 90, depth, width
        if abs(angle) < 0.05:
            angle = 0.0
        middle = (x1 + x3) / 2, (y1 + y3) / 2
        return middle[0] - width / 2, middle[1] - depth / 2, width, depth, angle
    doubts.append(_("it is no rectangle; the box around it was taken"))
    left, top = min(x for x, _y in shape), min(y for _x, y in shape)
    return left, top, max(x for x, _y in shape) - left, max(y for _x, y in shape) - top, 0.0


def _without_middles(shape: list[Point]) -> list[Point]:
    """Return the corners at which the outline turns."""
    turning = []
    for number, point in enumerate(shape):
        before, after = shape[number - 1], shape[(number + 1) % len(shape)]
        if math.dist(before, point) < 1e-6:
            continue
        if abs(_turn(before, point, after)) > _SLACK_DEGREES:
            turning.append(point)
    return turning


def _turn(before: Point, point: Point, after: Point) -> float:
    one = math.atan2(point[1] - before[1], point[0] - before[0])
    two = math.atan2(after[1] - point[1], after[0] - point[0])
    return (math.degrees(two - one) + 180) % 360 - 180


def _is_right(corners: list[Point]) -> bool:
    turns = [_turn(corners[number - 1], corners[number], corners[(number + 1) % 4]) for number in range(4)]
    return all(abs(abs(turn) - 90) <= _SLACK_DEGREES for turn in turns)


def _area(shape: Sequence[Point]) -> float:
    pairs = zip(shape, [*shape[1:], shape[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _holds(shape: Sequence[Point], x: float, y: float) -> bool:
    """Tell whether a point lies in a shape: a ray to the right crosses its outline an odd number of times."""
    is_inside = False
    for (x1, y1), (x2, y2) in zip(shape, [*shape[1:], shape[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            is_inside = not is_inside
    return is_inside
