"""What the tab at a printer asks: pairing, the next badge, how it looks, what became of it."""

from datetime import timedelta
from typing import Any, Literal

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field

from app.accounts import throttle
from app.badges import print_queue, services
from app.badges.access import print_station
from app.badges.errors import PairingRefused
from app.badges.models import PrintTrouble
from app.badges.print_queue import Desk
from app.core.access import public
from app.core.api import Answer, operation
from app.core.db import db
from app.core.errors import NotFound
from app.core.web import FeatureBlueprint, keep_changes, refusal
from app.documents.raster import page_png
from app.events.models import Event
from app.files.sending import send_document

bp = FeatureBlueprint("badges_api", __name__, url_prefix="/api/v1/print-stations")
_PAIRINGS, _PAIRING_WINDOW = 20, timedelta(minutes=10)


class StationBody(BaseModel):
    """Tabs may be newer than the server: fields it does not know are passed over."""

    model_config = ConfigDict(extra="ignore", strict=True)


class StationPairBody(StationBody):
    pairing_code: str = Field(max_length=60)


class StationPairAnswer(Answer):
    """The token is shown once; it prints badges of this event and opens nothing else."""

    station_token: str
    station: str
    event: str


@bp.post("/pair")
@public
@operation("Pair a browser tab with a printer desk by a one-time code", body=StationPairBody, answer=StationPairAnswer)
def pair(body: StationPairBody) -> Any:
    throttle.count(throttle.address_key("station-pair", request.remote_addr), _PAIRINGS, _PAIRING_WINDOW)
    try:
        station, token = services.pair_station(body.pairing_code)
    except PairingRefused as error:
        keep_changes()
        return refusal(error)
    event = db.session.get_one(Event, station.event_id)
    return StationPairAnswer(station_token=token, station=station.name, event=event.name)


class StationJob(Answer):
    """A badge to print now. `lease` proves it when the badge is fetched and reported; after `lease_s` others may take it."""

    id: int
    lease: str
    lease_s: int
    name: str
    short_code: str


class NextAnswer(Answer):
    """`waiting` counts the badge that is given."""

    job: StationJob | None
    waiting: int
    station: str
    event: str


@bp.post("/next")
@print_station
@operation("Take the badge that waits longest for this printer", answer=NextAnswer)
def next_job(desk: Desk) -> Any:
    taken = services.take_job(desk)
    told = None
    if taken is not None:
        kept = print_queue.leased_job(desk, taken.job_id, taken.lease).frozen
        lease_s = int(services.LEASE.total_seconds())
        told = StationJob(
            id=taken.job_id, lease=taken.lease, lease_s=lease_s, name=kept["full_name"], short_code=kept["short_code"]
        )
    return NextAnswer(job=told, waiting=print_queue.count_waiting(desk), station=desk.name, event=desk.event)


class BadgeQuery(BaseModel):
    lease: str = Field(max_length=20)
    page: int = Field(1, ge=1, le=20)


@bp.get("/jobs/<int:job_id>/badge.png")
@print_station
@operation(
    "Get a page of the badge as a picture of 300 points an inch; X-Page-Count tells how many there are", query=BadgeQuery
)
def badge_picture(desk: Desk, job_id: int, query: BadgeQuery) -> Response:
    try:
        content, number = page_png(_badge(desk, job_id, query), query.page - 1)
    except IndexError:
        raise NotFound from None
    response = Response(content, mimetype="image/png")
    response.headers["X-Page-Count"] = str(number)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/jobs/<int:job_id>/badge.pdf")
@print_station
@operation("Get the badge as PDF", query=BadgeQuery)
def badge_file(desk: Desk, job_id: int, query: BadgeQuery) -> Response:
    return send_document(_badge(desk, job_id, query), "application/pdf", f"badge-{job_id}.pdf")


def _badge(desk: Desk, job_id: int, query: BadgeQuery) -> bytes:
    job = print_queue.leased_job(desk, job_id, query.lease)
    event = db.session.get_one(Event, desk.event_id)
    return services.pdf_of_job(event, job, *print_queue.look_of(desk))


class KeepBody(StationBody):
    lease: str = Field(max_length=20)


class KeepAnswer(Answer):
    """`lease_s`: so long, from now on, nobody else gets the badge."""

    lease_s: int


@bp.post("/jobs/<int:job_id>/keep")
@print_station
@operation("Ask for more time with a badge, as long as it is being printed", body=KeepBody, answer=KeepAnswer, errors=(409,))
def keep_job(desk: Desk, job_id: int, body: KeepBody) -> Any:
    services.keep_job(desk, job_id, body.lease)
    return KeepAnswer(lease_s=int(services.LEASE.total_seconds()))


class ReportBody(StationBody):
    """What became of the badge. `trouble` says why it failed."""

    lease: str = Field(max_length=20)
    result: Literal["printed", "failed"]
    trouble: Literal["jam", "no_paper", "unreadable", "timeout"] = "unreadable"


class ReportAnswer(Answer):
    waiting: int


@bp.post("/jobs/<int:job_id>/report")
@print_station
@operation("Tell what became of a badge; telling it again changes nothing", body=ReportBody, answer=ReportAnswer, errors=(409,))
def report(desk: Desk, job_id: int, body: ReportBody) -> Any:
    if body.result == "printed":
        services.report_printed(desk, job_id, body.lease)
    else:
        services.report_failed(desk, job_id, body.lease, PrintTrouble(body.trouble))
    return ReportAnswer(waiting=print_queue.count_waiting(desk))
