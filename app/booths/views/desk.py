"""The organiser's booths: who has which, and the verbs block, assign, move, release, delete."""

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.accounts.models import Organisation
from app.booths import queries, services
from app.booths.drawing import draw
from app.booths.errors import BoothTaken
from app.booths.forms import AssignForm, FilterForm, MoveForm, ReasonForm
from app.booths.listing import list_booths
from app.booths.models import Booth, ClaimState
from app.booths.pages import desk_page
from app.booths.plan import load_plan
from app.booths.policies import BoothPermission
from app.core.db import db
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go
from app.events.access import event_permission
from app.events.models import Event

bp = FeatureBlueprint("booth_desk", __name__, url_prefix="/manage/events/<string:event_slug>/booths")


@bp.get("")
@event_permission(BoothPermission.SEE)
def index(event: Event) -> ResponseReturnValue:
    plan = load_plan(event)
    form = FilterForm.from_address(plan.zones)
    states = queries.states_of(event)
    lines = list_booths(plan, states, form.filters(), request.args.get("page", 1, type=int))
    claims = queries.live_claims_of(event, [line.booth.id for line in lines.rows])
    drawing = draw(plan, states, base=url_for(".index", event_slug=event.slug))
    counts = queries.count_states(plan.booths, states)
    return desk_page(
        "booths/desk.html",
        fragment="booths/_desk_list.html",
        event=event,
        plan=plan,
        drawing=drawing,
        lines=lines,
        claims=claims,
        counts=counts,
        form=form,
    )


@bp.get("/<string:code>")
@event_permission(BoothPermission.SEE)
def show(event: Event, code: str) -> ResponseReturnValue:
    return _booth_page(event, queries.get_booth(event, code))


def _booth_page(event: Event, booth: Booth, *, status: int = 200, refusal: DomainError | None = None) -> Response:
    text = request.args.get("q", "")
    claims = queries.claims_of(booth)
    live = queries.find_live_claim(booth)
    return desk_page(
        "booths/desk_booth.html",
        status=status,
        event=event,
        booth=booth,
        claims=claims,
        live=live,
        is_booking=live is not None and live.state != ClaimState.HELD,
        rate=queries.find_rate(booth),
        refusal=str(refusal.message) if refusal else "",
        alternatives=refusal.extra.get("alternatives", ()) if refusal else (),
        found=queries.organisations_matching(text) if text else [],
        text=text,
        reason_form=ReasonForm(formdata=None),
        move_form=MoveForm(formdata=None),
    )


@bp.post("/<string:code>/assign")
@event_permission(BoothPermission.ASSIGN)
def assign(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    form = AssignForm.from_request()
    organisation = db.session.get(Organisation, form.organisation_id.data) if form.submitted_and_valid() else None
    if organisation is None:
        raise NotFound
    try:
        services.assign(booth, organisation, by=me())
    except BoothTaken as error:
        return _booth_page(event, booth, status=409, refusal=error)
    flash(_("Booth %(code)s now belongs to %(unit)s.", code=booth.code, unit=organisation.name), "success")
    return go(".show", event_slug=event.slug, code=booth.code)


@bp.post("/<string:code>/release")
@event_permission(BoothPermission.ASSIGN)
def release(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    claim = queries.get_claim(event, request.form.get("claim", 0, type=int))
    form = ReasonForm.from_request()
    if not form.submitted_and_valid() or claim.booth_id != booth.id:
        return _reason_missing(event, booth)
    services.release(claim, by=me(), reason=form.reason.data)
    flash(_("Booth %(code)s is free again.", code=booth.code), "success")
    return go(".show", event_slug=event.slug, code=booth.code)


def _reason_missing(event: Event, booth: Booth) -> Response:
    return _booth_page(event, booth, status=422, refusal=DomainError(_("Please give the reason: it is kept in the log.")))


@bp.post("/<string:code>/move")
@event_permission(BoothPermission.ASSIGN)
def move(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    claim = queries.get_claim(event, request.form.get("claim", 0, type=int))
    form = MoveForm.from_request()
    if not form.submitted_and_valid() or claim.booth_id != booth.id:
        return _reason_missing(event, booth)
    target = queries.find_booth(event, form.code.data)
    if target is None:
        told = _("There is no booth %(code)s.", code=form.code.data)
        return _booth_page(event, booth, status=422, refusal=DomainError(told))
    try:
        services.move(claim, target, by=me(), reason=form.reason.data)
    except BoothTaken as error:
        return _booth_page(event, booth, status=409, refusal=error)
    flash(_("Moved from %(old)s to %(new)s.", old=booth.code, new=target.code), "success")
    return go(".show", event_slug=event.slug, code=target.code)


@bp.post("/<string:code>/block")
@event_permission(BoothPermission.MANAGE)
def block(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    form = ReasonForm.from_request()
    if not form.submitted_and_valid():
        return _reason_missing(event, booth)
    services.block(booth, by=me(), reason=form.reason.data)
    flash(_("Booth %(code)s is not for sale now.", code=booth.code), "success")
    return go(".show", event_slug=event.slug, code=booth.code)


@bp.post("/<string:code>/unblock")
@event_permission(BoothPermission.MANAGE)
def unblock(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    services.unblock(booth, by=me())
    flash(_("Booth %(code)s is for sale again.", code=booth.code), "success")
    return go(".show", event_slug=event.slug, code=booth.code)


@bp.post("/<string:code>/delete")
@event_permission(BoothPermission.MANAGE)
def delete(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    services.delete_booth(booth, by=me())
    flash(_("Booth %(code)s was deleted.", code=booth.code), "success")
    return go(".index", event_slug=event.slug)
