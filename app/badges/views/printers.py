"""Printers: their test page and what they put aside; and the look at a batch before it is printed."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import answers, designs, queries, services
from app.badges.forms import PrinterForm
from app.badges.forms.designs import KIND_WORDS
from app.badges.layouts.imposing import Paper
from app.badges.layouts.sheets import SHEETS
from app.badges.models import BadgeDesign
from app.badges.policies import BadgePermission
from app.badges.queries import LETTERS, Selection
from app.core.access import allows
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document
from app.registrations.terms import Category

bp = FeatureBlueprint("badge_printers", __name__, url_prefix="/manage/events/<string:event_slug>/badges")
# Looked at at once; more are looked at by letter or category. 5,000 take some two seconds.
MOST_CHECKED = 5000


@bp.route("/printers", methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def index(event: Event) -> ResponseReturnValue:
    return _printer(event, None)


@bp.route("/printers/<int:printer_id>", methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def printer(event: Event, printer_id: int) -> ResponseReturnValue:
    return _printer(event, printer_id)


def _printer(event: Event, printer_id: int | None) -> ResponseReturnValue:
    kept = designs.get_printer(event, printer_id) if printer_id else None
    form = PrinterForm.from_request(obj=kept)
    if form.submitted_and_valid():
        try:
            offset = (form.offset_x_mm.data, form.offset_y_mm.data)
            services.keep_printer(event, form.name.data, offset, by=me(), printer=kept)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("The printer is saved. Please print the test page once more to see that it fits."))
            return go("badge_printers.index", event_slug=event.slug)
    return page(
        "badges/printers.html",
        status=form.status,
        event=event,
        form=form,
        printer=kept,
        printers=designs.printers_of(event),
        known=designs.designs_of(event),
        sheets=SHEETS.values(),
    )


@bp.route("/printers/<int:printer_id>/remove", methods=["POST"])
@event_permission(BadgePermission.PRINT)
def remove(event: Event, printer_id: int) -> ResponseReturnValue:
    services.remove_printer(designs.get_printer(event, printer_id), by=me())
    return go("badge_printers.index", event_slug=event.slug)


@bp.route("/printers/test-page.pdf")
@event_permission(BadgePermission.PRINT)
def test_page(event: Event) -> ResponseReturnValue:
    sheet = request.args.get("sheet", "")
    number = request.args.get("printer", "")
    kept = next((one for one in designs.printers_of(event) if str(one.id) == number), None)
    offset = (kept.offset_x_mm, kept.offset_y_mm) if kept else (0.0, 0.0)
    design = _design(event)
    content = services.test_page(design, Paper(sheet if sheet in SHEETS else "", offset=offset))
    return send_document(content, "application/pdf", f"{event.code}-test-page.pdf")


@bp.route("/preflight")
@event_permission(BadgePermission.PRINT)
def preflight(event: Event) -> ResponseReturnValue:
    """What a batch would print badly."""
    design = _design(event)
    chosen, letter = request.args.get("category", ""), request.args.get("letter", "")
    category = Category(chosen) if chosen in list(Category) else None
    selection = Selection(
        category, only_new=request.args.get("only_new") == "y", letter=letter if letter and letter in LETTERS else ""
    )
    people = answers.completed(queries.holders(event, selection, limit=MOST_CHECKED), design.drawn)
    return page(
        "badges/preflight.html",
        event=event,
        design=design,
        report=services.check_badges(event, design.drawn, people),
        total=queries.count_chosen(event, selection),
        checked=len(people),
        asked=request.args,
        kinds=KIND_WORDS,
        may_design=allows(me(), BadgePermission.DESIGN, event),
    )


def _design(event: Event) -> BadgeDesign:
    return designs.find_design(event, request.args.get("design", "")) or designs.default_design(event)
