"""Pages of printer desks, and the tab that prints there."""

from typing import Any

from flask import Response, current_app, flash, render_template
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import designs, print_queue, services
from app.badges.forms import StationForm
from app.badges.models import PrintOnEntry
from app.badges.policies import BadgePermission
from app.badges.services import StationSettings
from app.badges.station_texts import texts
from app.badges.views.blueprint import PREFIX, bp
from app.core.access import public
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.web import go, page
from app.documents.qr import svg
from app.events.access import event_permission
from app.events.models import Event

_STATIONS = f"{PREFIX}/stations"
# Whole millimetres of paper that the tab may ask a style sheet for.
_LARGEST_MM = 500


@bp.route(_STATIONS, methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def stations(event: Event) -> ResponseReturnValue:
    form = _form(event)
    if form.submitted_and_valid():
        try:
            station = services.add_station(event, _settings(form), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return go("badges.station", event_slug=event.slug, station_id=station.id)
    return page(
        "badges/stations.html",
        status=form.status,
        event=event,
        form=form,
        stations=print_queue.stations_of(event),
        printers={printer.id: printer for printer in designs.printers_of(event)},
        waiting=print_queue.waiting_by_station(event),
        is_heard=print_queue.is_heard,
    )


def _form(event: Event, **arguments: Any) -> StationForm:
    return StationForm.for_event(designs.designs_of(event), designs.printers_of(event), **arguments)


def _settings(form: StationForm) -> StationSettings:
    return StationSettings(form.name.data, PrintOnEntry(form.on_entry.data), form.chosen, form.printer_id)


@bp.route(f"{_STATIONS}/<int:station_id>", methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def station(event: Event, station_id: int) -> ResponseReturnValue:
    found = print_queue.get_station(event, station_id)
    form = _form(event, data=StationForm.values_of(found))
    if form.submitted_and_valid():
        try:
            services.change_station(event, found, _settings(form), by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Saved."), "success")
            return go("badges.stations", event_slug=event.slug)
    return page("badges/station.html", status=form.status, event=event, form=form, station=found)


@bp.post(f"{_STATIONS}/<int:station_id>/pair")
@event_permission(BadgePermission.PRINT)
def station_pair(event: Event, station_id: int) -> ResponseReturnValue:
    """The code is shown on this answer only; asking again gives another one."""
    found = print_queue.get_station(event, station_id)
    code = services.offer_pairing(found, by=me())
    address = f"{current_app.config['BASE_URL']}/print-station"
    return page(
        "badges/station_pair.html",
        event=event,
        station=found,
        code=code,
        address=address,
        # Behind "#": browsers send that part to no server, so it stands in no log.
        link=f"{address}#pair={code}",
        picture=svg(f"{address}#pair={code}", label=_("QR code that pairs a browser with this station")),
        minutes=int(services.PAIRING_LASTS.total_seconds() // 60),
    )


@bp.post(f"{_STATIONS}/<int:station_id>/remove")
@event_permission(BadgePermission.PRINT)
def station_remove(event: Event, station_id: int) -> ResponseReturnValue:
    found = print_queue.get_station(event, station_id)
    services.close_station(found, by=me())
    flash(_("Station %(name)s was removed. What waited for it goes to the first that is free.", name=found.name), "success")
    return go("badges.stations", event_slug=event.slug)


@bp.route("/print-station")
@public
def print_station() -> ResponseReturnValue:
    """The tab at a printer. The page is the same for everybody; whose station it is, the browser knows."""
    return page("badges/print_station.html", texts=texts())


@bp.route("/print-station/paper/<int:width>x<int:height>.css")
@public
def print_paper(width: int, height: int) -> Response:
    """The size of the paper in tenths of millimetres: a style sheet of its own, since nothing may be styled inline."""
    if not (100 <= width <= 10 * _LARGEST_MM and 100 <= height <= 10 * _LARGEST_MM):
        raise NotFound
    css = render_template("badges/paper.css", width=width / 10, height=height / 10)
    response = Response(css, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
