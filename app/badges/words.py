"""Says in one line whose badges a batch has and on which paper."""

from app.badges.models import BadgeBatch
from app.core.i18n import _
from app.registrations.terms import Category


def describe(batch: BadgeBatch) -> str:
    """Return "Delegate · given names with A · only new · A6" in the language of the reader."""
    kept = batch.selection
    words = [Category(kept["category"]).label if kept.get("category") else _("Everybody")]
    if kept.get("letter"):
        words.append(_("given names with %(letter)s", letter=kept["letter"]))
    if kept.get("only_new"):
        words.append(_("only new ones"))
    if kept.get("sheet"):
        words.append(_("four A6 on A4"))
    else:
        words.append(batch.design.size.short_label)
    return " · ".join(words)
