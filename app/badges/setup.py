"""What badges put into pages of lower features: the menu, a figure, what to do next; and what the doctor looks at."""

from datetime import timedelta

from flask import Flask, url_for

from app.badges import checks, queries
from app.badges.policies import BadgePermission
from app.core import clock, registry
from app.core.doctor import check
from app.core.i18n import _, _l, _n, format_number
from app.core.navigation import add_manage_item
from app.core.registry import Step, Tile, Urgency
from app.events.models import Event

# Badges are printed late: people still change.
_BEFORE_OPENING = timedelta(days=7)


def init_app(_app: Flask) -> None:
    """Register the menu entry and the words of the history."""
    add_manage_item(50, "badges.index", _l("Badges"), BadgePermission.PRINT)
    registry.name_deeds(
        {
            "badges.printed": _l("Badge printed"),
            "badges.printed_again": _l("Badge printed again"),
            "badges.printed_all": _l("Badges printed on the command line"),
            "badges.batch_requested": _l("Batch of badges requested"),
            "badges.batch_made": _l("Batch of badges made"),
            "badges.design_changed": _l("Design of badges changed"),
            "badges.default_chosen": _l("Size of badges chosen"),
        }
    )


@registry.tiles.provide(order=50, permission=BadgePermission.PRINT)
def printed_badges(event: Event) -> Tile | None:
    total = queries.count_confirmed(event)
    if not total:
        return None
    printed = queries.count_printed(event)
    base = _n("of %(num)s person", "of %(num)s people", total)
    share = min(1.0, printed / total)
    return Tile(_("Badges printed"), format_number(printed), base, share, url_for("badges.index", event_slug=event.slug))


@registry.steps.provide(order=50, permission=BadgePermission.PRINT)
def badges_to_print(event: Event) -> Step | None:
    if not timedelta() < event.starts_at - clock.now() <= _BEFORE_OPENING:
        return None
    missing = queries.count_confirmed(event) - queries.count_printed(event)
    if missing <= 0:
        return None
    title = _n("Print the badge of %(num)s person", "Print the badges of %(num)s people", missing)
    return Step(title, url_for("badges.batches", event_slug=event.slug), urgency=Urgency.SOON)


check("I25", "a printed code is the person's own or a replaced one of theirs")(checks.find_strange_prints)
check("I25", "a replaced code is nobody's any more")(checks.find_living_revoked_codes)
check("I18", "a batch of badges is ready exactly when its file is there")(checks.find_batches_without_file)
