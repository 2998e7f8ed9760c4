"""Looks for what would be printed badly: in the design itself, and for each person. Some 0.3 ms a person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.badges.layouts.fields import GATE_LANGUAGE, Holder, values_of
from app.badges.layouts.schema import CodeElement, Layout, texts_of
from app.badges.layouts.setting import Setter, filled, side_of
from app.badges.measure import LINE_HEIGHT, SetText
from app.core.i18n import _l, force_locale
from app.documents.picture import POINT_MM
from app.documents.typefaces import missing_glyphs

# Under that a phone must come too near (measured: 17 cm at 24 mm).
LEAST_CODE_MM = 24.0
LEAST_POINTS = 7.0
SHOWN = 50  # of each kind


class Trouble(StrEnum):
    CODE_MISSING = "code_missing"
    CODE_SMALL = "code_small"
    CODE_COVERED = "code_covered"
    OUTSIDE = "outside"
    TEXT_SMALL = "text_small"
    TEXT_CUT = "text_cut"
    GLYPHS = "glyphs"
    PHOTO = "photo"

    @property
    def label(self) -> str:
        return str(_WORDS[self])


_WORDS: dict[Trouble, Any] = {
    Trouble.CODE_MISSING: _l("There is no QR code on the badge"),
    Trouble.CODE_SMALL: _l("The QR code is smaller than 24 mm"),
    Trouble.CODE_COVERED: _l("Something lies on the QR code or its white edge"),
    Trouble.OUTSIDE: _l("Something reaches over the edge of the badge"),
    Trouble.TEXT_SMALL: _l("A text would be smaller than 7 points"),
    Trouble.TEXT_CUT: _l("A text does not fit in its box"),
    Trouble.GLYPHS: _l("Our fonts do not hold a character"),
    Trouble.PHOTO: _l("The photo is missing"),
}


@dataclass(frozen=True)
class Finding:
    """One trouble: at which element, for whom (None: for everybody), and what is seen."""

    trouble: Trouble
    side: str
    element: str
    holder: Holder | None = None
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """All findings by kind: how many, and the first of them."""

    people: int
    counts: dict[Trouble, int]
    findings: dict[Trouble, list[Finding]]

    @property
    def is_clean(self) -> bool:
        return not self.counts


def check(setter: Setter, holders: Sequence[Holder]) -> Report:
    """Look at the design and at every one of `holders`."""
    counts: dict[Trouble, int] = {}
    findings: dict[Trouble, list[Finding]] = {}
    with force_locale(GATE_LANGUAGE):
        for finding in _all(setter, holders):
            counts[finding.trouble] = counts.get(finding.trouble, 0) + 1
            kept = findings.setdefault(finding.trouble, [])
            if len(kept) < SHOWN:
                kept.append(finding)
    order = [trouble for trouble in Trouble if trouble in counts]
    return Report(len(holders), {trouble: counts[trouble] for trouble in order}, {one: findings[one] for one in order})


def _all(setter: Setter, holders: Iterable[Holder]) -> Iterator[Finding]:
    yield from of_design(setter.layout)
    for holder in holders:
        yield from of_person(setter, holder)


def of_design(layout: Layout) -> Iterator[Finding]:
    """Yield what is wrong for everybody."""
    if not layout.has("code"):
        yield Finding(Trouble.CODE_MISSING, "", "")
    for side, elements in layout.sides():
        for place, element in enumerate(elements):
            right, bottom = element.x + element.width, element.y + element.height
            over = element.x < 0 or element.y < 0 or right > layout.width + 0.01 or bottom > layout.height + 0.01
            if over and element.kind not in ("box", "image", "line"):  # these may well bleed
                yield Finding(Trouble.OUTSIDE, side, element.id)
            if element.kind == "code":
                yield from _of_code(element, elements[place + 1 :], side)


def _of_code(element: CodeElement, above: Sequence[Any], side: str) -> Iterator[Finding]:
    width = side_of(element)
    if width < LEAST_CODE_MM - 0.01:
        yield Finding(Trouble.CODE_SMALL, side, element.id, detail=f"{width:.1f} mm")
    left = element.x + (element.width - width) / 2
    box = (left, element.y, left + width, element.y + width)
    for other in above:
        seen = other.kind not in ("box",) or other.ground or other.line
        if seen and _overlap(box, (other.x, other.y, other.x + other.width, other.y + other.height)):
            yield Finding(Trouble.CODE_COVERED, side, element.id, detail=other.id)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    play = 0.05
    return (
        one[0] < other[2] - play and other[0] < one[2] - play and one[1] < other[3] - play and other[1] < one[3] - play
    )  # fmt: skip


def of_person(setter: Setter, holder: Holder) -> Iterator[Finding]:
    """Yield what is wrong with this person's badge."""
    for side, elements in setter.layout.sides():
        for element in elements:
            if element.only and holder.category not in element.only:
                continue
            if element.kind == "photo" and not holder.photo:
                yield Finding(Trouble.PHOTO, side, element.id, holder)
            elif element.kind in ("text", "bar"):
                yield from _of_text(setter, side, element, holder)


def _of_text(setter: Setter, side: str, element: Any, holder: Holder) -> Iterator[Finding]:
    texts = setter.texts(element, holder)
    written = [text for text in texts if text.lines]
    for text in written:
        # What was meant to be that small is no trouble.
        if text.size < min(LEAST_POINTS, _most(element, texts.index(text))):
            yield Finding(Trouble.TEXT_SMALL, side, element.id, holder, f"{text.size:g} pt · {' '.join(text.lines)[:80]}")
    if _is_cut(element, written):
        yield Finding(
            Trouble.TEXT_CUT, side, element.id, holder, " ".join(line for text in written for line in text.lines)[:80]
        )
    value = values_of(holder, setter.head)
    missing = "".join(missing for text in texts_of(element) if (missing := missing_glyphs(filled(text, value))))
    if missing:
        yield Finding(Trouble.GLYPHS, side, element.id, holder, "".join(dict.fromkeys(missing)))


def _most(element: Any, place: int) -> float:
    return float(element.most if element.kind == "bar" else element.parts[place].most)


def _is_cut(element: Any, texts: Sequence[SetText]) -> bool:
    """Tell whether the texts are higher than their box (the last line's free space below does not count)."""
    if not texts:
        return False
    height = sum(text.height for text in texts) - texts[-1].size * (LINE_HEIGHT - 1.1)
    return bool(height * POINT_MM > element.height + 0.05)
