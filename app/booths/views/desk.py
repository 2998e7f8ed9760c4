"""The organiser's booths: who has which; the verbs are pages of views/acts.py."""

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.accounts.models import Organisation
from app.booths import queries, services
from app.booths.acts import Verb, fitting
from app.booths.drawing import draw
from app.booths.errors import BoothTaken
from app.booths.forms import AssignForm, FilterForm
from app.booths.listing import list_booths
from app.booths.models import HANDED_OVER, Booth, BoothClaim, ClaimState
from app.booths.pages import desk_page
from app.booths.plan import load_plan
from app.booths.policies import BoothPermission
from app.core import clock
from app.core.access import allows
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
        verbs=[verb for verb in Verb if allows(me(), verb.permission, event)],
        late=queries.count_overdue(event, clock.today(event.timezone)),
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
        price=queries.find_price(booth) if live is None else None,
        refusal=str(refusal.message) if refusal else "",
        alternatives=refusal.extra.get("alternatives", ()) if refusal else (),
        found=queries.organisations_matching(text) if text else [],
        text=text,
        parts=queries.merged_parts_of(booth) if booth.is_merged else [],
        whole=queries.find_whole(booth),
        history=queries.history_of(booth),
        verbs=_verbs(event, booth, live),
    )


def _verbs(event: Event, booth: Booth, live: BoothClaim | None) -> list[Verb]:
    if booth.merged_into_id is not None:
        return []
    found = fitting(
        has_claim=live is not None,
        is_movable=live is not None and live.state not in (ClaimState.HELD, *HANDED_OVER),
        is_due=live is not None and live.due_on is not None,
        is_closed=booth.is_blocked or booth.is_internal,
        is_merged=booth.is_merged,
    )
    return [verb for verb in found if allows(me(), verb.permission, event)]


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


@bp.post("/<string:code>/delete")
@event_permission(BoothPermission.MANAGE)
def delete(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    services.delete_booth(booth, by=me())
    flash(_("Booth %(code)s was deleted.", code=booth.code), "success")
    return go(".index", event_slug=event.slug)
