"""Pages of many badges in one file: asked for, watched, fetched."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import designs, print_queue, queries, services
from app.badges.errors import NotReady
from app.badges.forms import BatchForm
from app.badges.models import BATCH_TONES
from app.badges.policies import BadgePermission
from app.badges.views.blueprint import PREFIX, bp
from app.badges.words import describe
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.queries import get_file
from app.files.sending import send, send_document


@bp.route(f"{PREFIX}/batches", methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def batches(event: Event) -> ResponseReturnValue:
    known = designs.designs_of(event)
    printers, stations = designs.printers_of(event), print_queue.stations_of(event)
    shown = {"design": known[0].key, "only_new": True}
    form = BatchForm.for_stations(stations, designs=known, printers=printers, data=shown)
    if form.submitted_and_valid():
        if "check" in request.form:
            return go("badge_printers.preflight", event_slug=event.slug, **form.asked)
        answer = _print(event, form)
        if answer is not None:
            return answer
    return page(
        "badges/batches.html",
        status=form.status,
        event=event,
        form=form,
        stations=stations,
        batches=[(row, describe(row)) for row in queries.batches_of(event)],
        tones=BATCH_TONES,
    )


def _print(event: Event, form: BatchForm) -> ResponseReturnValue | None:
    """Ask for the file or send the badges to a station; None when the form says why not."""
    reason = form.reason.data or ""
    try:
        if form.into_file:
            batch = services.ask_for_batch(event, form.selection, form.chosen, by=me(), paper=form.paper, reason=reason)
            return go("badges.batch", event_slug=event.slug, batch_id=batch.id)
        services.queue_selection(event, form.selection, station=form.station, by=me(), reason=reason)
    except DomainError as error:
        form.refuse(error.field, error.message)
        return None
    flash(_("The badges are sent to the printer."), "success")
    return go("badges.queue", event_slug=event.slug)


@bp.route(f"{PREFIX}/batches/<int:batch_id>")
@event_permission(BadgePermission.PRINT)
def batch(event: Event, batch_id: int) -> ResponseReturnValue:
    row = queries.get_batch(event, batch_id)
    return page(
        "badges/batch.html",
        fragment="badges/_progress.html",
        event=event,
        batch=row,
        words=describe(row),
        progress=queries.progress_of(row),
        tones=BATCH_TONES,
    )


@bp.route(f"{PREFIX}/batches/<int:batch_id>/first.pdf")
@event_permission(BadgePermission.PRINT)
def first_badges(event: Event, batch_id: int) -> ResponseReturnValue:
    """The first pages at once, while the file is being made: to see that all is right."""
    row = queries.get_batch(event, batch_id)
    return send_document(services.first_pages(event, row), "application/pdf", f"{event.code}-badges-{row.id}-first.pdf")


@bp.route(f"{PREFIX}/batches/<int:batch_id>.pdf")
@event_permission(BadgePermission.PRINT)
def batch_file(event: Event, batch_id: int) -> ResponseReturnValue:
    row = queries.get_batch(event, batch_id)
    if row.file_id is None:
        raise NotReady
    return send(get_file(row.file_id))
