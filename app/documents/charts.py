"""Charts as SVG: Vega-Lite specifications drawn outside the web process, the same picture on the page and in the PDF.

The title says the finding. Nothing needs a script or a style attribute, so the strict policy of our pages holds. Colours differ
in lightness, so that they stay apart in grey and for the colour-blind; values stand beside the marks.
"""

import functools
import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from app.core.i18n import format_number, language
from app.documents import fonts, process

TEAL, MARIGOLD, INK, MUTED, LINE = "#0e5a5c", "#f0a202", "#1b2430", "#56606b", "#e2ded3"
# Dark to light in this order; five series at most.
SERIES = ("#08393b", "#f0a202", "#6a3d9a", "#7fb3a8", "#c8371f")
TIMEOUT_S = 30.0
LABEL_PIXELS = 7.5  # of a character; where the values do not fit side by side only the marked or highest column shows its own
_SANS = ", ".join(fonts.SANS)
Rows = Sequence[tuple[str, float]]


def bars(rows: Rows, *, title: str, description: str = "", marked: Sequence[str] = (), width: int = 460) -> Markup:
    """Return horizontal bars in the order given, values at their ends.

    Args:
        rows: label and value; a dozen at most reads well.
        title: the finding: "Gần một nửa số đơn vị đến từ Quảng Ninh".
        description: how the figures were counted.
        marked: labels to set off in marigold.
    """
    data = [_row(label, value, marked) for label, value in rows]
    order = [row["label"] for row in data]
    shared = {"y": {"field": "label", "type": "nominal", "sort": order, "axis": {**_AXIS, "labelLimit": 190}}}
    value = {"field": "value", "type": "quantitative", "axis": None, "stack": None, "scale": {"domainMin": 0}}
    layers = [
        {"mark": {"type": "bar", "cornerRadiusEnd": 3}, "encoding": {**shared, "x": value, **_COLOUR}},
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": 700, "fontSize": 13, "color": INK},
            "encoding": {**shared, "x": value, "text": {"field": "text"}},
        },
    ]
    spec = {"width": width, "height": {"step": 28}, "autosize": _FIT_WIDTH, "data": {"values": data}, "layer": layers}
    return draw(spec, title=title, description=description)


def columns(
    rows: Rows, *, title: str, description: str = "", marked: Sequence[str] = (), width: int = 460, height: int = 170
) -> Markup:
    """Return columns in the order given: hours, days. See `bars`."""
    data = [_row(label, value, marked) for label, value in rows]
    order = [row["label"] for row in data]
    if max((len(row["text"]) for row in data), default=0) * LABEL_PIXELS * len(data) > width:
        highest = max((row["value"] for row in data), default=0)
        kept = set(marked) or {row["label"] for row in data if row["value"] == highest}
        data = [row if row["label"] in kept else {**row, "text": ""} for row in data]
    shared = {"x": {"field": "label", "type": "nominal", "sort": order, "axis": {**_AXIS, "labelAngle": 0}}}
    value = {"field": "value", "type": "quantitative", "axis": None, "stack": None, "scale": {"domainMin": 0}}
    layers = [
        {"mark": {"type": "bar", "cornerRadiusEnd": 3}, "encoding": {**shared, "y": value, **_COLOUR}},
        {
            "mark": {"type": "text", "baseline": "bottom", "dy": -3, "fontWeight": 600, "fontSize": 11, "color": INK},
            "encoding": {**shared, "y": value, "text": {"field": "text"}},
        },
    ]
    spec = {"width": width, "height": height, "autosize": _FIT, "data": {"values": data}, "layer": layers}
    return draw(spec, title=title, description=description)


def stacked_columns(
    rows: Sequence[tuple[str, str, float]],
    *,
    title: str,
    description: str = "",
    width: int = 460,
    height: int = 190,
) -> Markup:
    """Return columns made of series, with a legend above.

    Args:
        rows: label, series, value; series in the order of their first appearance, at most five.
    """
    order = list(dict.fromkeys(label for label, _series, _value in rows))
    series = list(dict.fromkeys(name for _label, name, _value in rows))
    if len(series) > len(SERIES):
        raise ValueError("more series than colours that can be told apart")
    data = [
        {
            "label": label,
            "series": name,
            "value": value,
            "rank": series.index(name),
            "told": f"{label}, {name}: {format_number(value)}",
        }
        for label, name, value in rows
    ]
    encoding = {
        "x": {"field": "label", "type": "nominal", "sort": order, "axis": {**_AXIS, "labelAngle": 0}},
        "y": {"field": "value", "type": "quantitative", "axis": {**_AXIS, "grid": True, "gridColor": LINE, "tickCount": 4}},
        "order": {"field": "rank"},
        "color": {
            "field": "series",
            "type": "nominal",
            "scale": {"domain": series, "range": list(SERIES[: len(series)])},
            "legend": {"orient": "top", "title": None, "labelFontSize": 12, "symbolType": "square"},
        },
        "description": {"field": "told"},
    }
    spec = {
        "width": width,
        "height": height,
        "autosize": _FIT,
        "data": {"values": data},
        "mark": {"type": "bar"},
        "encoding": encoding,
    }
    return draw(spec, title=title, description=description)


def draw(spec: dict[str, Any], *, title: str, description: str = "") -> Markup:
    """Return the SVG of a Vega-Lite specification of ours under our fonts, with a title and a description.

    Raises:
        PdfFailed: the drawing program failed.
    """
    content = json.dumps({**spec, "config": _CONFIG}, ensure_ascii=False, sort_keys=True)
    separators = {"en": {"decimal": ".", "thousands": ","}}.get(language(), {"decimal": ",", "thousands": "."})
    body = _drawn(content, json.dumps({**separators, "grouping": [3], "currency": ["", ""]}))
    name = "chart-" + hashlib.sha256((content + title).encode()).hexdigest()[:10]
    return Markup(_named(body, name, title, description))  # noqa: S704 -- made by the engine from escaped texts


def png(svg: str, *, scale: float = 2.0) -> bytes:
    """Return a chart as PNG, for Word."""
    _answer, results = process.worker("chart").call("rasterise", {"svg": svg, "scale": scale}, {}, timeout_s=TIMEOUT_S)
    return results["png"]


@functools.lru_cache(maxsize=256)
def _drawn(spec: str, format_locale: str) -> str:
    header = {"spec": json.loads(spec), "format_locale": json.loads(format_locale)}
    _answer, results = process.worker("chart").call("draw", header, {}, timeout_s=TIMEOUT_S)
    return results["svg"].decode()


def _named(svg: str, name: str, title: str, description: str) -> str:
    """Give the picture its title, each mark its tooltip, and ids that are unique on the page."""
    start = svg.index(">", svg.index("<svg")) + 1
    size = re.search(r'viewBox="([^"]+)"', svg[:start])
    box = size[1] if size else "0 0 460 200"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="{box}" width="{box.split()[2]}" role="img" '
        f'aria-labelledby="{name}-title{f" {name}-desc" if description else ""}">'
        f'<title id="{name}-title">{escape(title)}</title>'
    )
    if description:
        head += f'<desc id="{name}-desc">{escape(description)}</desc>'
    return head + re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", _plain(svg[start:]))


def _plain(svg: str) -> str:
    """Leave of the engine's output what is drawn: its English labels, class names and invisible paths go."""
    svg = re.sub(
        r'<path aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="bar"([^>]*?)(?:/>|></path>)',
        r"<path\2><title>\1</title></path>",
        svg,
    )
    svg = re.sub(r' (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"', "", svg.replace(' opacity="1"', ""))
    svg = re.sub(r'<path d="[^"]*"(?: display="none")?/>', "", svg)
    return re.sub(r' (?:d|transform|x1|x2|y1|y2|width|height)="[^"]*"', _rounded, svg)


def _rounded(attribute: re.Match[str]) -> str:
    """Cut the coordinates of an attribute to hundredths of a pixel: a third of the size."""
    return re.sub(r"\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), attribute[0])


def _row(label: str, value: float, marked: Sequence[str]) -> dict[str, Any]:
    text = format_number(value)
    colour = MARIGOLD if label in marked else TEAL
    return {"label": label, "value": value, "text": text, "colour": colour, "told": f"{label}: {text}"}


_COLOUR: dict[str, Any] = {
    "color": {"field": "colour", "type": "nominal", "scale": None},
    "description": {"field": "told"},
}
# Of the whole picture, labels included.
_FIT = {"type": "fit", "contains": "padding"}
_FIT_WIDTH = {"type": "fit-x", "contains": "padding"}
_AXIS: dict[str, Any] = {
    "title": None,
    "ticks": False,
    "domain": False,
    "labelFontSize": 12,
    "labelColor": INK,
    "labelPadding": 8,
}
_CONFIG: dict[str, Any] = {
    "font": _SANS,
    "background": None,
    "view": {"stroke": None},
    "axis": {"labelFont": _SANS, "grid": False},
    "legend": {"labelFont": _SANS, "labelColor": INK, "columnPadding": 18},
    "text": {"font": _SANS},
    "bar": {"discreteBandSize": {"band": 0.62}},
}
