"""The plan on paper: what to print, and the PDF; a large one is drawn by a job."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import printing, queries, services
from app.booths.errors import PlanTooLarge
from app.booths.items import Audience
from app.booths.pages import desk_page
from app.booths.plan import load_plan
from app.booths.plan_forms import PrintForm
from app.booths.policies import BoothPermission
from app.core.i18n import _, language
from app.core.web import FeatureBlueprint, go
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send, send_document

bp = FeatureBlueprint("plan_print", __name__, url_prefix="/manage/events/<string:event_slug>/booths")


def _wish(event: Event) -> tuple[PrintForm, printing.Wish]:
    """Return the form as asked in the address, and what it wishes; what cannot be read is the usual."""
    plan = load_plan(event)
    form = PrintForm.from_address(plan.zones, [hall.name for hall in plan.halls])
    form.validate()
    audience = form.audience.data if form.audience.data in list(Audience) else "exhibitors"
    paper = form.paper.data if form.paper.data in ("a3", "a4") else "a3"
    return form, printing.Wish(paper, Audience(audience), form.zone.data or "", form.hall.data or "")


@bp.get("/print")
@event_permission(BoothPermission.SEE)
def show(event: Event) -> ResponseReturnValue:
    form, wish = _wish(event)
    plan = load_plan(event)
    return desk_page(
        "booths/plan_print.html",
        event=event,
        form=form,
        plan=plan,
        is_large=len(plan.booths) > printing.MOST_AT_ONCE,
        prints=queries.prints_of(event),
        address=url_for(".pdf", event_slug=event.slug, **{name: value for name, value in vars(wish).items() if value}),
    )


@bp.get("/plan.pdf")
@event_permission(BoothPermission.SEE)
def pdf(event: Event) -> ResponseReturnValue:
    plan = load_plan(event)
    if len(plan.booths) > printing.MOST_AT_ONCE:
        raise PlanTooLarge
    _form, wish = _wish(event)
    latest = queries.latest_version(event)
    content = printing.render(event, plan, queries.states_of(event), wish, number=latest.number if latest else None)
    return send_document(content, "application/pdf", printing.file_name(event, wish))


@bp.post("/print")
@event_permission(BoothPermission.MANAGE)
def order(event: Event) -> ResponseReturnValue:
    """Let a job draw what the address asks for."""
    _form, wish = _wish(event)
    services.order_print(event, wish, locale=language(), by=me())
    flash(_("The plan is being drawn. It will be in the list below."), "success")
    return go(".show", event_slug=event.slug)


@bp.get("/prints/<int:number>.pdf")
@event_permission(BoothPermission.SEE)
def drawn(event: Event, number: int) -> ResponseReturnValue:
    found = queries.get_print(event, number)
    assert found.file is not None  # noqa: S101 -- get_print says so
    return send(found.file)
