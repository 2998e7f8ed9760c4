"""The program that reads DXF drawings, apart from the application: a broken or hostile drawing ends with it.

Started by app/documents/cad.py as `python -I cad_reader.py FILE`; it imports nothing of the application and writes JSON.
"""

import json
import resource
import sys
from typing import Any

CPU_SECONDS = 60
MEMORY_BYTES = 2**31
MOST_OUTLINES = 20_000
MOST_TEXTS = 40_000
MOST_CORNERS = 64
_SOLID = frozenset({"3DFACE", "3DSOLID", "MESH", "BODY", "REGION", "SURFACE", "EXTRUDEDSURFACE", "POLYFACE"})


def main(path: str) -> None:
    """Print what the drawing holds, or why it cannot be read."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        from ezdxf import filemanagement, recover  # noqa: PLC0415 -- optional dependency
    except ImportError:
        _tell({"error": "missing"})
        return
    try:
        with open(path, "rb") as opened:
            is_binary = opened.read(22).startswith(b"AutoCAD Binary DXF")
        document = filemanagement.readfile(path) if is_binary else recover.readfile(path)[0]
        _tell(read(document))
    except Exception as error:
        _tell({"error": "damaged", "detail": f"{type(error).__name__}: {error}"[:300]})


def _tell(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found))


def read(document: Any) -> dict[str, Any]:
    """Return units, and by layer its closed outlines, texts and numbers of what is neither."""
    layers: dict[str, dict[str, Any]] = {}
    counts = {"outlines": 0, "texts": 0}
    for entity in _flat(document.modelspace(), 0):
        layer = layers.setdefault(
            str(entity.dxf.get("layer", "0")), {"outlines": [], "texts": [], "open": 0, "solid": 0, "other": 0}
        )
        _take(entity, layer, counts)
    return {"units": int(document.header.get("$INSUNITS", 0)), "layers": layers, **counts}


def _flat(entities: Any, depth: int) -> Any:
    """Yield entities, those of blocks in their place."""
    for entity in entities:
        if entity.dxftype() == "INSERT" and depth < 4:
            yield from entity.attribs
            yield from _flat(entity.virtual_entities(), depth + 1)
        else:
            yield entity


def _take(entity: Any, layer: dict[str, Any], counts: dict[str, int]) -> None:
    kind = entity.dxftype()
    if kind in ("TEXT", "MTEXT", "ATTRIB"):
        if counts["texts"] < MOST_TEXTS:
            layer["texts"].append(_text(entity, kind))
        counts["texts"] += 1
    elif kind in ("LWPOLYLINE", "POLYLINE"):
        corners = _corners(entity, kind)
        if corners is None:
            layer["solid"] += 1
        elif len(corners) < 3:
            layer["open"] += 1
        else:
            if counts["outlines"] < MOST_OUTLINES:
                layer["outlines"].append(corners)
            counts["outlines"] += 1
    elif kind in _SOLID:
        layer["solid"] += 1
    else:
        layer["open" if kind in ("LINE", "ARC") else "other"] += 1


def _corners(entity: Any, kind: str) -> list[list[float]] | None:
    """Return the corners of a closed outline, less than three when it is open; None for a shape in space."""
    if kind == "LWPOLYLINE":
        points = [(point[0], point[1]) for point in entity.get_points("xy")]
        is_closed = bool(entity.closed)
    else:
        if not entity.is_2d_polyline:
            return None
        points = [(vertex.dxf.location.x, vertex.dxf.location.y) for vertex in entity.vertices]
        is_closed = bool(entity.is_closed)
    if len(points) > 3 and abs(points[0][0] - points[-1][0]) < 1e-6 and abs(points[0][1] - points[-1][1]) < 1e-6:
        points, is_closed = points[:-1], True
    if not is_closed or len(points) > MOST_CORNERS:
        return []
    return [[round(x, 6), round(y, 6)] for x, y in points]


def _text(entity: Any, kind: str) -> list[Any]:
    if kind == "MTEXT":
        words, place = entity.plain_text(), entity.dxf.insert
    else:
        words = entity.dxf.text
        aligned = entity.dxf.hasattr("align_point") and (entity.dxf.get("halign", 0) or entity.dxf.get("valign", 0))
        place = entity.dxf.align_point if aligned else entity.dxf.insert
    return [" ".join(str(words).split())[:60], round(place[0], 6), round(place[1], 6)]


if __name__ == "__main__":
    main(sys.argv[1])
