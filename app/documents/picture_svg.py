"""Marks of a drawn page as SVG for the browser: without style or script, letters at the places that the PDF has them."""

import base64
from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup, escape

from app.documents.picture import (
    POINT_MM,
    BoxMark,
    CodeMark,
    Group,
    Image,
    ImageMark,
    LineMark,
    Mark,
    Page,
    Shared,
    TextMark,
)
from app.documents.typefaces import typeface

Address = Callable[[str], str]


def svg(page: Page, address: Address, *, label: str, css_class: str = "drawn-page") -> Markup:
    """Return a page as inline SVG, one unit a millimetre.

    Args:
        address: gives the address of a picture by its name.
        label: what a person who cannot see it hears.
    """
    marks = "".join(_paint(page.marks, address))
    return Markup(  # noqa: S704 -- only escaped and computed parts
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{escape(css_class)}" viewBox="0 0 {page.width:g} {page.height:g}" '
        f'role="img" aria-label="{escape(label)}"><path fill="#fff" d="M0 0h{page.width:g}v{page.height:g}H0z"/>{marks}</svg>'
    )


def fragment(marks: Iterable[Mark], address: Address) -> Markup:
    """Return marks without the page around them."""
    return Markup("".join(_paint(marks, address)))  # noqa: S704 -- only escaped and computed parts


def data_addresses(images: Mapping[str, Image]) -> Address:
    """Return addresses that hold the pictures themselves, for pages that stand alone."""
    return lambda name: f"data:{images[name].type};base64,{base64.b64encode(images[name].content).decode()}"


def _paint(marks: Iterable[Mark], address: Address) -> Iterable[str]:
    for mark in marks:
        if isinstance(mark, TextMark):
            yield _text(mark)
        elif isinstance(mark, BoxMark):
            yield _box(mark)
        elif isinstance(mark, LineMark):
            yield _line(mark)
        elif isinstance(mark, CodeMark):
            yield _code(mark)
        elif isinstance(mark, ImageMark):
            yield _image(mark, address)
        elif isinstance(mark, Shared):
            yield from _paint(mark.marks, address)
        else:
            yield _group(mark, address)


def _group(group: Group, address: Address) -> str:
    turn = f"rotate(180 {group.width / 2:g} {group.height / 2:g})" if group.upside_down else ""
    move = f"translate({group.x:g} {group.y:g}) {turn}".strip()
    return f'<g transform="{move}">{"".join(_paint(group.marks, address))}</g>'


def _text(mark: TextMark) -> str:
    """Place each letter: the browser's own spacing would differ from the paper's."""
    face, size, before = typeface(mark.weight), mark.size * POINT_MM, ""
    place, places = mark.x, []
    for char in mark.text:
        glyph = face.glyph(char)
        place += (face.kern(before, char) if before else 0) / 1000 * size
        places.append(f"{place:.2f}")
        place += (glyph.advance if glyph else 1000) / 1000 * size
        before = char
    return (
        f'<text x="{" ".join(places)}" y="{mark.y:.2f}" font-size="{size:.3f}" font-weight="{mark.weight}" '
        f'fill="{mark.colour}">{escape(mark.text)}</text>'
    )


def _box(mark: BoxMark) -> str:
    dash = ' stroke-dasharray="1 1"' if mark.dashed else ""
    line = f' stroke="{mark.line}" stroke-width="{mark.stroke:g}"{dash}' if mark.line and mark.stroke else ""
    radius = f' rx="{mark.radius:g}"' if mark.radius else ""
    return (
        f'<rect x="{mark.x:g}" y="{mark.y:g}" width="{mark.width:g}" height="{mark.height:g}"{radius} '
        f'fill="{mark.ground or "none"}"{line}/>'
    )


def _line(mark: LineMark) -> str:
    dash = ' stroke-dasharray="1 1"' if mark.dashed else ""
    return (
        f'<path d="M{mark.x1:g} {mark.y1:g}L{mark.x2:g} {mark.y2:g}" fill="none" stroke="{mark.colour}" '
        f'stroke-width="{mark.stroke:g}"{dash}/>'
    )


def _code(mark: CodeMark) -> str:
    size = len(mark.modules)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(mark.modules) for x, dark in enumerate(row) if dark == "1")
    return (
        f'<g transform="translate({mark.x:g} {mark.y:g}) scale({mark.side / size:.5f})" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></g>'
    )


def _image(mark: ImageMark, address: Address) -> str:
    size = f'width="{mark.width:g}" height="{mark.height:g}" preserveAspectRatio="none"'
    picture = f'<image href="{escape(address(mark.image))}" {size}'
    if mark.clip is None:
        return f'{picture} x="{mark.x:g}" y="{mark.y:g}"/>'
    x, y, width, height = mark.clip
    # A view of its own cuts without naming anything: ids could stand twice in a page.
    return (
        f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" viewBox="{x:g} {y:g} {width:g} {height:g}">'
        f'{picture} x="{mark.x:g}" y="{mark.y:g}"/></svg>'
    )
