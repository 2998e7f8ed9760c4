"""How large a text may be set in a box: the widths of our bold font, so that no line is ever cut or shrunk by chance.

Marks add next to nothing to a letter's width (ẤỄỘ are as wide as AEO), so the base letters are enough.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Advance widths of Be Vietnam Pro Bold from U+0020 to U+007E, in thousandths of the size. Lighter weights are narrower.
_ASCII = (
    (230, 341, 391, 845, 649, 871, 763, 222, 453, 453, 513, 652, 346, 607, 335, 541)  # space to /
    + (700, 431, 664, 680, 720, 682, 700, 598, 668, 700, 335, 346, 573, 752, 573, 621)  # 0 to ?
    + (1018, 769, 709, 780, 751, 642, 644, 790, 732, 290, 491, 716, 643, 888, 749, 828)  # @ to O
    + (679, 826, 712, 666, 686, 738, 745, 1057, 769, 718, 667, 504, 531, 504, 612, 736)  # P to _
    + (288, 658, 668, 629, 668, 618, 409, 659, 608, 296, 301, 599, 288, 896, 598, 658)  # ` to o
    + (668, 668, 429, 537, 438, 588, 594, 884, 608, 597, 521, 480, 434, 480, 490)  # p to ~
)
_WIDTHS = {chr(32 + place): width for place, width in enumerate(_ASCII)} | {"Đ": 784, "đ": 684, "’": 234, "–": 704, "·": 305}
# Any other script: as wide as high.
_UNKNOWN = 1000
# Marked letters are up to this much wider than their base; kerning takes some of it back.
_SAFETY = 1.03
LINE_HEIGHT = 1.3


def em_width(text: str) -> float:
    """Return the width of `text` on one line in units of its size."""
    total = 0
    for char in unicodedata.normalize("NFC", text):
        known = _WIDTHS.get(char) or _WIDTHS.get(unicodedata.normalize("NFD", char)[0])
        total += known or _UNKNOWN
    return total / 1000 * _SAFETY


def count_lines(words: Sequence[float], room: float) -> int:
    """Return on how many lines words of these widths are set in a box `room` wide (all in units of the size).

    A word wider than the box is broken anywhere.
    """
    space = _WIDTHS[" "] / 1000
    lines, used = 1, 0.0
    for word in words:
        if used and used + space + word > room:
            lines, used = lines + 1, 0.0
        used += word + (space if used else 0.0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


@dataclass(frozen=True)
class Line:
    """A text of a badge with the largest and smallest size it may have, in points, and the lines it should not pass."""

    name: str
    text: str
    most: float
    least: float
    max_lines: int


@dataclass(frozen=True)
class SetLine:
    """A text with its size. `half_points` names the class in the style sheet."""

    name: str
    text: str
    half_points: int


def fit(lines: Sequence[Line], width_mm: float, height_mm: float) -> list[SetLine]:
    """Return the texts with the largest sizes at which they stand in the box together; empty texts are left out.

    Each shrinks to stand on few lines, and then wraps; when all together are too high, all shrink.
    """
    width, height = width_mm * 72 / 25.4, height_mm * 72 / 25.4
    measured = [(line, [em_width(word) for word in line.text.split()]) for line in lines if line.text.strip()]
    scale = 1.0
    while True:
        sizes = [_size(line, words, width, scale) for line, words in measured]
        needed = sum(
            size * LINE_HEIGHT * count_lines(words, width / size) for size, (_, words) in zip(sizes, measured, strict=True)
        )
        if needed <= height or scale < 0.3:
            break
        scale -= 0.05
    return [SetLine(line.name, line.text, int(size * 2)) for size, (line, _) in zip(sizes, measured, strict=True)]


def _size(line: Line, words: list[float], width: float, scale: float) -> float:
    """Return the largest size in half points at which `words` stand on the lines they may take, or else the smallest."""
    least = max(4.0, line.least * min(1.0, scale + 0.2))
    for allowed in range(1, line.max_lines + 1):
        # A second line is worth it only when the first would be set much smaller.
        floor = least if allowed == line.max_lines else max(least, line.most * scale * 0.7)
        half_points = int(line.most * scale * 2)
        while half_points / 2 >= floor:
            size = half_points / 2
            if max(words) <= width / size and count_lines(words, width / size) <= allowed:
                return size
            half_points -= 1
    return int(least * 2) / 2
