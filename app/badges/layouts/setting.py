"""Puts one person into a layout: elements become marks on the badge."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.badges.layouts.fields import HEAD, Head, Holder, category_words, values_of
from app.badges.layouts.schema import PLACEHOLDER, BarElement, CodeElement, ImageElement, Layout, PhotoElement, texts_of
from app.badges.layouts.starting import COLOURS
from app.badges.measure import LINE_HEIGHT, Line, SetText, fit
from app.documents import qr
from app.documents.picture import POINT_MM, BoxMark, CodeMark, Image, ImageMark, LineMark, Mark, Shared, TextMark
from app.documents.typefaces import ASCENT, CAP_HEIGHT, DESCENT, typeface

# Where the baseline lies in a line, in sizes below its upper edge.
_BASELINE = (LINE_HEIGHT - ASCENT - DESCENT) / 2 + ASCENT
# Height of the short code printed below its QR code, in sides of the box.
_PRINTED = 0.13
_INSET_MM = 1.5
# Any of the eight can be read; looking for the best one costs five times the code itself.
_MASK = 2
Value = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and word of a category in a design."""

    ground: str
    ink: str
    word: str


class Setter:
    """Sets people into one layout for one event. What is the same for everybody is set once."""

    def __init__(self, layout: Layout, head: Head, images: Mapping[str, Image]) -> None:
        self.layout, self.head, self.images = layout, head, images
        self._same: dict[str, tuple[Mark, ...]] = {}
        # Neighbours in the pile that look the same for everybody are one mark, others one each.
        self._piles: dict[str, list[list[Any]]] = {name: _piles(elements) for name, elements in layout.sides()}
        self._shared: dict[str, Shared] = {}

    def side(self, name: str, holder: Holder) -> tuple[Mark, ...]:
        """Return the marks of a side, "front" or "back"."""
        return tuple(mark for pile in self._piles[name] for mark in self._pile(pile, holder))

    def _pile(self, pile: list[Any], holder: Holder) -> tuple[Mark, ...]:
        if not _is_same(pile[0]) or pile[0].only:
            return self.element(pile[0], holder)
        key = pile[0].id
        if key not in self._shared:
            self._shared[key] = Shared(tuple(mark for element in pile for mark in self.element(element, holder)))
        return (self._shared[key],)

    def element(self, element: Any, holder: Holder) -> tuple[Mark, ...]:
        """Return the marks of one element."""
        if element.only and holder.category not in element.only:
            return ()
        if not _is_same(element):
            return tuple(self._draw(element, holder))
        if element.id not in self._same:
            self._same[element.id] = tuple(self._draw(element, holder))
        return self._same[element.id]

    def _draw(self, element: Any, holder: Holder) -> Iterable[Mark]:
        look = self.look(holder)
        if element.kind == "text":
            return self._text(element, self.texts(element, holder), look)
        if element.kind == "bar":
            return self._bar(element, self.texts(element, holder)[0], look)
        if element.kind == "code":
            return _code(element, holder)
        if element.kind == "photo":
            return self._photo(element, holder)
        if element.kind == "image":
            return self._image(element)
        box = (element.x, element.y, element.width, element.height)
        if element.kind == "box":
            ground, line = _coloured(element.ground, look), _coloured(element.line, look)
            return [BoxMark(*box, ground, line, element.stroke, element.radius)]
        x, y, width, height = box
        return [LineMark(x, y, x + width, y + height, _coloured(element.colour, look), element.stroke)]

    def look(self, holder: Holder) -> Look:
        """Return how the person's category looks in this design."""
        rule = self.layout.rules.get(holder.category)
        if rule is not None:
            return Look(rule.ground, rule.ink, rule.word)
        return Look(*COLOURS[holder.category], "")

    def texts(self, element: Any, holder: Holder) -> list[SetText]:
        """Return how the texts of an element are set for this person."""
        value = self._values(holder)
        if element.kind == "bar":
            text = filled(element.text, value)
            inner = (max(1.0, element.width - 2 * _INSET_MM), element.height)
            return fit([Line(text, element.most, element.least, 1, element.weight)], *inner)
        lines = [Line(filled(part.text, value), part.most, part.least, part.lines, part.weight) for part in element.parts]
        return fit(lines, element.width, element.height)

    def _values(self, holder: Holder) -> Value:
        value, look = values_of(holder, self.head), self.look(holder)
        return lambda name: category_words(holder, look.word) if name == "category" else value(name)

    def _text(self, element: Any, texts: list[SetText], look: Look) -> Iterable[Mark]:
        total = sum(text.height for text in texts) * POINT_MM
        spare = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[element.valign] * (element.height - total)
        top = element.y + spare
        for part, text in zip(element.parts, texts, strict=True):
            size = text.size * POINT_MM
            for line in text.lines:
                x = _aligned(element, line, text)
                yield TextMark(x, top + _BASELINE * size, line, text.size, text.weight, _coloured(part.colour, look))
                top += LINE_HEIGHT * size

    def _bar(self, element: BarElement, text: SetText, look: Look) -> Iterable[Mark]:
        yield BoxMark(element.x, element.y, element.width, element.height, look.ground, radius=element.radius)
        for line in text.lines:
            size = text.size * POINT_MM
            left = element.x + (element.width - typeface(text.weight).width(line) * size) / 2
            baseline = element.y + (element.height + CAP_HEIGHT * size) / 2
            yield TextMark(left, baseline, line, text.size, text.weight, look.ink)

    def _photo(self, element: PhotoElement, holder: Holder) -> Iterable[Mark]:
        name = f"photo:{holder.photo}"
        box = (element.x, element.y, element.width, element.height)
        picture = self.images.get(name) if holder.photo else None
        if picture is not None:
            yield _placed(box, picture, name, "cover", element.radius)
            return
        # No photo: the initial on a quiet ground, so that the badge does not look broken.
        yield BoxMark(*box, "#e3efee", radius=element.radius)
        initial = unicodedata.normalize("NFC", holder.full_name.split()[-1][:1]) if holder.full_name.strip() else ""
        points = min(element.width, element.height) * 0.45 / POINT_MM
        size = points * POINT_MM
        left = element.x + (element.width - typeface(600).width(initial) * size) / 2
        yield TextMark(left, element.y + (element.height + CAP_HEIGHT * size) / 2, initial, round(points, 2), 600, "#0e5a5c")

    def _image(self, element: ImageElement) -> Iterable[Mark]:
        name = f"image:{element.image}"
        picture = self.images.get(name)
        if picture is not None:
            yield _placed((element.x, element.y, element.width, element.height), picture, name, element.fit, 0.0)


def _piles(elements: Sequence[Any]) -> list[list[Any]]:
    """Cut the elements of a side into runs: all that are the same for everybody, or a single other one."""
    piles: list[list[Any]] = []
    joins = False
    for element in elements:
        is_same = _is_same(element) and not element.only
        if is_same and joins:
            piles[-1].append(element)
        else:
            piles.append([element])
        joins = is_same
    return piles


def filled(text: str, value: Value) -> str:
    """Return a text with the fields filled in (NFC); separators beside empty fields go with them."""
    if "{" not in text:
        return unicodedata.normalize("NFC", text)
    whole = PLACEHOLDER.sub(lambda found: value(found[1]), text)
    words = unicodedata.normalize("NFC", whole).split()
    while words and words[0] in _SEPARATORS:
        words.pop(0)
    while words and words[-1] in _SEPARATORS:
        words.pop()
    return " ".join(words)


_SEPARATORS = frozenset("·–—-,|/")


def side_of(element: CodeElement) -> float:
    """Return the side of the QR code in millimetres, quiet zone included."""
    return min(element.width, element.height / (1 + _PRINTED) if element.printed else element.height)


def _code(element: CodeElement, holder: Holder) -> Iterable[Mark]:
    side = side_of(element)
    left = element.x + (element.width - side) / 2
    yield CodeMark(left, element.y, side, qr.matrix(holder.qr_text(side), mask=_MASK))
    if element.printed:
        text = values_of(holder, _NO_EVENT)("code")
        [line] = fit([Line(text, 0.12 * side / POINT_MM, 4, 1, 600)], side, side)
        size = line.size * POINT_MM
        start = element.x + (element.width - typeface(600).width(text) * size) / 2
        yield TextMark(start, element.y + side + CAP_HEIGHT * size, text, line.size, 600, "#000000")


_NO_EVENT = Head("", "", "", "", "")


def _placed(box: tuple[float, float, float, float], picture: Image, name: str, manner: str, radius: float) -> ImageMark:
    """Return the picture in its box: whole ("contain"), or filling it and cut ("cover")."""
    x, y, width, height = box
    scales = (width / picture.width, height / picture.height)
    scale = max(scales) if manner == "cover" else min(scales)
    wide, high = picture.width * scale, picture.height * scale
    clip = box if manner == "cover" else None
    return ImageMark(x + (width - wide) / 2, y + (height - high) / 2, wide, high, name, clip, radius)


def _coloured(colour: str, look: Look) -> str:
    return {"category": look.ground, "on_category": look.ink}.get(colour, colour)


def _aligned(element: Any, line: str, text: SetText) -> float:
    if element.align == "left":
        return float(element.x)
    spare = element.width - typeface(text.weight).width(line) * text.size * POINT_MM
    return float(element.x + (spare if element.align == "right" else spare / 2))


def _is_same(element: Any) -> bool:
    """Tell whether an element looks the same for everybody."""
    if element.kind in ("bar", "code", "photo"):
        return False
    if element.kind == "image":
        return True
    colours = [part.colour for part in element.parts] if element.kind == "text" else [
        getattr(element, name, "") for name in ("ground", "line", "colour")
    ]  # fmt: skip
    if any(colour in ("category", "on_category") for colour in colours):
        return False
    return all(name in HEAD for text in texts_of(element) for name in PLACEHOLDER.findall(text))
