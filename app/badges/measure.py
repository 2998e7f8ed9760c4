"""How large a text may be set in a box, and where its lines break: nothing is ever cut or shrunk by chance.

Widths are those of our print fonts, exactly as they are drawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.documents.typefaces import Typeface, typeface

LINE_HEIGHT = 1.3
STEP = 0.25  # points
# Under that nothing can be read; a text that needs less is set so and told by the preflight.
_FLOOR = 3.0
_POINTS = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Line:
    """A text (NFC) with the largest and smallest size it may have, in points, and the lines it should not pass."""

    text: str
    most: float
    least: float
    max_lines: int
    weight: int = 700


@dataclass(frozen=True, slots=True)
class SetText:
    """A text as it is set. `least`: the smallest size it was to have."""

    lines: tuple[str, ...]
    size: float
    weight: int
    least: float

    @property
    def height(self) -> float:
        """In points."""
        return len(self.lines) * self.size * LINE_HEIGHT


def count_lines(words: Sequence[float], room: float, space: float) -> int:
    """Return on how many lines words of these widths are set in a box `room` wide (all in units of the size).

    A word wider than the box is broken anywhere.
    """
    lines, used = 1, 0.0
    for word in words:
        if used and used + space + word > room:
            lines, used = lines + 1, 0.0
        used += word + (space if used else 0.0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


def fit(lines: Sequence[Line], width_mm: float, height_mm: float) -> list[SetText]:
    """Return the texts with the largest sizes at which they stand in the box together, in the order given.

    Each shrinks to stand on few lines, and then wraps; when all together are too high, all shrink. Empty ones have no lines.
    """
    width, height = width_mm * _POINTS, height_mm * _POINTS
    measured = [_Measured(line) for line in lines]
    scale = 1.0
    while True:
        sizes = [text.size(width, scale) for text in measured]
        needed = sum(text.count(width / size) * size * LINE_HEIGHT for text, size in zip(measured, sizes, strict=True))
        if needed <= height + 0.01 or scale < 0.2:
            break
        scale -= 0.05
    return [
        SetText(tuple(text.broken(width / size)), size, text.line.weight, text.line.least)
        for text, size in zip(measured, sizes, strict=True)
    ]


class _Measured:
    """A text with the widths of its words."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.face = typeface(line.weight)
        self.words = line.text.split()
        self.widths = [self.face.width(word) for word in self.words]
        self.space = self.face.width(" ")
        self.widest = max(self.widths, default=0.0)
        self.whole = sum(self.widths) + self.space * max(0, len(self.words) - 1)

    def count(self, room: float) -> int:
        if self.whole <= room:
            return 1 if self.words else 0
        return count_lines(self.widths, room, self.space)

    def size(self, width: float, scale: float) -> float:
        """Return the largest size at which the words stand on the lines they may take, or else the smallest."""
        if not self.words:
            return self.line.least
        most = _down(self.line.most * scale)
        least = min(most, max(_FLOOR, _down(self.line.least * min(1.0, scale + 0.2))))
        for allowed in range(1, self.line.max_lines + 1):
            # A further line is worth it only when one line less would be set much smaller.
            floor = least if allowed == self.line.max_lines else max(least, most * 0.7)
            found = self._largest(width, allowed, floor, most)
            if found:
                return found
        return max(_FLOOR, least)

    def _largest(self, width: float, allowed: int, floor: float, most: float) -> float:
        """Return the largest size between `floor` and `most` for so many lines; 0 when there is none."""
        if allowed == 1:
            size = min(most, _down(width / self.whole + 1e-6)) if self.whole else most
            return size if size >= floor else 0.0
        low, high = _steps(floor, up=True), _steps(most)
        if low > high or not self._stands(low * STEP, width, allowed):
            return 0.0
        while low < high:
            middle = (low + high + 1) // 2
            if self._stands(middle * STEP, width, allowed):
                low = middle
            else:
                high = middle - 1
        return low * STEP

    def _stands(self, size: float, width: float, allowed: int) -> bool:
        room = width / size
        return self.widest <= room and self.count(room) <= allowed

    def broken(self, room: float) -> list[str]:
        """Return the lines, about equally long: a last word alone looks forgotten."""
        if not self.words:
            return []
        wanted = self.count(room)
        if wanted == 1:
            return [" ".join(self.words)]
        low, high = max(self.widest, self.whole / wanted), room
        for _step in range(7):
            middle = (low + high) / 2
            if self.widest <= middle and self.count(middle) <= wanted:
                high = middle
            else:
                low = middle
        return list(_lines(self.face, self.words, high))


def _lines(face: Typeface, words: Iterable[str], room: float) -> Iterable[str]:
    """Yield the words on lines of this room; a word wider than the room goes on below."""
    line, used, space = "", 0.0, face.width(" ")
    for word in words:
        width = face.width(word)
        if line and used + space + width > room + 1e-6:
            yield line
            line, used = "", 0.0
        line, used = (f"{line} {word}", used + space + width) if line else (word, width)
        while used > room + 1e-6 and len(line) > 1:
            head = _head(face, line, room)
            yield line[:head]
            line = line[head:]
            used = face.width(line)
    if line:
        yield line


def _head(face: Typeface, text: str, room: float) -> int:
    """Return how many characters of a word stand in the room, at least one."""
    length = len(text) - 1
    while length > 1 and face.width(text[:length]) > room:
        length -= 1
    return length


def _down(points: float) -> float:
    return _steps(points) * STEP


def _steps(points: float, *, up: bool = False) -> int:
    return -int(-points // STEP) if up else int(points / STEP + 1e-9)
