"""Sizes of single badges: holders, cards, labels of thermal printers."""

from enum import StrEnum
from typing import Any

from app.core.i18n import _l


class BadgeSize(StrEnum):
    A6 = "a6"
    A6_LANDSCAPE = "a6_landscape"
    A7 = "a7"
    CR80 = "cr80"
    INCH_4X3 = "inch_4x3"
    BUTTERFLY = "butterfly"
    ROLL_62 = "roll_62"
    LABEL_89X41 = "label_89x41"
    LABEL_57X32 = "label_57x32"
    LABEL_57X102 = "label_57x102"
    OWN = "own"

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @property
    def short_label(self) -> str:
        return str(_SHORT[self])

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height; an own size begins as large as A6."""
        return _MILLIMETRES[self]


_LABELS: dict[BadgeSize, Any] = {
    BadgeSize.A6: _l("A6, in a holder on a lanyard (105 × 148 mm)"),
    BadgeSize.A6_LANDSCAPE: _l("A6 landscape (148 × 105 mm)"),
    BadgeSize.A7: _l("A7, a small holder (74 × 105 mm)"),
    BadgeSize.CR80: _l("Plastic card (86 × 54 mm)"),
    BadgeSize.INCH_4X3: _l("4 × 3 inches (101.6 × 76.2 mm)"),
    BadgeSize.BUTTERFLY: _l("Butterfly badge, folded over the top (82 × 203 mm)"),
    BadgeSize.ROLL_62: _l("62 mm roll, cut at 100 mm (62 × 100 mm)"),
    BadgeSize.LABEL_89X41: _l("Label 89 × 41 mm"),
    BadgeSize.LABEL_57X32: _l("Label 57 × 32 mm"),
    BadgeSize.LABEL_57X102: _l("Label 57 × 102 mm, for thermal printers"),
    BadgeSize.OWN: _l("Own size"),
}
_SHORT: dict[BadgeSize, Any] = {
    BadgeSize.A6: "A6",
    BadgeSize.A6_LANDSCAPE: _l("A6 landscape"),
    BadgeSize.A7: "A7",
    BadgeSize.CR80: _l("Card"),
    BadgeSize.INCH_4X3: "4 × 3 in",
    BadgeSize.BUTTERFLY: "82 × 203",
    BadgeSize.ROLL_62: "62 mm",
    BadgeSize.LABEL_89X41: "89 × 41",
    BadgeSize.LABEL_57X32: "57 × 32",
    BadgeSize.LABEL_57X102: "57 × 102",
    BadgeSize.OWN: _l("Own size"),
}
# The butterfly is 203 mm long when it lies open: each side is half of it.
_MILLIMETRES: dict[BadgeSize, tuple[float, float]] = {
    BadgeSize.A6: (105, 148),
    BadgeSize.A6_LANDSCAPE: (148, 105),
    BadgeSize.A7: (74, 105),
    BadgeSize.CR80: (85.6, 53.98),
    BadgeSize.INCH_4X3: (101.6, 76.2),
    BadgeSize.BUTTERFLY: (82, 101.5),
    BadgeSize.ROLL_62: (62, 100),
    BadgeSize.LABEL_89X41: (89, 41),
    BadgeSize.LABEL_57X32: (57, 32),
    BadgeSize.LABEL_57X102: (57, 102),
    BadgeSize.OWN: (105, 148),
}
