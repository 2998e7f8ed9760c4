"""What a layout is: a front, perhaps a back, and on them elements in millimetres from the top left, the later over the earlier.

Stored as JSON in `badge_design.layout`. Everything that comes from outside passes `read_layout`, whose errors name the element.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from app.badges.errors import LayoutFault, LayoutInvalid
from app.badges.layouts import fields
from app.core.i18n import _
from app.registrations.terms import Category

MOST_ELEMENTS = 60
MOST_PARTS = 8
LARGEST_MM = 420.0
PLACEHOLDER = re.compile(r"\{([a-z_0-9.]+)\}")
_COLOUR = r"#[0-9a-f]{6}"
# "category" is the ground of the person's category, "on_category" what stands on it.
Ink = Annotated[str, StringConstraints(pattern=rf"^({_COLOUR}|category|on_category)$")]
Ground = Annotated[str, StringConstraints(pattern=rf"^({_COLOUR}|category|on_category|)$")]
Colour = Annotated[str, StringConstraints(pattern=rf"^{_COLOUR}$")]
Place = Annotated[float, Field(ge=-LARGEST_MM, le=LARGEST_MM)]
Extent = Annotated[float, Field(ge=0, le=LARGEST_MM)]
Points = Annotated[float, Field(ge=3, le=200, multiple_of=0.25)]
Text = Annotated[str, StringConstraints(max_length=300)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,23}$")]


class Fold(StrEnum):
    NONE = ""
    TOP = "top"
    SIDE = "side"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Element(_Part):
    """What all kinds share. `only`: shown for these categories alone; empty: for everybody."""

    id: Name
    x: Place
    y: Place
    width: Extent
    height: Extent
    only: tuple[Category, ...] = ()


class Paragraph(_Part):
    """A text with {placeholders}. It shrinks from `most` to stand on one line, then wraps to at most `lines`, then shrinks
    to `least`. Weight, points and colour are its own."""

    text: Text
    weight: Literal[400, 600, 700] = 600
    most: Points = 14
    least: Points = 7
    lines: Annotated[int, Field(ge=1, le=4)] = 2
    colour: Ink = "#1b2430"

    @model_validator(mode="after")
    def _least_is_least(self) -> "Paragraph":
        if self.least > self.most:
            raise ValueError("least_over_most")
        return self


class TextElement(Element):
    """One or several paragraphs below each other; an empty one leaves no hole. All shrink when they do not fit together."""

    kind: Literal["text"] = "text"
    parts: Annotated[tuple[Paragraph, ...], Field(min_length=1, max_length=MOST_PARTS)]
    align: Literal["left", "center", "right"] = "center"
    valign: Literal["top", "middle", "bottom"] = "top"


class BarElement(Element):
    """A bar in the colour of the category, with its word in it."""

    kind: Literal["bar"] = "bar"
    text: Text = "{category}"
    weight: Literal[400, 600, 700] = 700
    most: Points = 17
    least: Points = 4
    radius: Annotated[float, Field(ge=0, le=50)] = 0


class CodeElement(Element):
    """The QR code, square in its box, quiet zone included. `printed`: the short code stands below it."""

    kind: Literal["code"] = "code"
    printed: bool = False


class PhotoElement(Element):
    kind: Literal["photo"] = "photo"
    radius: Annotated[float, Field(ge=0, le=150)] = 0


class ImageElement(Element):
    kind: Literal["image"] = "image"
    image: Annotated[int, Field(ge=1, le=2**31 - 1)]
    fit: Literal["contain", "cover"] = "contain"


class BoxElement(Element):
    kind: Literal["box"] = "box"
    ground: Ground = ""
    line: Ground = ""
    stroke: Annotated[float, Field(ge=0, le=10)] = 0.3
    radius: Annotated[float, Field(ge=0, le=150)] = 0


class LineElement(Element):
    """From the upper left to the lower right of its box, which may be flat."""

    kind: Literal["line"] = "line"
    colour: Ink = "#1b2430"
    stroke: Annotated[float, Field(gt=0, le=10)] = 0.3


AnyElement = Annotated[
    TextElement | BarElement | CodeElement | PhotoElement | ImageElement | BoxElement | LineElement, Field(discriminator="kind")
]
Side = Annotated[tuple[AnyElement, ...], Field(max_length=MOST_ELEMENTS)]


class Rule(_Part):
    """How a category looks: the ground of its bar, what is written on it, and its word where it is not the usual one."""

    ground: Colour
    ink: Colour
    word: Annotated[str, StringConstraints(max_length=40)] = ""


class Layout(_Part):
    width: Annotated[float, Field(ge=20, le=LARGEST_MM)]
    height: Annotated[float, Field(ge=20, le=LARGEST_MM)]
    fold: Fold = Fold.NONE
    front: Side = ()
    back: Side = ()
    rules: dict[Category, Rule] = {}

    def sides(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Yield the name and the elements of each side."""
        yield "front", self.front
        yield "back", self.back

    def elements(self) -> Iterator[Any]:
        yield from self.front
        yield from self.back

    def has(self, kind: str) -> bool:
        return any(element.kind == kind for element in self.elements())

    def placeholders(self) -> set[str]:
        """Return the names of all fields that texts ask for."""
        return {name for element in self.elements() for text in texts_of(element) for name in PLACEHOLDER.findall(text)}

    def kept(self) -> dict[str, Any]:
        """Return what the database keeps."""
        return self.model_dump(mode="json")


def texts_of(element: Any) -> list[str]:
    """Return the texts of an element, with their placeholders."""
    if element.kind == "text":
        return [part.text for part in element.parts]
    return [element.text] if element.kind == "bar" else []


def read_layout(raw: Any) -> Layout:
    """Return the layout that JSON describes.

    Raises:
        LayoutInvalid: with all faults, each with its side, element and field.
    """
    try:
        layout = Layout.model_validate(raw)
    except ValidationError as error:
        raise LayoutInvalid([_fault(raw, detail) for detail in _causes(error.errors(include_url=False))[:50]]) from None
    faults = [*_twice(layout), *_foreign(layout), *_outside(layout)]
    if faults:
        raise LayoutInvalid(faults)
    return layout


def _causes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return the errors without "too few" where only wrong items are missing."""

    def is_caused(one: ErrorDetails) -> bool:
        place = one["loc"]
        return one["type"] == "too_short" and any(other["loc"][: len(place)] == place != other["loc"] for other in details)

    return [one for one in details if not is_caused(one)]


def _fault(raw: Any, detail: ErrorDetails) -> LayoutFault:
    """Say where and what in words of the designer."""
    where = list(detail["loc"])
    side = str(where[0]) if where and where[0] in ("front", "back") else ""
    element = ""
    if side and len(where) > 1 and isinstance(where[1], int):
        found = raw[side][where[1]]
        element = str(found.get("id", "")) if isinstance(found, dict) else ""
        where = where[3:]  # without the kind, by which the element was read
    return LayoutFault(side, element, ".".join(str(part) for part in where), _words(detail))


def _words(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if "least_over_most" in str(context.get("error", "")):
        return _("The smallest size is larger than the largest.")
    if kind in ("greater_than_equal", "greater_than"):
        least = f"{context.get('ge', context.get('gt')):g}"
        return _("At least %(least)s, please.", least=least)
    if kind == "less_than_equal":
        most = f"{context['le']:g}"
        return _("At most %(most)s, please.", most=most)
    if kind == "multiple_of":
        return _("In steps of a quarter point, please.")
    if kind == "missing":
        return _("Please fill in this field.")
    if kind in ("string_too_long", "too_long"):
        return _("At most %(most)s, please.", most=context["max_length"])
    if kind in ("float_parsing", "float_type", "int_parsing", "int_type", "finite_number"):
        return _("Please enter a number.")
    return _("This value is not known here.")


def _twice(layout: Layout) -> Iterator[LayoutFault]:
    seen: set[str] = set()
    for side, elements in layout.sides():
        for element in elements:
            if element.id in seen:
                yield LayoutFault(side, element.id, "id", _("This name stands for another element already."))
            seen.add(element.id)


def _foreign(layout: Layout) -> Iterator[LayoutFault]:
    for side, elements in layout.sides():
        for element in elements:
            for text in texts_of(element):
                for name in PLACEHOLDER.findall(text):
                    if name not in fields.NAMES:
                        message = _("There is no field {%(name)s}.", name=name)
                        yield LayoutFault(side, element.id, "text", message)


def _outside(layout: Layout) -> Iterator[LayoutFault]:
    """An element nobody would ever see or grasp again."""
    for side, elements in layout.sides():
        for element in elements:
            inside = element.x < layout.width and element.y < layout.height
            if not inside or element.x + element.width < 0 or element.y + element.height < 0:
                yield LayoutFault(side, element.id, "x", _("The element lies outside the badge."))
