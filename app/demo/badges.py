"""The fair's own badge: both sides, a colour and a word for each kind of guest, the booth for exhibitors."""

from typing import Any

from app.badges import services
from app.badges.layouts.sizes import BadgeSize
from app.demo.story import on
from app.demo.world import World
from app.events.models import Event

_DARK, _TEAL, _GOLD, _WHITE, _INK, _MUTED = "#08393b", "#0e5a5c", "#f0a202", "#ffffff", "#1b2430", "#56606b"
_RULES = {
    "exhibitor": {"ground": "#c8371f", "ink": _WHITE, "word": ""},
    "staff": {"ground": _INK, "ink": _WHITE, "word": ""},
    "press": {"ground": _GOLD, "ink": _INK, "word": ""},
    "delegate": {"ground": _TEAL, "ink": _WHITE, "word": ""},
    "visitor": {"ground": "#1a7a3c", "ink": _WHITE, "word": ""},
    "vip": {"ground": "#6a3d9a", "ink": _WHITE, "word": ""},
    "speaker": {"ground": "#1f4e96", "ink": _WHITE, "word": ""},
}


def design(world: World, event: Event) -> None:
    """Let the organiser draw the badge of the fair and offer it first."""
    organiser = world.people["organiser"]
    with on("2026-11-02 09:00"):
        made = services.add_design(event, "Thẻ hội chợ 2026", BadgeSize.A6, by=organiser)
    with on("2026-11-02 09:40"):
        layout = made.layout | {"front": _front(), "back": _back(), "rules": _RULES}
        services.save_layout(made, layout, seen=1, by=organiser)
        services.choose_default(made, by=organiser)


def _front() -> list[dict[str, Any]]:
    return [
        *_awning("front"),
        _text("event", (7, 10.5, 91, 15.5), _part("{event}", 12.5, 8, 2, 700, _WHITE), valign="middle"),
        _text("dates", (7, 26, 91, 5.5), _part("{event_dates} · {event_place}", 9, 6, 1, 400, "#dbe9e8"), valign="middle"),
        _text(
            "person",
            (7, 45, 91, 42),
            _part("{title}", 13, 10, 1, 400, _MUTED),
            _part("{full_name}", 33, 18, 2, 700, _INK),
            _part("{position}", 12, 9, 2, 400, _INK),
            _part("{unit}", 15, 10, 2, 600, _TEAL),
            valign="middle",
        ),
        _element("code", "code", (34.5, 89, 36, 41), printed=True),
        _text("booth-word", (4, 98, 28, 5), _part("Gian hàng", 9, 7, 1, 400, _MUTED), only=["exhibitor"]),
        _text("booth", (4, 103, 28, 14), _part("{application.booths}", 20, 8, 2, 700, "#c8371f"), only=["exhibitor"]),
        _text("days", (73, 103, 28, 10), _part("{valid_days}", 10, 7, 2, 600, _INK), only=["contractor", "press"]),
        _bar("bar"),
    ]


def _back() -> list[dict[str, Any]]:
    house = [
        _part("Thẻ có giá trị {event_dates}, luôn đeo trong khu vực hội chợ.", 11, 8, 3, 600, _INK),
        _part("Không cho người khác mượn thẻ. Thẻ báo mất sẽ bị khóa tại cổng.", 10, 8, 3, 400, _INK),
        _part("Nhặt được thẻ, xin gửi lại bàn đăng ký tại cổng chính.", 10, 8, 3, 400, _INK),
        _part("This badge is personal. If found, please return it to the registration desk.", 9, 7, 3, 400, _MUTED),
    ]
    return [
        *_awning("back"),
        _text("event-back", (7, 11, 91, 19), _part("{event_en}", 12, 8, 3, 700, _WHITE), valign="middle"),
        _text("person-back", (7, 44, 91, 24), _part("{full_name}", 24, 14, 2, 700, _INK), valign="middle"),
        _element("rule", "line", (30, 71, 45, 0), colour=_GOLD, stroke=0.8),
        _text("house", (10, 74, 85, 52), *house, valign="middle"),
        _bar("bar-back"),
    ]


def _awning(side: str) -> list[dict[str, Any]]:
    """The head of the badge: an awning over a stall, as on everything of the fair."""
    stripes = [
        _element(
            f"stripe-{side}-{number + 1}",
            "box",
            (number * 15, 28, 15, 12.5),
            ground=_GOLD if number % 2 == 0 else _WHITE,
            line=_DARK,
            stroke=0.25,
            radius=5,
        )
        for number in range(7)
    ]
    return [*stripes, _element(f"head-{side}", "box", (0, 0, 105, 34), ground=_DARK, line="", stroke=0.3, radius=0)]


def _bar(name: str) -> dict[str, Any]:
    return _element(name, "bar", (0, 132, 105, 16), text="{category}", weight=700, most=19, least=6, radius=0)


def _text(name: str, box: tuple[float, float, float, float], *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return _element(name, "text", box, parts=list(parts), **({"align": "center", "valign": "top"} | more))


def _element(name: str, kind: str, box: tuple[float, float, float, float], **more: Any) -> dict[str, Any]:
    x, y, width, height = box
    return {"id": name, "kind": kind, "x": x, "y": y, "width": width, "height": height, **more}


def _part(text: str, most: float, least: float, lines: int, weight: int, colour: str) -> dict[str, Any]:
    return {"text": text, "most": most, "least": least, "lines": lines, "weight": weight, "colour": colour}
