"""Services: the organiser's list and overview, what exhibitors order, and the table for the contractor."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.accounts.session import current_user
from app.core import clock
from app.core.i18n import _, _n, language
from app.core.web import FeatureBlueprint, go, page
from app.documents.spreadsheet import write_xlsx
from app.events.access import event_permission
from app.events.models import Event
from app.files import sending
from app.registrations import queries as registrations
from app.registrations import services as applications
from app.registrations.models import Application
from app.stands.access import accepted_link
from app.stands.errors import NothingToAsk, OrderRefused, ServiceExists
from app.stands.forms.orders import OrderForm, ServiceForm
from app.stands.models import StandService
from app.stands.order_sheets import sheets_of
from app.stands.policies import StandPermission
from app.stands.queries import orders as queries
from app.stands.services import orders as services
from app.stands.usual_services import usual_services

bp = FeatureBlueprint("services", __name__)
_DESK = "/manage/events/<string:event_slug>/services"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/exhibitor/<string:secret>/services", methods=["GET", "POST"])
@accepted_link
def own_orders(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    placed = queries.orders_of(application)
    present = {service_id: row.quantity for service_id, row in queries.sums_by_service(placed).items()}
    listed = [service for service in queries.services_of(event) if service.is_offered or service.id in present]
    form = OrderForm.for_services(listed, present, language())
    if form.submitted_and_valid():
        try:
            number = services.order(event, application, form.wanted(), by=current_user() or applications.actor_of(application))
        except OrderRefused as error:
            form.refuse(error.field, error.message)
        else:
            flash(_n("%(num)s service changed.", "%(num)s services changed.", number), "success")
            return go(".own_orders", secret=secret)
    context: dict[str, Any] = {"services": listed, "present": present, "placed": placed, "form": form, "secret": secret}
    context |= {"today": clock.today(event.timezone), "missing": queries.missing_needs(application)}
    return page("stands/services/own.html", status=form.status, event=event, application=application, **context)


@bp.get(_DESK)
@event_permission(StandPermission.SEE)
def index(event: Event) -> ResponseReturnValue:
    listed, placed = queries.services_of(event), queries.all_orders(event)
    sums = queries.sums_by_service(placed)
    context: dict[str, Any] = {"services": listed, "sums": sums, "waiting": sum(row.invoice_id is None for row in placed)}
    context["total"] = sum(row.total_vnd for row in sums.values())
    return page("stands/services/index.html", event=event, **context)


@bp.post(f"{_DESK}/usual")
@event_permission(StandPermission.MANAGE)
def add_usual(event: Event) -> ResponseReturnValue:
    number = services.add_usual(event, usual_services(event), by=me())
    flash(_n("%(num)s service was added.", "%(num)s services were added.", number), "success")
    return go(".index", event_slug=event.slug)


@bp.route(f"{_DESK}/new", methods=["GET", "POST"])
@event_permission(StandPermission.MANAGE)
def add(event: Event) -> ResponseReturnValue:
    return _edit(event, None)


@bp.route(f"{_DESK}/<int:service_id>", methods=["GET", "POST"])
@event_permission(StandPermission.MANAGE)
def edit(event: Event, service_id: int) -> ResponseReturnValue:
    return _edit(event, queries.get_service(event, service_id))


def _edit(event: Event, found: StandService | None) -> ResponseReturnValue:
    form = ServiceForm.from_request(data=ServiceForm.values_of(found))
    if form.submitted_and_valid():
        try:
            services.save_service(event, form.terms(), by=me(), service=found)
        except ServiceExists as error:
            form.refuse("name", error.message)
        else:
            flash(_("The service is saved. What was ordered keeps its price."), "success")
            return go(".index", event_slug=event.slug)
    return page("stands/services/edit.html", status=form.status, event=event, form=form, service=found)


@bp.post(f"{_DESK}/<int:service_id>/delete")
@event_permission(StandPermission.MANAGE)
def delete(event: Event, service_id: int) -> ResponseReturnValue:
    services.delete_service(event, queries.get_service(event, service_id), by=me())
    flash(_("The service is deleted."), "success")
    return go(".index", event_slug=event.slug)


@bp.get(f"{_DESK}/orders")
@event_permission(StandPermission.SEE)
def orders(event: Event) -> ResponseReturnValue:
    placed = queries.all_orders(event)
    groups: dict[int, list[Any]] = {}
    for row in placed:
        groups.setdefault(row.application_id, []).append(row)
    context: dict[str, Any] = {"groups": list(groups.values()), "booths": queries.booth_codes(event)}
    return page("stands/services/orders.html", event=event, waiting=any(row.invoice_id is None for row in placed), **context)


@bp.get(f"{_DESK}/orders.xlsx")
@event_permission(StandPermission.SEE)
def orders_file(event: Event) -> ResponseReturnValue:
    sheets = sheets_of(queries.all_orders(event), queries.booth_codes(event), event.timezone)
    return sending.send_document(write_xlsx(sheets), _XLSX, f"{_('Services ordered')} {event.code}.xlsx")


@bp.post(f"{_DESK}/orders/<string:code>/request")
@event_permission(StandPermission.MANAGE)
def ask(event: Event, code: str) -> ResponseReturnValue:
    application = registrations.get_application(event, code)
    invoice = services.ask_for_payment(event, application, by=me(), onto_open="onto_open" in request.form)
    flash(_("Payment request %(code)s is made.", code=invoice.code), "success")
    return go(".orders", event_slug=event.slug)


@bp.post(f"{_DESK}/orders/request-all")
@event_permission(StandPermission.MANAGE)
def ask_everybody(event: Event) -> ResponseReturnValue:
    number = services.ask_everybody(event, by=me())
    if not number:
        raise NothingToAsk
    flash(_n("%(num)s payment request was made.", "%(num)s payment requests were made.", number), "success")
    return go(".orders", event_slug=event.slug)
