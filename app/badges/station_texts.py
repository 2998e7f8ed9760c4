"""What the tab at a printer says. JavaScript has no words of its own."""

from app.core.i18n import _


def texts() -> dict[str, str]:
    """Return all texts by the names that static/js/print-station.js uses."""
    return {
        "waiting": _("%(number)s badges wait"),
        "idle": _("Nothing to print. The page asks again by itself."),
        "printing": _("Printing: %(name)s"),
        "offline": _("There is no connection. Nothing is lost; the page asks again by itself."),
        "removed": _("This station was removed or paired elsewhere. Please pair it again."),
        "paused": _("Paused. What waits stays in the queue."),
        "printed": _("Printed: %(name)s"),
        "failed": _("Not printed: %(name)s. It waits in the queue for a decision."),
        "taken": _("Another station took this badge meanwhile."),
        "pause": _("Pause"),
        "go_on": _("Go on"),
        "no_picture": _("The badge could not be loaded."),
        "sure": _("Remove this browser from the station?"),
    }
