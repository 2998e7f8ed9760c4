"""What is looked at when a booth is handed over and given back: standard equipment of R-46, connections, cleanliness."""

from app.booths.models import Booth, BoothKind
from app.core.i18n import _
from app.stands.models import HandoverKind


def items_of(booth: Booth, kind: HandoverKind) -> list[str]:
    """Return the lines of the list for this booth, in the language of the reader."""
    if booth.kind is BoothKind.STANDARD:
        lines = [
            _("White walls at the back and the closed sides"),
            _("Carpet"),
            _("1 information counter"),
            _("2 chairs"),
            _("2 fluorescent lights"),
            _("1 socket 220 V"),
            _("Fascia board, text as on the list"),
            _("Waste basket"),
        ]
    else:
        lines = [_("Floor marked on all sides")]
    if booth.power_kw or booth.power_points:
        lines.append(_("Power connection as ordered"))
    if booth.water_points:
        lines.append(_("Water connection as ordered"))
    if kind is HandoverKind.RETURN:
        lines.append(_("Floor clean, nothing left behind"))
    return lines
