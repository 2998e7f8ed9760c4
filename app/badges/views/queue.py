"""Pages of what waits for printers, and the log of every print."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import print_queue, services
from app.badges.forms import JobForm, ReasonForm
from app.badges.models import OPEN, PRINT_TONES, PrintJob, PrintState
from app.badges.policies import BadgePermission
from app.badges.views.blueprint import PREFIX, bp
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event

_FILTERS = {"open": OPEN, "failed": (PrintState.FAILED,), "printed": (PrintState.PRINTED,)}


@bp.route(f"{PREFIX}/queue")
@event_permission(BadgePermission.PRINT)
def queue(event: Event) -> ResponseReturnValue:
    chosen = request.args.get("state", "open")
    jobs, following = print_queue.jobs_of(event, states=_FILTERS.get(chosen, ()), before=_before())
    return page(
        "badges/queue.html",
        fragment="badges/_queue.html",
        event=event,
        jobs=jobs,
        following=following,
        before=_before(),
        chosen=chosen if chosen in _FILTERS else "all",
        counts=print_queue.count_jobs(event),
        stations=print_queue.stations_of(event),
        waiting=print_queue.waiting_by_station(event),
        is_heard=print_queue.is_heard,
        tones=PRINT_TONES,
    )


def _before() -> int:
    text = request.args.get("before", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0


@bp.route(f"{PREFIX}/queue/<int:job_id>")
@event_permission(BadgePermission.PRINT)
def print_job(event: Event, job_id: int) -> ResponseReturnValue:
    return _job_page(event, print_queue.get_job(event, job_id))


def _job_page(event: Event, job: PrintJob, *, status: int = 200, **forms: Any) -> ResponseReturnValue:
    station_form = forms.get("station_form") or JobForm.for_stations(print_queue.stations_of(event))
    return page(
        "badges/print_job.html",
        status=status,
        event=event,
        job=job,
        is_open=job.state in (*OPEN, PrintState.FAILED),
        station_form=station_form,
        cancel_form=forms.get("cancel_form") or ReasonForm(formdata=None),
        tones=PRINT_TONES,
    )


@bp.post(f"{PREFIX}/queue/<int:job_id>/again")
@event_permission(BadgePermission.PRINT)
def print_job_again(event: Event, job_id: int) -> ResponseReturnValue:
    services.print_again(print_queue.get_job(event, job_id), by=me())
    flash(_("The badge waits for a printer again."))
    return go("badges.queue", event_slug=event.slug)


@bp.post(f"{PREFIX}/queue/<int:job_id>/move")
@event_permission(BadgePermission.PRINT)
def print_job_move(event: Event, job_id: int) -> ResponseReturnValue:
    job = print_queue.get_job(event, job_id)
    stations = print_queue.stations_of(event)
    form = JobForm.for_stations(stations)
    if not form.submitted_and_valid():
        return _job_page(event, job, status=422, station_form=form)
    station = next((item for item in stations if str(item.id) == form.station.data), None)
    services.move_job(job, station, by=me())
    flash(_("The badge waits for another station now."))
    return go("badges.queue", event_slug=event.slug)


@bp.post(f"{PREFIX}/queue/<int:job_id>/cancel")
@event_permission(BadgePermission.PRINT)
def print_job_cancel(event: Event, job_id: int) -> ResponseReturnValue:
    job = print_queue.get_job(event, job_id)
    form = ReasonForm.from_request()
    if form.submitted_and_valid():
        try:
            services.cancel_job(job, by=me(), reason=form.reason.data)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("The print is cancelled."))
            return go("badges.queue", event_slug=event.slug)
    return _job_page(event, job, status=form.status, cancel_form=form)


@bp.route(f"{PREFIX}/prints")
@event_permission(BadgePermission.PRINT)
def prints(event: Event) -> ResponseReturnValue:
    rows, following = print_queue.prints_of_event(event, before=_before())
    return page("badges/prints.html", event=event, rows=rows, following=following, before=_before())
