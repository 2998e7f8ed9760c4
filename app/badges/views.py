"""Pages: whose badges are printed, one print, batches, designs; and what people may print at home."""

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import drawing, queries, services
from app.badges.errors import NotReady
from app.badges.forms import BatchForm, DesignForm, PrintForm
from app.badges.models import BATCH_TONES, BadgePrint, BadgeSize
from app.badges.policies import BadgePermission
from app.badges.words import describe
from app.core.access import allows
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission, public_event
from app.events.models import Event
from app.files.queries import get_file
from app.files.sending import send, send_document
from app.registrations import queries as registrations
from app.registrations.access import application_link
from app.registrations.models import Application, Registration, RegistrationState
from app.registrations.terms import REGISTRATION_TONES, Category

bp = FeatureBlueprint("badges", __name__)
_LIST = "/manage/events/<string:event_slug>/badges"


@bp.route(_LIST)
@event_permission(BadgePermission.PRINT)
def index(event: Event) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:200]
    chosen, wanted, after = (request.args.get(name, "") for name in ("category", "printed", "after"))
    category = Category(chosen) if chosen in list(Category) else None
    printed = {"yes": True, "no": False}.get(wanted)
    found = queries.people(event, text, category=category, printed=printed, after=after)
    return page(
        "badges/index.html",
        fragment="badges/_list.html",
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
    )


@bp.route(f"{_LIST}/people/<string:code>", methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def badge(event: Event, code: str) -> ResponseReturnValue:
    registration = registrations.get_registration(event, code)
    prints = queries.prints_of(registration)
    designs = queries.designs_of(event)
    seen = prints[0].id if prints else 0
    form = PrintForm.from_request(data={"size": queries.default_size(designs).value, "seen": seen})
    if form.submitted_and_valid():
        try:
            logged = services.print_badge(
                registration, by=me(), seen=form.seen_id, reason=form.reason.data or "", replace=bool(form.replace.data)
            )
        except DomainError as error:
            form.refuse(error.field, error.message)
            prints = queries.prints_of(registration)
            form.seen.data = prints[0].id if prints else 0
        else:
            flash(_("The print is noted. The file can be fetched for ten minutes."))
            return go("badges.badge", event_slug=event.slug, code=code, fresh=logged.id, size=form.size.data)
    return page(
        "badges/badge.html",
        status=form.status,
        event=event,
        registration=registration,
        short_code=drawing.grouped(registration.short_code),
        prints=prints,
        fresh=_fresh(prints),
        size=request.args.get("size", ""),
        form=form,
        may_print=registration.state is RegistrationState.CONFIRMED and registration.erased_at is None,
        doubts=drawing.doubts(queries.holders_of([registration])),
        tones=REGISTRATION_TONES,
    )


def _fresh(prints: list[BadgePrint]) -> int:
    """Return the id of the print whose file the page offers: the reader's own, just made."""
    asked = request.args.get("fresh", "")
    return prints[0].id if prints and asked == str(prints[0].id) and prints[0].printed_by_id == me().id else 0


@bp.route(f"{_LIST}/prints/<int:print_id>.pdf")
@event_permission(BadgePermission.PRINT)
def print_file(event: Event, print_id: int) -> ResponseReturnValue:
    logged = queries.get_print(event, print_id)
    design = queries.design_of(event, _size())
    content = services.pdf_of_print(event, logged, design, reader=me())
    return _pdf(content, f"{event.code}-{logged.registration.short_code}.pdf")


@bp.route(f"{_LIST}/batches", methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def batches(event: Event) -> ResponseReturnValue:
    designs = queries.designs_of(event)
    form = BatchForm.from_request(data={"paper": queries.default_size(designs).value, "only_new": True})
    if form.submitted_and_valid():
        try:
            batch = services.ask_for_batch(event, form.selection, form.size, by=me(), sheet=form.sheet)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return go("badges.batch", event_slug=event.slug, batch_id=batch.id)
    return page(
        "badges/batches.html",
        status=form.status,
        event=event,
        form=form,
        batches=[(row, describe(row)) for row in queries.batches_of(event)],
        tones=BATCH_TONES,
    )


@bp.route(f"{_LIST}/batches/<int:batch_id>")
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


@bp.route(f"{_LIST}/batches/<int:batch_id>.pdf")
@event_permission(BadgePermission.PRINT)
def batch_file(event: Event, batch_id: int) -> ResponseReturnValue:
    row = queries.get_batch(event, batch_id)
    if row.file_id is None:
        raise NotReady
    return send(get_file(row.file_id))


@bp.route(f"{_LIST}/design/<string:size>", methods=["GET", "POST"])
@event_permission(BadgePermission.DESIGN)
def design(event: Event, size: str) -> ResponseReturnValue:
    chosen = _known(size)
    present = queries.design_of(event, chosen)
    shown = [field for field in queries.FIELDS if present.fields.get(field)]
    form = DesignForm.from_request(data={"shown": shown, "is_default": present.is_default})
    if form.submitted_and_valid():
        services.show_fields(event, chosen, set(form.shown.data or ()), by=me())
        if form.is_default.data and not present.is_default:
            services.choose_default(event, chosen, by=me())
        flash(_("The design is saved."))
        return go("badges.design", event_slug=event.slug, size=size)
    return page("badges/design.html", status=form.status, event=event, form=form, size=chosen, sizes=BadgeSize, present=present)


@bp.route(f"{_LIST}/design/<string:size>/sample.pdf")
@event_permission(BadgePermission.DESIGN)
def sample(event: Event, size: str) -> ResponseReturnValue:
    content = services.sample_pdf(event, queries.design_of(event, _known(size)))
    return _pdf(content, f"{event.code}-sample-{size}.pdf")


@bp.route("/events/<string:event_slug>/ticket/<string:secret>/badge.pdf")
@public_event
def own_badge(event: Event, secret: str) -> ResponseReturnValue:
    """What a visitor prints at home, on A6."""
    registration = registrations.get_ticket(event, secret)
    return _for_home(event, [registration], f"{event.code}-{registration.short_code}.pdf")


@bp.route("/exhibitor/<string:secret>/passes.pdf")
@application_link
def staff_badges(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    """What an exhibitor prints for the staff, at most as many as one go allows."""
    return _for_home(event, registrations.staff_of(application, everybody=True)[:24], f"{application.code}.pdf")


def _for_home(event: Event, people: list[Registration], name: str) -> Response:
    confirmed = [person for person in people if person.state is RegistrationState.CONFIRMED]
    if not confirmed:
        raise NotFound
    return _pdf(services.badge_pdf(event, confirmed, queries.design_of(event, BadgeSize.A6)), name)


def _size() -> BadgeSize:
    return _known(request.args.get("size", BadgeSize.A6.value))


def _known(size: str) -> BadgeSize:
    if size not in list(BadgeSize):
        raise NotFound
    return BadgeSize(size)


def _pdf(content: bytes, name: str) -> Response:
    return send_document(content, "application/pdf", name)
