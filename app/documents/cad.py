"""The door to ezdxf: closed outlines and texts of a DXF drawing, by layer. The reading is done by a program of its own."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.core.i18n import _
from app.documents.errors import DrawingRefused

TIMEOUT_S = 60
READER = Path(__file__).with_name("cad_reader.py")
Point = tuple[float, float]

# Metres of one unit by the number that drawings give theirs ($INSUNITS); others are asked for.
UNITS = {1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1.0, 14: 0.1}


@dataclass(frozen=True)
class Layer:
    """What one layer holds, in the drawing's units; y grows upwards."""

    name: str
    outlines: list[list[Point]] = field(default_factory=list)
    # Words and where they stand.
    texts: list[tuple[str, float, float]] = field(default_factory=list)
    # Lines and open outlines; bodies in space; everything else.
    open: int = 0
    solid: int = 0
    other: int = 0


@dataclass(frozen=True)
class Drawing:
    """A drawing as read; `metres` of one unit, None when it does not say."""

    layers: dict[str, Layer]
    metres: float | None
    is_cut: bool


def read(content: bytes) -> Drawing:
    """Return the layers of a DXF drawing.

    Raises:
        DrawingRefused: a DWG, damaged, too large to be read in a minute, or the reader is not installed.
    """
    if content[:4] == b"AC10":
        raise DrawingRefused(_("This is a DWG file. Save it as DXF (R2010), please."))
    with tempfile.NamedTemporaryFile(suffix=".dxf") as copy:
        copy.write(content)
        copy.flush()
        told = _run(copy.name)
    if told.get("error") == "missing":
        raise DrawingRefused(_("CAD drawings cannot be read here: the operator has not installed the extra “cad”."))
    if "error" in told:
        raise DrawingRefused(_("This DXF drawing is damaged. Save it again as DXF R2010, please."))
    layers = {
        name: Layer(
            name,
            [[(x, y) for x, y in outline] for outline in layer["outlines"]],
            [(words, x, y) for words, x, y in layer["texts"]],
            layer["open"],
            layer["solid"],
            layer["other"],
        )
        for name, layer in told["layers"].items()
    }
    kept = sum(len(layer.outlines) + len(layer.texts) for layer in layers.values())
    return Drawing(layers, UNITS.get(told["units"]), kept < told["outlines"] + told["texts"])


def _run(path: str) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER), path],
            capture_output=True,
            timeout=TIMEOUT_S,
            check=True,
            cwd=tempfile.gettempdir(),
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise DrawingRefused(
            _("This drawing takes too long to read. Save the hall alone, without furniture, please.")
        ) from error
    return found
