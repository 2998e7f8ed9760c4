"""The picture that travels with a link to an event: 1200 × 630, name, dates and place under the awning."""

import functools
import io
from dataclasses import dataclass
from typing import Any

from app.documents import fonts

WIDTH, HEIGHT = 1200, 630
_TEAL_DARK, _TEAL, _MARIGOLD, _WHITE, _SOFT = "#08393b", "#0e5a5c", "#f0a202", "#ffffff", "#dbe9e8"
_SUBSETS = ("latin", "vietnamese", "latin-ext")
_LEFT, _TEXT_WIDTH, _AWNING = 80, 1040, 46


@dataclass(frozen=True)
class Words:
    """What stands on the picture; the key under which it is kept."""

    tag: str
    title: str
    days: str
    place: str


@functools.lru_cache(maxsize=64)
def draw(words: Words) -> bytes:
    """Return the picture as PNG. Some 150 ms of work, kept for as long as the words stay the same."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- slow import

    image = Image.new("RGB", (WIDTH, HEIGHT), _TEAL_DARK)
    pen = ImageDraw.Draw(image)
    for row in range(_AWNING, HEIGHT):
        pen.line([(0, row), (WIDTH, row)], fill=_between(_TEAL_DARK, _TEAL, (row - _AWNING) / HEIGHT))
    for number, left in enumerate(range(0, WIDTH, 60)):
        pen.rectangle([left, 0, left + 59, _AWNING], fill=_MARIGOLD if number % 2 == 0 else _WHITE)
    line = 130
    _write(pen, words.tag, (_LEFT, line), 30, 600, _MARIGOLD)
    line += 64
    size, lines = _fitted(pen, words.title)
    for text in lines:
        _write(pen, text, (_LEFT, line), size, 700, _WHITE)
        line += round(size * 1.3)
    _write(pen, words.days, (_LEFT, line + 24), 38, 600, _WHITE)
    for number, text in enumerate(_wrap(pen, words.place, 30, 400)[:2]):
        _write(pen, text, (_LEFT, line + 84 + 42 * number), 30, 400, _SOFT)
    kept = io.BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _between(first: str, last: str, share: float) -> tuple[int, ...]:
    pairs = [(int(first[at : at + 2], 16), int(last[at : at + 2], 16)) for at in (1, 3, 5)]
    return tuple(round(low + (high - low) * share) for low, high in pairs)


def _fitted(pen: Any, title: str) -> tuple[int, list[str]]:
    """Return the largest size at which the title takes at most three lines, and those."""
    for size in (68, 60, 52, 44):
        lines = _wrap(pen, title, size, 700)
        if len(lines) <= 3:
            return size, lines
    return size, [*lines[:2], lines[2] + "…"]


def _wrap(pen: Any, text: str, size: int, weight: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(pen, longer, size, weight) <= _TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _length(pen: Any, text: str, size: int, weight: int) -> float:
    return sum(float(pen.textlength(run, font=_font(subset, size, weight))) for subset, run in _runs(text, weight))


def _write(pen: Any, text: str, at: tuple[int, int], size: int, weight: int, colour: str) -> None:
    left, top = float(at[0]), at[1]
    for subset, run in _runs(text, weight):
        font = _font(subset, size, weight)
        # Common baseline: the subsets have the same ascent, but not the same boxes.
        pen.text((left, top + size), run, font=font, fill=colour, anchor="ls")
        left += pen.textlength(run, font=font)


def _runs(text: str, weight: int) -> list[tuple[str, str]]:
    """Split `text` where the font file changes: each file has only its part of the letters."""
    runs: list[tuple[str, str]] = []
    for char in text:
        subset = next((name for name in _SUBSETS if ord(char) in _letters(name, weight)), "latin")
        if runs and runs[-1][0] == subset:
            runs[-1] = (subset, runs[-1][1] + char)
        else:
            runs.append((subset, char))
    return runs


def _file(subset: str, weight: int) -> bytes:
    return fonts.pack()[f"be-vietnam-pro-{subset}-{weight}-normal"]


@functools.cache
def _letters(subset: str, weight: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import

    return frozenset(TTFont(io.BytesIO(_file(subset, weight))).getBestCmap())


@functools.lru_cache(maxsize=32)
def _font(subset: str, size: int, weight: int) -> Any:
    from PIL import ImageFont  # noqa: PLC0415 -- slow import

    return ImageFont.truetype(io.BytesIO(_file(subset, weight)), size)
