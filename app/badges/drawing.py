"""Draws badges: people become HTML in the order given, the document door makes the PDF."""

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.badges.measure import Line, SetLine, fit
from app.badges.models import BadgeSize
from app.badges.signing import LEAST_SIZE_MM
from app.core.i18n import _n, force_locale, format_dates
from app.documents import pdf, qr
from app.documents.pdf import Sheet
from app.events.models import Event
from app.registrations.terms import Category

# Any mask can be read; asking for one saves the search for the best (2.3 of 2.8 ms a code, measured).
_MASK = 3
# Best for memory and speed: 100 to 250 pages a sheet over two programs (measured); the fewer, the sooner a page shows progress.
_LARGEST_SHEET = 124
# A busy machine may need long for a sheet; its processor time is limited all the same.
_SHEET_TIMEOUT_S = 120.0
_PER_A4 = 4
# The gate reads Vietnamese.
_GATE_LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Holder:
    """What a badge needs of a registration."""

    id: int
    badge_code: str
    short_code: str
    category: Category
    full_name: str
    title: str
    position: str
    unit: str
    province: str
    party_size: int
    locale: str
    valid_from_on: date | None = None
    valid_until_on: date | None = None
    # Set by services.sign_holders where the event signs: the text of the QR in place of the badge code, and the key's number.
    signed_code: str = ""
    key_number: int | None = None

    def qr_text(self, size_mm: float) -> str:
        """Return what the QR says when it is printed `size_mm` wide: a signed code needs room, small badges stay random."""
        return self.signed_code if self.signed_code and size_mm >= LEAST_SIZE_MM else self.badge_code


@dataclass(frozen=True)
class Look:
    """How the badges of one PDF look.

    Attributes:
        fields: names of the lines shown: title, position, unit, province, category.
        sheet: four A6 badges on each A4 page, to be cut.
    """

    size: BadgeSize
    fields: frozenset[str]
    sheet: bool = False

    @property
    def style_sheets(self) -> tuple[str, ...]:
        return ("pdf/badges/badge.css", f"pdf/badges/{self.size.value}.css") + (("pdf/badges/a4.css",) if self.sheet else ())


@dataclass(frozen=True)
class Badge:
    """One badge as the template sets it."""

    anchor: str
    code: str
    colour: str
    bar: SetLine | None
    lines: list[SetLine]


@dataclass(frozen=True)
class Head:
    """What stands on every badge of an event, in one paragraph: elements are what layout costs."""

    name: str
    dates: str
    half_points: int


# Width and height of the box of texts in millimetres; see the style sheets.
_BOXES = {BadgeSize.A6: (91.0, 57.0), BadgeSize.CR80: (50.0, 34.0)}
_HEADS = {BadgeSize.A6: (91.0, 10.0), BadgeSize.CR80: (79.0, 5.5)}
_BARS = {BadgeSize.A6: (99.0, 16.0), BadgeSize.CR80: (80.0, 8.0)}
# Width of the printed QR with its quiet zone, see the style sheets.
_CODES = {BadgeSize.A6: 34.0, BadgeSize.CR80: 24.0}
_SCALES = {BadgeSize.A6: 1.0, BadgeSize.CR80: 0.55}


def draw(event: Event, look: Look, holders: Sequence[Holder], *, progress: Callable[[int, int], None] | None = None) -> bytes:
    """Return one PDF with a badge for each of `holders`, in their order.

    Args:
        progress: told how many badges of how many are done.
    Raises:
        PdfFailed: nothing is returned then.
    """
    size = sheet_size(len(holders), look)
    with force_locale(_GATE_LANGUAGE):
        head = _head(event, look)
        css = pdf.style_sheets(*look.style_sheets)
        if len(holders) <= size:
            return pdf.draw(_sheet(head, look, holders), css=css)

        def tell(sheets: int) -> None:
            if progress is not None:
                progress(min(sheets * size, len(holders)), len(holders))

        return pdf.render_pages(_sheets(head, look, holders, size), css=css, progress=tell, timeout_s=_SHEET_TIMEOUT_S)


def sheet_size(number: int, look: Look) -> int:
    """Return how many badges are laid out at a time: at most 124, whole A4 pages, a handful in one go."""
    if number <= 24:
        return 24
    size = min(_LARGEST_SHEET, max(24, math.ceil(number / 8)))
    return math.ceil(size / _PER_A4) * _PER_A4


def _sheets(head: Head, look: Look, holders: Sequence[Holder], size: int) -> Iterator[Sheet]:
    for batch in pdf.batches(holders, size):
        yield _sheet(head, look, batch)


def _sheet(head: Head, look: Look, holders: Sequence[Holder]) -> Sheet:
    badges = [_badge(number, holder, look) for number, holder in enumerate(holders)]
    context = {"badges": badges, "head": head, "per_page": _PER_A4 if look.sheet else 1, "size": look.size.value}
    codes = {
        badge.anchor: qr.matrix(holder.qr_text(_CODES[look.size]), mask=_MASK)
        for badge, holder in zip(badges, holders, strict=True)
    }
    return Sheet(pdf.html("pdf/badges/badges.html", context), codes)


def _head(event: Event, look: Look) -> Head:
    """Return the event's name with its dates: below it where there is room, else behind it."""
    name, dates = event.text("name", _GATE_LANGUAGE), format_dates(*event.days)
    if look.size is BadgeSize.CR80:
        [line] = fit([Line("event", f"{name} · {dates}", 6.5, 5, 2)], *_HEADS[look.size])
        return Head(line.text, "", line.half_points)
    [line] = fit([Line("event", name, 11, 7, 2)], *_HEADS[look.size])
    return Head(name, dates, line.half_points)


def _badge(number: int, holder: Holder, look: Look) -> Badge:
    scale = _SCALES[look.size]
    lines = [
        Line("title", _shown(look, "title", holder.title), 14 * scale, 11 * scale, 1),
        Line("name", holder.full_name, 36 * scale, 20 * scale, 2),
        Line("unit", _shown(look, "unit", holder.unit), 19 * scale, 12 * scale, 3),
        Line("position", _shown(look, "position", holder.position), 13 * scale, 10 * scale, 2),
        Line("province", _shown(look, "province", holder.province), 13 * scale, 10 * scale, 1),
    ]
    return Badge(
        anchor=f"q{number}",
        code=grouped(holder.short_code),
        colour=holder.category.value if "category" in look.fields else "",
        bar=_bar(holder, look) if "category" in look.fields else None,
        lines=fit(lines, *_BOXES[look.size]),
    )


def _shown(look: Look, field: str, text: str) -> str:
    return text if field in look.fields else ""


def _bar(holder: Holder, look: Look) -> SetLine:
    """Return the word of the category in a size at which it stands on one line."""
    width, height = _BARS[look.size]
    most = 17.0 if look.size is BadgeSize.A6 else 10.5
    return fit([Line("bar", _word(holder), most, 4, 1)], width, height)[0]


def _word(holder: Holder) -> str:
    """Return the category in the language of the gate, for guests from abroad in theirs too, and how many come."""
    words = [_category(holder.category, _GATE_LANGUAGE)]
    if holder.locale != _GATE_LANGUAGE:
        words.append(_category(holder.category, holder.locale))
    if holder.party_size > 1:
        words.append(_n("%(num)s person", "%(num)s people", holder.party_size))
    return " · ".join(dict.fromkeys(words))


@functools.cache
def _category(category: Category, locale: str) -> str:
    with force_locale(locale):
        return category.label


def grouped(short_code: str) -> str:
    """Return a code in groups of four, as people read it out."""
    return " ".join(short_code[place : place + 4] for place in range(0, len(short_code), 4))


def doubts(holders: Sequence[Holder], *, most: int = 20) -> list[str]:
    """Return whose texts have characters that our fonts do not hold: "BCFGHJKL: 漢". Usually without asking the fonts."""
    odd = {char for holder in holders for char in _text(holder) if not _is_usual(char)}
    missing = set(pdf.missing_glyphs("".join(sorted(odd)))) if odd else set()
    if not missing:
        return []
    found = ((holder.short_code, [char for char in dict.fromkeys(_text(holder)) if char in missing]) for holder in holders)
    return [f"{code}: {''.join(chars)}" for code, chars in found if chars][:most]


def _text(holder: Holder) -> str:
    return " ".join((holder.full_name, holder.title, holder.position, holder.unit))


def _is_usual(char: str) -> bool:
    return char.isascii() or "\u00c0" <= char <= "\u017f" or "\u1ea0" <= char <= "\u1ef9" or char in "ƠơƯư–’·"
