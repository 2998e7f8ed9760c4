"""Pages of single badges: whose are printed, one print and its file."""

from collections.abc import Sequence

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import designs, drawing, keys, print_queue, queries, services
from app.badges.forms import PrintForm, SelectionForm
from app.badges.models import BadgePrint
from app.badges.policies import BadgePermission
from app.badges.queries import Selection
from app.badges.views.blueprint import PREFIX, bp
from app.core.access import allows
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document
from app.registrations import queries as registrations
from app.registrations.models import Registration, RegistrationState
from app.registrations.terms import REGISTRATION_TONES, Category


@bp.route(PREFIX)
@event_permission(BadgePermission.PRINT)
def index(event: Event) -> ResponseReturnValue:
    return _index(event, SelectionForm.for_stations(print_queue.stations_of(event), formdata=None))


def _index(event: Event, form: SelectionForm, ticked: Sequence[str] = ()) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:200]
    chosen, wanted, after = (request.args.get(name, "") for name in ("category", "printed", "after"))
    category = Category(chosen) if chosen in list(Category) else None
    printed = {"yes": True, "no": False}.get(wanted)
    found = queries.people(event, text, category=category, printed=printed, after=after)
    return page(
        "badges/index.html",
        fragment="badges/_list.html",
        status=form.status,
        event=event,
        found=found,
        prints=queries.last_prints(found.rows),
        text=text,
        category=category,
        printed=wanted if printed is not None else "",
        after=after,
        categories=Category,
        grouped=drawing.grouped,
        may_design=allows(me(), BadgePermission.DESIGN, event),
        form=form,
        ticked=ticked,
    )


@bp.post(PREFIX)
@event_permission(BadgePermission.PRINT)
def selection(event: Event) -> ResponseReturnValue:
    """Print those ticked on the page of the list."""
    ticked = request.form.getlist("people")[: 2 * queries.PAGE]
    form = SelectionForm.for_stations(print_queue.stations_of(event))
    people = queries.ids_of(event, ticked)
    if form.submitted_and_valid():
        try:
            return _print_selection(event, form, Selection(people=people or (0,)))
        except DomainError as error:
            form.refuse(error.field, error.message)
    return _index(event, form, ticked)


def _print_selection(event: Event, form: SelectionForm, chosen: Selection) -> ResponseReturnValue:
    reason = form.reason.data or ""
    if form.into_file:
        batch = services.ask_for_batch(event, chosen, designs.default_design(event), by=me(), reason=reason)
        return go("badges.batch", event_slug=event.slug, batch_id=batch.id)
    services.queue_selection(event, chosen, station=form.station, by=me(), reason=reason)
    flash(_("The badges are sent to the printer."), "success")
    return go("badges.queue", event_slug=event.slug)


@bp.route(f"{PREFIX}/people/<string:code>", methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def badge(event: Event, code: str) -> ResponseReturnValue:
    registration = registrations.get_registration(event, code)
    prints = queries.prints_of(registration)
    known = designs.designs_of(event)
    shown = {"design": known[0].key, "seen": prints[0].id if prints else 0}
    form = PrintForm.for_stations(print_queue.stations_of(event), designs=known, data=shown)
    if form.submitted_and_valid():
        try:
            return _print(event, registration, form)
        except DomainError as error:
            form.refuse(error.field, error.message)
            prints = queries.prints_of(registration)
            form.seen.data = prints[0].id if prints else 0
    return _badge_page(event, registration, form, prints)


def _print(event: Event, registration: Registration, form: PrintForm) -> ResponseReturnValue:
    code = registration.short_code
    if form.into_file:
        logged = services.print_badge(registration, by=me(), again=form.again)
        flash(_("The print is noted. The file can be fetched for ten minutes."))
        return go("badges.badge", event_slug=event.slug, code=code, fresh=logged.id, design=form.design.data)
    services.queue_badge(registration, station=form.station, by=me(), again=form.again)
    flash(_("The badge is sent to the printer."), "success")
    return go("badges.badge", event_slug=event.slug, code=code)


def _badge_page(event: Event, registration: Registration, form: PrintForm, prints: list[BadgePrint]) -> ResponseReturnValue:
    invoice = print_queue.last_fee(registration.id)
    return page(
        "badges/badge.html",
        status=form.status,
        event=event,
        registration=registration,
        short_code=drawing.grouped(registration.short_code),
        prints=prints,
        fresh=_fresh(prints),
        chosen=request.args.get("design", ""),
        form=form,
        waiting=print_queue.open_job_of(registration.id),
        price=keys.settings_of(event),
        invoice=invoice,
        invoice_tones={"paid": "green", "overpaid": "violet"},
        may_print=registration.state is RegistrationState.CONFIRMED and registration.erased_at is None,
        doubts=drawing.doubts(queries.holders_of([registration])),
        tones=REGISTRATION_TONES,
    )


def _fresh(prints: list[BadgePrint]) -> int:
    """Return the id of the print whose file the page offers: the reader's own, just made."""
    asked = request.args.get("fresh", "")
    return prints[0].id if prints and asked == str(prints[0].id) and prints[0].printed_by_id == me().id else 0


@bp.route(f"{PREFIX}/prints/<int:print_id>.pdf")
@event_permission(BadgePermission.PRINT)
def print_file(event: Event, print_id: int) -> ResponseReturnValue:
    logged = queries.get_print(event, print_id)
    design = designs.find_design(event, request.args.get("design", "")) or designs.default_design(event)
    content = services.pdf_of_print(event, logged, design, reader=me())
    return send_document(content, "application/pdf", f"{event.code}-{logged.registration.short_code}.pdf")
