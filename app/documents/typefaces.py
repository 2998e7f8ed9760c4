"""How our print fonts are wide and high: what lays out pages without a layout engine (badges) measures with them.

A weight is a stack of font files, each with a part of the letters (see fonts.py). Vietnamese is composed in NFC, one glyph
a letter, so advance and pair kerning are all there is to setting a line.
"""

import functools
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.documents import fonts

WEIGHTS = (400, 600, 700)
# Ascent and descent of Be Vietnam Pro in em, as its tables say.
ASCENT, DESCENT = 1.0, 0.265
CAP_HEIGHT = 0.74


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter of one font file. `advance` in thousandths of the size."""

    face: str
    number: int
    advance: int
    name: str


@dataclass(frozen=True)
class Face:
    """One font file: `content` is what a PDF embeds."""

    name: str
    content: bytes
    units: int
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    cmap: dict[int, int] = field(repr=False)


class Typeface:
    """A weight of our sans serif: letters from several files, pairs from the first that knows them."""

    def __init__(self, weight: int) -> None:
        self.faces: dict[str, Face] = {}
        self._glyphs: dict[str, Glyph] = {}
        self._pairs: dict[tuple[str, str], int] = {}
        self._kerns: list[_Kerning] = []
        # Words come back: categories, titles, units, family names.
        self._width = functools.lru_cache(maxsize=8192)(self._measure)
        self._runs = functools.lru_cache(maxsize=4096)(self._shape)
        for name in _files(weight):
            self._take(name, fonts.pack()[name])

    def _take(self, name: str, content: bytes) -> None:
        from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import

        font = TTFont(io.BytesIO(content), lazy=True)
        if font.flavor is not None:  # a checkout that was never built has packed files
            font.flavor = None
            plain = io.BytesIO()
            font.save(plain)
            content = plain.getvalue()
        names, units = font.getGlyphOrder(), font["head"].unitsPerEm
        numbers = {glyph: number for number, glyph in enumerate(names)}
        metrics = font["hmtx"].metrics
        cmap = {code: numbers[glyph] for code, glyph in font.getBestCmap().items()}
        head = font["head"]
        box = tuple(round(value * 1000 / units) for value in (head.xMin, head.yMin, head.xMax, head.yMax))
        widths = tuple(round(metrics[glyph][0] * 1000 / units) for glyph in names)
        self.faces[name] = Face(name, content, units, widths, box, cmap)
        for code, number in cmap.items():
            self._glyphs.setdefault(chr(code), Glyph(name, number, widths[number], names[number]))
        if "GPOS" in font and not name.startswith("inter"):
            self._kerns.append(_Kerning(font["GPOS"].table))

    def glyph(self, char: str) -> Glyph | None:
        """Return the glyph of a character; None when no file has it."""
        return self._glyphs.get(char)

    def kern(self, left: str, right: str) -> int:
        """Return what is added between two letters, in thousandths of the size; marks count as their base letter."""
        found = self._pairs.get((left, right))
        if found is None:
            found = self._pairs[left, right] = self._find_kern(_base(left), _base(right))
        return found

    def _find_kern(self, left: str, right: str) -> int:
        first, second = self._glyphs.get(left), self._glyphs.get(right)
        if first is None or second is None or first.face != second.face:
            return 0
        return next((value for kerning in self._kerns if (value := kerning.between(first.name, second.name))), 0)

    def width(self, text: str) -> float:
        """Return the width of `text` (NFC) in units of its size; unknown letters are as wide as high."""
        return self._width(text)

    def runs(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return `text` as a PDF shows it: for each font file in turn its glyphs in hex, with the moves between pairs."""
        return self._runs(text)

    def _measure(self, text: str) -> float:
        total, before = 0, ""
        for char in text:
            glyph = self._glyphs.get(char)
            total += (glyph.advance if glyph else 1000) + (self.kern(before, char) if before else 0)
            before = char
        return total / 1000

    def _shape(self, text: str) -> tuple[tuple[str, str], ...]:
        runs: list[tuple[str, list[str]]] = []
        before = ""
        for char in text:
            glyph = self._glyphs.get(char) or self._glyphs["?"]
            kern = self.kern(before, char) if before else 0
            if kern and runs:
                runs[-1][1].append(f"> {-kern} <")
            if not runs or runs[-1][0] != glyph.face:
                runs.append((glyph.face, []))
            runs[-1][1].append(f"{glyph.number:04x}")
            before = char
        return tuple((face, "".join(parts)) for face, parts in runs)


class _Kerning:
    """The pair adjustments of one font file."""

    def __init__(self, table: Any) -> None:
        self._lookups = [
            subtable for lookup in table.LookupList.Lookup if lookup.LookupType == 2 for subtable in lookup.SubTable
        ]

    def between(self, left: str, right: str) -> int:
        for table in self._lookups:
            if left not in table.Coverage.glyphs:
                continue
            if table.Format == 1:
                records = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
                value = next((record.Value1 for record in records if record.SecondGlyph == right), None)
                if value is None:
                    continue
            else:
                row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
                value = row.Class2Record[table.ClassDef2.classDefs.get(right, 0)].Value1
            return int(getattr(value, "XAdvance", 0) or 0)
        return 0


@functools.lru_cache(maxsize=2048)
def _base(char: str) -> str:
    """Return the letter under the marks: a pair of V and Ă is set as V and A."""
    return unicodedata.normalize("NFD", char)[0]


def _files(weight: int) -> Iterator[str]:
    """Yield the files of a weight, in the order in which they are asked for a letter."""
    for family in fonts.SANS:
        yield from (name for name in fonts.pack() if f"-{weight}-" in name and fonts.family_of(name) == family)


@functools.cache
def typeface(weight: int) -> Typeface:
    """Return the sans serif of print in this weight."""
    return Typeface(weight)


def missing_glyphs(text: str) -> str:
    """Return the characters of `text`, once each, that our sans serif does not hold."""
    face = typeface(400)
    visible = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(char for char in visible if not char.isspace() and face.glyph(char) is None)
