"""A drawn page: marks in millimetres from the top left, set once and painted alike into a PDF (picture_pdf) and into a page
of the browser (picture_svg).
"""

from dataclasses import dataclass

from app.documents.qr import Matrix

POINT_MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class TextMark:
    """One line of text (NFC). `x`, `y`: where its baseline begins; `size` in points; `weight` 400, 600 or 700."""

    x: float
    y: float
    text: str
    size: float
    weight: int
    colour: str


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A rectangle. `ground` and `line` are colours as #rrggbb; empty: none. `stroke` and `radius` in millimetres."""

    x: float
    y: float
    width: float
    height: float
    ground: str = ""
    line: str = ""
    stroke: float = 0.0
    radius: float = 0.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class LineMark:
    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    stroke: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class ImageMark:
    """A picture by its name. It is drawn at x, y, width, height and cut by `clip` (x, y, width, height) when given."""

    x: float
    y: float
    width: float
    height: float
    image: str
    clip: tuple[float, float, float, float] | None = None
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class CodeMark:
    """A QR code with its quiet zone, `side` millimetres wide, on its own white ground."""

    x: float
    y: float
    side: float
    modules: Matrix


@dataclass(frozen=True, slots=True)
class Group:
    """Marks moved by x, y and then, when `upside_down`, turned by 180 degrees in their area of `width` by `height`."""

    x: float
    y: float
    width: float
    height: float
    marks: tuple["Mark", ...]
    upside_down: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Marks that stand on many pages: written once. The same object must be given each time."""

    marks: tuple["Mark", ...]


Mark = TextMark | BoxMark | LineMark | ImageMark | CodeMark | Group | Shared


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as drawn: JPEG for photos, else the pixels of a PNG. Both are our own re-encodings, never what was sent."""

    content: bytes
    type: str
    width: int
    height: int
