"""What badges put into pages of lower features: the menu, a figure, what to do next; and what the doctor looks at."""

from datetime import timedelta

from flask import Flask, url_for

from app.badges import checks, queries
from app.badges.layouts.sizes import BadgeSize
from app.badges.models import PrintOnEntry
from app.badges.policies import BadgePermission
from app.core import clock, registry
from app.core.doctor import check
from app.core.i18n import _, _l, _n, format_number
from app.core.navigation import add_manage_item
from app.core.registry import Step, Tile, Urgency
from app.events.models import Event
from app.registrations.terms import Category

# Badges are printed late: people still change.
_BEFORE_OPENING = timedelta(days=7)


def init_app(app: Flask) -> None:
    """Register the menu entry and the words of the history; templates ask `can(BadgePermission.…, event)`."""
    app.jinja_env.globals["BadgePermission"] = BadgePermission
    add_manage_item(50, "badges.index", _l("Badges"), BadgePermission.PRINT)
    registry.name_subjects(
        {"badge_design": _l("badge design"), "badge_batch": _l("batch"), "print_station": _l("print station")}
    )
    registry.name_deeds(
        {
            "badges.printed": _l("Badge printed"),
            "badges.printed_again": _l("Badge printed again"),
            "badges.printed_all": _l("Badges printed on the command line"),
            "badges.batch_requested": _l("Batch of badges requested"),
            "badges.batch_made": _l("Batch of badges made"),
            "badges.design_changed": _l("Design of badges changed"),
            "badges.queued": _l("Badge sent to a printer"),
            "badges.queued_again": _l("Badge sent to a printer again"),
            "badges.queued_many": _l("Badges sent to a printer"),
            "badges.printed_at_station": _l("Badge printed at a station"),
            "badges.job_again": _l("Failed print tried again"),
            "badges.job_moved": _l("Print sent to another station"),
            "badges.job_cancelled": _l("Print cancelled"),
            "badges.station_added": _l("Print station added"),
            "badges.station_changed": _l("Print station changed"),
            "badges.station_pairing_offered": _l("Code for a print station shown"),
            "badges.station_paired": _l("Print station paired"),
            "badges.station_removed": _l("Print station removed"),
            "badges.signing_switched": _l("Signed codes switched"),
            "badges.key_rotated": _l("New key for badges"),
            "badges.key_retired": _l("Key for badges retired"),
            "badges.fee_changed": _l("Price of a further print changed"),
            "badges.default_chosen": _l("Design of badges offered first chosen"),
            "badges.design_added": _l("Design of badges added"),
            "badges.design_renamed": _l("Design of badges renamed"),
            "badges.design_removed": _l("Design of badges removed"),
            "badges.image_added": _l("Picture for badges added"),
            "badges.photo_added": _l("Photo for a badge added"),
            "badges.printer_kept": _l("Offset of a printer kept"),
            "badges.printer_removed": _l("Offset of a printer removed"),
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
check("I25", "only sound keys sign, and what signs can be opened here")(checks.find_weak_keys)
check("I25", "an event that signs has a key, and signed prints name a key of theirs")(checks.find_missing_keys)
check("I18", "a printed badge of the queue stands in the log, another one does not")(checks.find_strange_jobs)
check("I18", "a batch of badges is ready exactly when its file is there")(checks.find_batches_without_file)

registry.name_details(
    {
        "changes": _l("Changes"),
        "design": _l("Design"),
        "design_id": _l("Number of the design"),
        "fee_vnd": _l("Price of a further print"),
        "free": _l("Free of charge because"),
        "job": _l("Number of the print"),
        "letter": _l("Letter"),
        "offset": _l("Correction in mm"),
        "old": _l("The old one"),
        "on_entry": _l("At an entry"),
        "only_new": _l("Only new ones"),
        "people": _l("People (numbers)"),
        "print": _l("Number in the log"),
        "printer_id": _l("Number of the printer"),
        "reason": _l("Reason"),
        "replaced": _l("Code replaced"),
        "signs_codes": _l("Signs codes"),
        "size": _l("Paper or badge size"),
        "station": _l("Station"),
        "total": _l("Total"),
    }
)
registry.name_values("badges", {"category": Category, "size": BadgeSize, "on_entry": PrintOnEntry})
