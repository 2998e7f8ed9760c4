"""Says in one line whose badges a batch has and on which paper, and what the elements of a design are."""

from collections import Counter
from typing import Any

from app.badges.forms.designs import KIND_WORDS
from app.badges.layouts.fields import LABELS
from app.badges.layouts.schema import PLACEHOLDER, Layout, TextElement
from app.badges.layouts.sheets import SHEETS
from app.badges.models import BadgeBatch
from app.core.i18n import _, _n
from app.registrations.terms import Category


def describe(batch: BadgeBatch) -> str:
    """Return "Delegate · given names with A · only new · A6" in the language of the reader."""
    kept = batch.selection
    if kept.get("people"):
        words = [_n("%(num)s chosen person", "%(num)s chosen people", len(kept["people"]))]
    else:
        words = [Category(kept["category"]).label if kept.get("category") else _("Everybody")]
    if kept.get("letter"):
        words.append(_("given names with %(letter)s", letter=kept["letter"]))
    if kept.get("only_new"):
        words.append(_("only new ones"))
    words.append(batch.design.name)
    sheet = SHEETS.get("a4_a6" if kept.get("sheet") is True else kept.get("sheet") or "")
    if sheet is not None:
        words.append(str(sheet.label))
    return " · ".join(words)


def titles_of(layout: Layout) -> dict[str, str]:
    """Return what to call each element by its id: "Text: Full name, Unit"; of several alike, "Line", "Line 2"."""
    titles: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for _side, elements in layout.sides():
        for element in elements:
            title = _title(element)
            seen[title] += 1
            titles[element.id] = title if seen[title] == 1 else f"{title} {seen[title]}"
    return titles


def _title(element: Any) -> str:
    kind = str(KIND_WORDS[element.kind])
    if not isinstance(element, TextElement):
        return kind
    text = " ".join(part.text for part in element.parts)
    labels = [str(LABELS[name]) for name in dict.fromkeys(PLACEHOLDER.findall(text)) if name in LABELS]
    return f"{kind}: {', '.join(labels) or text[:40]}"
