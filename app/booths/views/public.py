"""Pages of booths for everybody: the plan, the same as a list, and one booth. Holding: views/holding.py."""

from typing import Any

from flask import Response, current_app, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue

from app.booths import holds, occupants, queries, services
from app.booths.drawing import draw
from app.booths.forms import FilterForm
from app.booths.items import Audience
from app.booths.listing import Filters, list_booths, marks_of
from app.booths.models import Booth, BoothState
from app.booths.plan import Plan, load_plan
from app.core.errors import Conflict
from app.core.text import fold
from app.core.web import FeatureBlueprint, go, page
from app.events.access import public_event, public_event_id
from app.events.models import Event
from app.events.queries import get_event

bp = FeatureBlueprint("booths", __name__, url_prefix="/events/<string:event_slug>")
# The exhibitor's form, which takes over after the hold: a page of a higher feature.
NEXT_STEP = "registrations.exhibit"


@bp.get("/floor-plan")
@public_event
def floor_plan(event: Event) -> ResponseReturnValue:
    plan, states, held = load_plan(event), queries.states_of(event), holds.current_holds(event)
    form, filters, names = _asked(event, plan)
    marks = marks_of(plan, states, filters)
    base = url_for(".index", event_slug=event.slug)
    audience = Audience.VISITORS if request.args.get("for") == Audience.VISITORS else Audience.EXHIBITORS
    opened = _opened(event, plan)
    if opened is not None:
        marks = marks | {opened["booth"].id: marks.get(opened["booth"].id, "") + " opened"}
    return page(
        "booths/floor_plan.html",
        event=event,
        plan=plan,
        drawing=draw(plan, states, base=base, chosen=[claim.booth_id for claim in held], marks=marks, audience=audience),
        audience=audience,
        audiences=[Audience.EXHIBITORS, Audience.VISITORS] if plan.objects else [],
        held=held,
        next_step=next_step(event),
        form=form,
        fits=None if filters.is_empty else len(plan.booths) - sum("dim" in mark for mark in marks.values()),
        hits=[(booth, names[booth.id]) for booth in plan.booths if booth.id in names],
        opened=opened,
    )


def _asked(event: Event, plan: Plan) -> tuple[FilterForm, Filters, dict[int, list[str]]]:
    """Return the filters of the address, and the names of exhibitors that a search found, by booth."""
    form = FilterForm.from_address(plan.zones, [hall.name for hall in plan.halls])
    text = (form.q.data or "")[:80]
    names = occupants.find_by_name(event, text) if len(fold(text)) > 1 else {}
    return form, form.filters(frozenset(names) if len(fold(text)) > 1 else None), names


def _opened(event: Event, plan: Plan) -> dict[str, Any] | None:
    """Return what the sheet shows of the booth that the address names (?booth=A12); None for none of this plan."""
    code = request.args.get("booth", "")[:12]
    booth = queries.find_booth(event, code) if code else None
    if booth is None:
        return None
    # A part of a merged stand opens the stand.
    drawn = next((one for one in plan.booths if one.id == (booth.merged_into_id or booth.id)), None)
    return _facts(event, queries.get_booth(event, drawn.code)) if drawn is not None else None


@bp.get("/booths")
@public_event
def index(event: Event) -> ResponseReturnValue:
    return list_page(event)


def list_page(event: Event, *, refusal: Conflict | None = None) -> Response:
    """Return the list of booths, on which several are ticked; after a refusal with what happened, still ticked."""
    plan = load_plan(event)
    form, filters, _names = _asked(event, plan)
    held = holds.current_holds(event)
    mine = [claim.booth_id for claim in held]
    number = request.args.get("page", 1, type=int)
    states = queries.states_of(event)
    lines = list_booths(plan, states, filters, number, mine=mine)
    ticked = {code.upper() for code in [*request.args.getlist("chosen"), *request.form.getlist("code")]}
    free = {booth.code for booth in plan.booths if booth.code in ticked and booth.id not in states}
    return page(
        "booths/index.html",
        fragment="booths/_list.html",
        status=refusal.status if refusal else 200,
        event=event,
        is_open=services.is_open(event),
        ticked=free,
        # Ticked on another page of the list.
        elsewhere=sorted(free - {line.booth.code for line in lines.rows}),
        most=queries.rules_of(event.id).most_held,
        minutes=int(holds.hold_time(event).total_seconds() // 60),
        refusal=str(refusal.message) if refusal else "",
        alternatives=refusal.extra.get("alternatives", ()) if refusal else (),
        plan=plan,
        lines=lines,
        names=occupants.names_on(event, [line.booth.id for line in lines.rows]),
        form=form,
        held=held,
        next_step=next_step(event),
    )


@bp.get("/booths/status.json")
@public_event_id
def status(event_id: int, event_slug: str) -> ResponseReturnValue:
    """Codes by state, everything else is free. The browser asks every 10 s and mostly gets 304, for one small query."""
    response = make_response()
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(queries.mark_of(event_id), weak=True)
    if response.make_conditional(request).status_code == 304:
        return response
    event = get_event(event_slug)
    codes = {booth.id: booth.code for booth in load_plan(event).booths}
    groups: dict[str, list[str]] = {state.value: [] for state in BoothState if state != BoothState.FREE}
    for booth_id, state in queries.states_of(event).items():
        if booth_id in codes:
            groups[state.value].append(codes[booth_id])
    content = jsonify({state: sorted(found) for state, found in groups.items()})
    response.data, response.content_type = content.data, "application/json"
    return response


@bp.get("/booths/<string:code>")
@public_event
def show(event: Event, code: str) -> ResponseReturnValue:
    booth = queries.get_booth(event, code)
    whole = queries.find_whole(booth)
    return booth_page(event, booth) if whole is None else go(".show", event_slug=event.slug, code=whole.code)


def booth_page(event: Event, booth: Booth, *, refusal: Conflict | None = None) -> Response:
    """Return the page of one booth; after a refusal with what happened and where to go instead."""
    status = refusal.status if refusal else 200
    return page("booths/show.html", fragment="booths/_booth.html", status=status, event=event, **_facts(event, booth, refusal))


def _facts(event: Event, booth: Booth, refusal: Conflict | None = None) -> dict[str, Any]:
    """Return what booths/_booth.html shows of one booth."""
    state = queries.state_of(booth)
    mine = next((claim for claim in holds.current_holds(event) if claim.booth_id == booth.id), None)
    alternatives = refusal.extra.get("alternatives", []) if refusal else []
    if state != BoothState.FREE and mine is None and not alternatives:
        alternatives = queries.nearest_free(booth)
    return {
        "booth": booth,
        "price": queries.find_price(booth),
        "state": state,
        "mine": mine,
        "names": occupants.names_on(event, [booth.id]).get(booth.id, []) if state == BoothState.TAKEN else [],
        "refusal": str(refusal.message) if refusal else "",
        "alternatives": alternatives,
        "is_open": services.is_open(event),
        "minutes": int(holds.hold_time(event).total_seconds() // 60),
        "next_step": next_step(event),
    }


def next_step(event: Event) -> str:
    """Return the address of the exhibitor's form, "" while there is none."""
    return url_for(NEXT_STEP, event_slug=event.slug) if NEXT_STEP in current_app.view_functions else ""
