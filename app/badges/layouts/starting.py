"""The layouts that designs begin with: all that a badge needs, in the size of the paper."""

from typing import Any

from app.badges.layouts.schema import Fold, Layout
from app.badges.layouts.sizes import BadgeSize
from app.registrations.terms import Category

_INK, _MUTED = "#1b2430", "#56606b"
# Ground of the bar, and what is written on it: at least 4.5 to 1.
COLOURS: dict[Category, tuple[str, str]] = {
    Category.VISITOR: ("#56606b", "#ffffff"),
    Category.DELEGATE: ("#0e5a5c", "#ffffff"),
    Category.SPEAKER: ("#6a3d9a", "#ffffff"),
    Category.EXHIBITOR: ("#1a7a3c", "#ffffff"),
    Category.PRESS: ("#f0a202", "#1b2430"),
    Category.VIP: ("#c8371f", "#ffffff"),
    Category.STAFF: ("#1b2430", "#ffffff"),
    Category.CONTRACTOR: ("#6b4300", "#ffffff"),
}


def starting_layout(size: BadgeSize) -> Layout:
    """Return the layout that a new design of this size begins with."""
    width, height = size.millimetres
    fold = Fold.TOP if size is BadgeSize.BUTTERFLY else Fold.NONE
    if size is BadgeSize.A6 or size is BadgeSize.OWN:
        front = _a6()
    elif size is BadgeSize.CR80:
        front = _card()
    elif height > width:
        front = _upright(width, height)
    else:
        front = _lying(width, height)
    # A folded badge hangs either way round.
    back = [element | {"id": f"{element['id']}-back"} for element in front] if fold else []
    return Layout.model_validate({"width": width, "height": height, "fold": fold, "front": front, "back": back})


def _text(name: str, box: tuple[float, float, float, float], *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    x, y, width, height = box
    return {"id": name, "kind": "text", "x": x, "y": y, "width": width, "height": height, "parts": list(parts), **more}


def _part(text: str, most: float, least: float, lines: int, **more: Any) -> dict[str, Any]:
    return {"text": text, "most": most, "least": least, "lines": lines, **more}


def _box(name: str, kind: str, box: tuple[float, float, float, float], **more: Any) -> dict[str, Any]:
    x, y, width, height = box
    return {"id": name, "kind": kind, "x": x, "y": y, "width": width, "height": height, **more}


def _quarters(points: float) -> float:
    return max(3.0, round(points * 4) / 4)


def _person(scale: float) -> list[dict[str, Any]]:
    """The lines about the person, the name largest."""
    return [
        _part("{title}", _quarters(14 * scale), _quarters(11 * scale), 1, weight=400),
        _part("{full_name}", _quarters(36 * scale), _quarters(20 * scale), 2, weight=700),
        _part("{unit}", _quarters(19 * scale), _quarters(12 * scale), 3, weight=600),
        _part("{position}", _quarters(13 * scale), _quarters(10 * scale), 2, weight=400),
    ]


def _a6() -> list[dict[str, Any]]:
    """105 × 148 mm. The upper 9 mm stay free for the hole of the lanyard. The code is 34 mm with its quiet zone."""
    event = [
        _part("{event}", 11, 7, 2, weight=600, colour=_MUTED),
        _part("{event_dates}", 11, 7, 1, weight=600, colour=_MUTED),
    ]
    return [
        _text("event", (7, 9, 91, 15), *event),
        _text("person", (7, 26, 91, 57), *_person(1)),
        _box("code", "code", (35.5, 86, 34, 34)),
        _text("short-code", (0, 121, 105, 6), _part("{code}", 13, 9, 1)),
        _box("bar", "bar", (0, 132, 105, 16)),
    ]


def _card() -> list[dict[str, Any]]:
    """A plastic card of ISO/IEC 7810 ID-1: 85.6 × 53.98 mm. The code is 26 mm with its quiet zone."""
    event = _part("{event} · {event_dates}", 6.5, 5, 2, weight=600, colour=_MUTED)
    return [
        _text("event", (3.5, 2.5, 79, 5.5), event, align="left"),
        _text("person", (3.5, 10, 50, 34), *_person(0.55), align="left"),
        _box("code", "code", (56.5, 9, 26, 26)),
        _text("short-code", (55.5, 36.5, 28, 4), _part("{code}", 8.5, 6, 1)),
        _box("bar", "bar", (0, 45.98, 85.6, 8), most=10.5),
    ]


def _upright(width: float, height: float) -> list[dict[str, Any]]:
    """Any upright size: event, person, code, bar, one below the other."""
    scale = width / 105
    margin, bar = 7 * scale, height * 0.105
    side = max(26.0, min(34 * scale, width * 0.42))
    code = height - bar - side - 9 * scale - 3
    top = height * 0.06
    event = _part("{event} · {event_dates}", _quarters(max(6, 11 * scale)), 5, 2, weight=600, colour=_MUTED)
    return [
        _text("event", _round(margin, top, width - 2 * margin, 13 * scale), event),
        _text("person", _round(margin, top + 15 * scale, width - 2 * margin, code - top - 16 * scale), *_person(scale)),
        _box("code", "code", _round((width - side) / 2, code, side, side)),
        _text("short-code", _round(0, code + side + 0.5, width, 7 * scale), _part("{code}", _quarters(13 * scale), 6, 1)),
        _box("bar", "bar", _round(0, height - bar, width, bar), most=_quarters(17 * scale)),
    ]


def _lying(width: float, height: float) -> list[dict[str, Any]]:
    """Any lying size: person to the left, code to the right, bar below."""
    scale = height / 54 * 0.55
    bar = height * 0.15
    side = max(24.0, min(height * 0.48, width * 0.34))
    margin = width * 0.04
    # The smallest labels have no room for the event's name.
    names_event = height > 36
    top = margin + 5 * scale / 0.55 if names_event else margin * 0.7
    left = width - side - margin
    event = _part("{event} · {event_dates}", _quarters(max(5, 11.8 * scale)), 4, 2, weight=600, colour=_MUTED)
    rest = height - bar - top
    code_top = top if rest > side + 5 else max(0, (height - bar - side - 3) / 2)
    head = _text("event", _round(margin, margin * 0.7, left - 2 * margin, top - margin * 0.7), event, align="left")
    return [
        *([head] if names_event else []),
        _text("person", _round(margin, top, left - margin * 1.5, rest - 0.5), *_person(scale), align="left"),
        _box("code", "code", _round(left, code_top, side, side)),
        _text(
            "short-code",
            _round(left, code_top + side, side, min(4.5, height - bar - code_top - side)),
            _part("{code}", _quarters(max(6, 15 * scale)), 5, 1),
        ),
        _box("bar", "bar", _round(0, height - bar, width, bar), most=_quarters(max(8, 19 * scale))),
    ]


def _round(*values: float) -> tuple[float, float, float, float]:
    x, y, width, height = (round(value, 1) for value in values)
    return x, y, width, height
