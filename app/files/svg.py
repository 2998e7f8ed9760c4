"""SVG from outside: only shapes, texts and looks survive; whatever runs, loads or links is left out."""

import re
from xml.etree import ElementTree

import defusedxml.ElementTree

from app.core.i18n import _
from app.files.errors import WrongType

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
# fmt: off
_ELEMENTS = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "title", "desc", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker",
        "style",
    }
)
# fmt: on
# fmt: off
_ATTRIBUTES = frozenset(
    {
        "id", "class", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width", "height",
        "viewBox", "preserveAspectRatio", "d", "points", "transform", "fill", "fill-opacity", "fill-rule", "stroke",
        "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
        "stroke-miterlimit", "opacity", "color", "display", "visibility", "clip-path", "clip-rule", "mask",
        "marker-start", "marker-mid", "marker-end", "offset", "stop-color", "stop-opacity", "gradientUnits",
        "gradientTransform", "spreadMethod", "fx", "fy", "patternUnits", "patternContentUnits", "patternTransform",
        "clipPathUnits", "maskUnits", "markerWidth", "markerHeight", "markerUnits", "orient", "refX", "refY",
        "font-family", "font-size", "font-weight", "font-style", "text-anchor", "letter-spacing", "dominant-baseline",
        "vector-effect", "paint-order", "version",
    }
)
# fmt: on
# A style may hold the same looks as attributes, never an address.
_STYLE = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]*)")
_INNER = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)\Z")
MOST_ELEMENTS = 200_000
# Pixels of a drawing that does not say its size.
_USUAL = (1200, 900)


def clean(content: bytes) -> bytes:
    """Return the drawing with nothing in it but what draws.

    Raises:
        WrongType: no SVG, entities or a DTD in it, or far too many parts.
    """
    try:
        root = defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except Exception as error:  # the parser raises whatever the damage causes
        raise WrongType(_("This is not an SVG drawing, or it is damaged.")) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise WrongType(_("This is not an SVG drawing, or it is damaged."))
    if sum(1 for _element in root.iter()) > MOST_ELEMENTS:
        raise WrongType(_("This drawing has too many parts. Save the hall alone, please."))
    _clean(root)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    cleaned: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return cleaned


def size_of(content: bytes) -> tuple[int, int]:
    """Return width and height of a cleaned drawing in its own units; what it does not say is guessed."""
    root = defusedxml.ElementTree.fromstring(content)
    box = [_number(part) for part in (root.get("viewBox") or "").replace(",", " ").split()]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return max(1, round(box[2])), max(1, round(box[3]))
    sides = _number(root.get("width") or ""), _number(root.get("height") or "")
    return (max(1, round(sides[0])), max(1, round(sides[1]))) if min(sides) > 0 else _USUAL


def _number(text: str) -> float:
    found = re.match(r"\s*(\d{1,6}(\.\d+)?)", text)
    return float(found.group(1)) if found else 0.0


def _clean(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        kept = _kept(name, value)
        del element.attrib[name]
        if kept is not None:
            element.attrib[name] = kept
    for child in list(element):
        name = child.tag.removeprefix(f"{{{_SVG}}}") if isinstance(child.tag, str) else ""
        if name not in _ELEMENTS or (name == "style" and not _is_harmless_sheet(child.text or "")):
            element.remove(child)
        else:
            _clean(child)


def _kept(name: str, value: str) -> str | None:
    """Return an attribute's value as it may stay; None: not at all."""
    if name in ("href", f"{{{_XLINK}}}href"):
        # Parts of the drawing itself only.
        return value if re.fullmatch(r"#[\w.-]+", value) else None
    if name == "style":
        looks = [(key, text.strip()) for key, text in _STYLE.findall(value)]
        return ";".join(f"{key}:{text}" for key, text in looks if key in _ATTRIBUTES and _is_harmless(text)) or None
    return value if name in _ATTRIBUTES and _is_harmless(value) else None


def _is_harmless_sheet(text: str) -> bool:
    """Tell whether a style sheet only gives looks."""
    inner = re.sub(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)", "", text)
    return _is_harmless(inner) and "<" not in text


def _is_harmless(value: str) -> bool:
    folded = value.casefold()
    if "url" in folded:
        return bool(_INNER.match(value.strip()))
    return not any(part in folded for part in ("javascript", "expression", "@import", "\\", "data:"))
