"""Says in one line whose badges a batch has and on which paper."""

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
