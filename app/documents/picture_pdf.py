"""The door to drawing PDF pages directly: marks become content streams, our fonts are embedded whole.

No layout engine: a page costs well under a millisecond of writing (docs/adr/0011).
"""

import functools
import io
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.documents.picture import BoxMark, CodeMark, Group, Image, ImageMark, LineMark, Mark, Page, Shared, TextMark
from app.documents.typefaces import Face, typeface

_POINTS = 72 / 25.4
# How far the handles of a quarter circle stand off.
_ARC = 0.5523
_DARK = re.compile("1+")
# Millimetres around the corner of a form: larger than any page.
_WIDE = 2000


def write(
    pages: Iterable[Page],
    images: Mapping[str, Image],
    *,
    title: str,
    language: str = "vi",
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """Return one PDF of `pages`, taken one by one.

    Args:
        images: pictures by the names that marks use.
        progress: told the number of pages after each fiftieth.
    """
    book = _Book(images)
    for number, page in enumerate(pages, start=1):
        book.add(page)
        if progress is not None and number % 50 == 0:
            progress(number)
    return book.finish(title, language)


class _Book:
    """A PDF that grows page by page. All pages share one table of fonts and pictures."""

    def __init__(self, images: Mapping[str, Image]) -> None:
        import pikepdf  # noqa: PLC0415 -- slow import

        self.pikepdf = pikepdf
        self.pdf = pikepdf.new()
        self.images = images
        self.faces: dict[str, tuple[str, Face]] = {}
        self.drawn: dict[str, str] = {}
        self.shared: dict[tuple[Shared, float], tuple[str, Any]] = {}
        self.resources = self.pdf.make_indirect(pikepdf.Dictionary())

    def add(self, page: Page) -> None:
        Name, Array, Dictionary = self.pikepdf.Name, self.pikepdf.Array, self.pikepdf.Dictionary
        content = f"{_POINTS:.5f} 0 0 {_POINTS:.5f} 0 0 cm\n" + "\n".join(self._paint(page.marks, page.height))
        stream = self.pdf.make_stream(zlib.compress(content.encode(), 6), Filter=Name.FlateDecode)
        box = Array([0, 0, round(page.width * _POINTS, 3), round(page.height * _POINTS, 3)])
        leaf = Dictionary(Type=Name.Page, MediaBox=box, Resources=self.resources, Contents=stream)
        self.pdf.pages.append(self.pikepdf.Page(leaf))

    def _paint(self, marks: Iterable[Mark], height: float) -> Iterable[str]:
        """Yield operators in millimetres from the bottom left of an area of this height."""
        for mark in marks:
            if isinstance(mark, TextMark):
                yield self._text(mark, height)
            elif isinstance(mark, BoxMark):
                yield _box(mark, height)
            elif isinstance(mark, LineMark):
                yield _line(mark, height)
            elif isinstance(mark, CodeMark):
                yield _code(mark, height)
            elif isinstance(mark, ImageMark):
                yield self._image(mark, height)
            elif isinstance(mark, Shared):
                yield self._shared(mark, height)
            else:
                yield self._group(mark, height)

    def _group(self, group: Group, height: float) -> str:
        left, bottom = group.x, height - group.y - group.height
        move = f"1 0 0 1 {left:.3f} {bottom:.3f} cm"
        if group.upside_down:
            move = f"-1 0 0 -1 {left + group.width:.3f} {bottom + group.height:.3f} cm"
        return "\n".join(["q", move, *self._paint(group.marks, group.height), "Q"])

    def _shared(self, mark: Shared, height: float) -> str:
        """Write marks of many pages into a form that these name."""
        if (mark, height) not in self.shared:
            content = "\n".join(self._paint(mark.marks, height)).encode()
            Name, Array = self.pikepdf.Name, self.pikepdf.Array
            form = self.pdf.make_stream(
                zlib.compress(content, 9), Type=Name.XObject, Subtype=Name.Form, BBox=Array([-_WIDE, -_WIDE, _WIDE, _WIDE]),
                Resources=self.resources, Filter=Name.FlateDecode,
            )  # fmt: skip
            self.shared[mark, height] = (f"S{len(self.shared)}", form)
        return f"/{self.shared[mark, height][0]} Do"

    def _text(self, mark: TextMark, height: float) -> str:
        runs = typeface(mark.weight).runs(mark.text)
        # Millimetres are the unit of the page, so the size is one too.
        size = mark.size / _POINTS
        parts = [f"BT {_colour(mark.colour)} rg 1 0 0 1 {mark.x:.3f} {height - mark.y:.3f} Tm"]
        parts += [f"/{self._font(name, mark.weight)} {size:.4f} Tf [<{glyphs}>] TJ" for name, glyphs in runs]
        return " ".join([*parts, "ET"])

    def _font(self, name: str, weight: int) -> str:
        if name not in self.faces:
            self.faces[name] = (f"F{len(self.faces)}", typeface(weight).faces[name])
        return self.faces[name][0]

    def _image(self, mark: ImageMark, height: float) -> str:
        name = self.drawn.setdefault(mark.image, f"I{len(self.drawn)}")
        clip = ""
        if mark.clip is not None:
            x, y, width, clip_height = mark.clip
            clip = f"{_outline(x, height - y - clip_height, width, clip_height, mark.radius)} W n "
        place = f"{mark.width:.3f} 0 0 {mark.height:.3f} {mark.x:.3f} {height - mark.y - mark.height:.3f} cm"
        return f"q {clip}{place} /{name} Do Q"

    def finish(self, title: str, language: str) -> bytes:
        """Return the file."""
        Dictionary, Name = self.pikepdf.Dictionary, self.pikepdf.Name
        self.resources.Font = Dictionary({f"/{short}": self._embed(face) for short, face in self.faces.values()})
        objects = {f"/{short}": self._picture(self.images[name]) for name, short in self.drawn.items()}
        objects |= {f"/{short}": form for short, form in self.shared.values()}
        if objects:
            self.resources.XObject = Dictionary(objects)
        self.pdf.Root.Lang = self.pikepdf.String(language)
        self.pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"))
        self.pdf.trailer.Info = self.pdf.make_indirect(Dictionary(Title=self.pikepdf.String(title)))
        output = io.BytesIO()
        modes = self.pikepdf.ObjectStreamMode
        self.pdf.save(output, object_stream_mode=modes.generate, deterministic_id=True)
        self.pdf.close()
        return output.getvalue()

    def _embed(self, face: Face) -> Any:
        """Return the font as a PDF wants it: glyph numbers as codes, widths, and what each glyph means."""
        pdf, Dictionary, Name, Array = self.pdf, self.pikepdf.Dictionary, self.pikepdf.Name, self.pikepdf.Array
        name = Name("/FAIRGR+" + re.sub(r"[^A-Za-z0-9]", "", face.name.title()))
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=Array(face.box), ItalicAngle=0, Ascent=1000,
            Descent=-265, CapHeight=740, StemV=80, FontFile2=_packed_stream(pdf, Name, face.name, face.content),
        )  # fmt: skip
        widths = Array([0, Array(face.widths)])
        below = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDToGIDMap=Name.Identity, DW=1000, W=widths,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
        )  # fmt: skip
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(below)]),
                ToUnicode=pdf.make_stream(_meanings(face.cmap)),
            )  # fmt: skip
        )

    def _picture(self, image: Image) -> Any:
        Name = self.pikepdf.Name
        if image.type == "image/jpeg":
            return self._raster(image, image.content, Name.DCTDecode, Name.DeviceRGB)
        colours, opacity = _pixels(image.content)
        picture = self._raster(image, colours, Name.FlateDecode, Name.DeviceRGB)
        if opacity:
            picture.SMask = self._raster(image, opacity, Name.FlateDecode, Name.DeviceGray)
        return picture

    def _raster(self, image: Image, content: bytes, packing: Any, colours: Any) -> Any:
        Name = self.pikepdf.Name
        return self.pdf.make_stream(
            content, Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height, BitsPerComponent=8,
            ColorSpace=colours, Filter=packing,
        )  # fmt: skip


def _packed_stream(pdf: Any, Name: Any, name: str, content: bytes) -> Any:
    return pdf.make_stream(_packed_font(name, content), Filter=Name.FlateDecode, Length1=len(content))


@functools.lru_cache(maxsize=16)
def _packed_font(_name: str, content: bytes) -> bytes:
    return zlib.compress(content, 9)


@functools.lru_cache(maxsize=16)
def _pixels(png: bytes) -> tuple[bytes, bytes]:
    """Return the packed colours of a PNG and its packed opacity, empty when nothing is transparent."""
    from PIL import Image as Raster  # noqa: PLC0415 -- slow import

    with Raster.open(io.BytesIO(png), formats=("PNG",)) as opened:
        whole = opened.convert("RGBA")
    opacity = whole.getchannel("A")
    seen = opacity.getextrema() != (255, 255)
    return zlib.compress(whole.convert("RGB").tobytes(), 9), zlib.compress(opacity.tobytes(), 9) if seen else b""


def _meanings(cmap: Mapping[int, int]) -> bytes:
    """Return the table by which readers take text out of the file."""
    # A glyph of two characters is the plain one: a space and not its unbreakable twin.
    used = {number: code for code, number in sorted(cmap.items(), reverse=True)}
    rows = [f"<{number:04x}> <{chr(code).encode('utf-16-be').hex()}>" for number, code in sorted(used.items())]
    blocks = [rows[place : place + 100] for place in range(0, len(rows), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /Fairground def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}\nendcmap end end"
    ).encode()


@functools.lru_cache(maxsize=512)
def _colour(colour: str) -> str:
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.4g}" for place in (1, 3, 5))


def _dash(dashed: bool) -> str:
    return "[1 1] 0 d " if dashed else ""


def _box(mark: BoxMark, height: float) -> str:
    shape = _outline(mark.x, height - mark.y - mark.height, mark.width, mark.height, mark.radius)
    ground = f"{_colour(mark.ground)} rg " if mark.ground else ""
    line = f"{_colour(mark.line)} RG {mark.stroke:.3f} w {_dash(mark.dashed)}" if mark.line and mark.stroke else ""
    act = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}[bool(ground), bool(line)]
    return f"q {ground}{line}{shape} {act} Q"


def _line(mark: LineMark, height: float) -> str:
    ends = f"{mark.x1:.3f} {height - mark.y1:.3f} m {mark.x2:.3f} {height - mark.y2:.3f} l"
    return f"q {_colour(mark.colour)} RG {mark.stroke:.3f} w {_dash(mark.dashed)}{ends} S Q"


def _outline(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Return the path of a rectangle with round corners; `y` is its lower edge."""
    radius = min(radius, width / 2, height / 2)
    if radius <= 0:
        return f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re"
    right, top, off = x + width, y + height, radius * (1 - _ARC)
    curves = [
        (right - radius, y, right - off, y, right, y + off, right, y + radius),
        (right, top - radius, right, top - off, right - off, top, right - radius, top),
        (x + radius, top, x + off, top, x, top - off, x, top - radius),
        (x, y + radius, x, y + off, x + off, y, x + radius, y),
    ]
    path = [f"{x + radius:.3f} {y:.3f} m"]
    for start_x, start_y, *curve in curves:
        path.append(f"{start_x:.3f} {start_y:.3f} l " + " ".join(f"{value:.3f}" for value in curve) + " c")
    return " ".join([*path, "h"])


def _code(mark: CodeMark, height: float) -> str:
    """Paint the code by its modules, joined to rectangles: pictures would be smoothed by viewers."""
    module = mark.side / len(mark.modules)
    ground = f"1 1 1 rg {mark.x:.3f} {height - mark.y - mark.side:.3f} {mark.side:.3f} {mark.side:.3f} re f"
    return (
        f"q {ground} 0 0 0 rg {module:.5f} 0 0 {-module:.5f} {mark.x:.3f} {height - mark.y:.3f} cm {_modules(mark.modules)} f Q"
    )


def _modules(rows: tuple[str, ...]) -> str:
    """Return one rectangle for each run of dark modules in a row."""
    return " ".join(
        f"{run.start()} {y} {run.end() - run.start()} 1 re" for y, row in enumerate(rows) for run in _DARK.finditer(row)
    )
