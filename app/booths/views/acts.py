"""Verbs on one or many booths: choose, see what would happen, confirm. Late payments and the rules of booking."""

from typing import Any

from flask import Response, current_app, flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries, services
from app.booths.act_forms import ActForm, RulesForm
from app.booths.acts import Effect, Verb
from app.booths.models import Booth
from app.booths.pages import desk_page
from app.booths.policies import BoothPermission
from app.core import clock
from app.core.access import require
from app.core.errors import DomainError, NotFound
from app.core.i18n import _, _n
from app.core.web import FeatureBlueprint, go
from app.events.access import event_permission
from app.events.models import Event

bp = FeatureBlueprint("booth_acts", __name__, url_prefix="/manage/events/<string:event_slug>/booths/acts")
MOST_AT_ONCE = 200


@bp.get("")
@event_permission(BoothPermission.ASSIGN)
def choose(event: Event) -> ResponseReturnValue:
    """Lead from the list, where booths are ticked and a verb is chosen, to the page of the verb."""
    return go(".act", event_slug=event.slug, verb=_verb(request.args.get("verb", "")), code=request.args.getlist("code"))


@bp.route("/<string:verb>", methods=["GET", "POST"])
@event_permission(BoothPermission.ASSIGN)
def act(event: Event, verb: str) -> ResponseReturnValue:
    """First the fields, then what would happen, then it happens. Each step shows what was typed."""
    chosen = _verb(verb)
    require(me(), chosen.permission, event)
    # On the page of a move, "code" is the other booth.
    codes = request.form.getlist("chosen") if request.method == "POST" else request.args.getlist("code")
    booths = queries.booths_with(event, codes[:MOST_AT_ONCE])
    form = ActForm.for_verb(event, chosen, len(booths))
    if not booths or (chosen.is_single and len(booths) > 1):
        form.refuse(None, _("Please choose one booth.") if chosen.is_single else _("Please choose at least one booth."))
        return _act_page(event, chosen, booths, form, status=422 if request.method == "POST" else 200)
    if not form.submitted_and_valid():
        return _act_page(event, chosen, booths, form, status=form.status)
    seen = {booth.id: request.form[name] for booth in booths if (name := f"seen-{booth.id}") in request.form}
    is_final = "confirm" in request.form
    try:
        do = services.act if is_final else services.rehearse
        effects = do(event, chosen, booths, form.wanted(seen if is_final else {}), by=me())
    except DomainError as error:
        form.refuse(error.field, error.message)
        return _act_page(event, chosen, queries.booths_with(event, codes), form, status=error.status, refusal=error)
    if not is_final:
        return _act_page(event, chosen, queries.booths_with(event, codes), form, effects=effects)
    told = _n("Done: %(verb)s, %(num)s booth.", "Done: %(verb)s, %(num)s booths.", len(booths), verb=chosen.label)
    flash(told, "success")
    return _back(event, chosen, booths, form)


def _back(event: Event, verb: Verb, booths: list[Booth], form: ActForm) -> Response:
    if len(booths) > 1 and verb is not Verb.MERGE:
        return go("booth_desk.index", event_slug=event.slug)
    code = form.code.data.upper() if verb is Verb.MOVE else booths[0].code
    return go("booth_desk.show", event_slug=event.slug, code=code)


def _verb(text: str) -> Verb:
    try:
        return Verb(text)
    except ValueError:
        raise NotFound from None


def _act_page(
    event: Event,
    verb: Verb,
    booths: list[Booth],
    form: ActForm,
    *,
    status: int = 200,
    effects: list[Effect] | None = None,
    refusal: DomainError | None = None,
) -> Response:
    order = services.open_order_of(booths[0]) if verb is Verb.RENAME and len(booths) == 1 else None
    context: dict[str, Any] = {"verb": verb, "booths": booths, "form": form, "effects": effects, "order": order}
    context |= {"now": services.snapshot(event, booths), "merging": verb is Verb.MERGE}
    context["alternatives"] = refusal.extra.get("alternatives", ()) if refusal is not None else ()
    return desk_page("booths/act.html", status=status, event=event, **context)


@bp.get("/late-payments")
@event_permission(BoothPermission.SEE)
def late(event: Event) -> ResponseReturnValue:
    """Bookings whose payment is late, or with `show=soon` those that are due in the next week."""
    today, is_late = clock.today(event.timezone), request.args.get("show") != "soon"
    claims = queries.due_page(event, today, late=is_late, number=request.args.get("page", 1, type=int))
    return desk_page(
        "booths/late.html",
        event=event,
        claims=claims,
        awaited=queries.awaited_of(claims.rows),
        is_late=is_late,
        late=queries.count_overdue(event, today),
        soon=queries.count_due_soon(event, today),
        today=today,
        rules=queries.rules_of(event.id),
    )


@bp.post("/late-payments/<int:claim_id>/release")
@event_permission(BoothPermission.ASSIGN)
def release_late(event: Event, claim_id: int) -> ResponseReturnValue:
    claim = queries.get_claim(event, claim_id)
    if services.release_late(claim, by=me()):
        flash(_("Booth %(code)s is free again.", code=claim.booth.name), "success")
    else:
        flash(_("The money for booth %(code)s has just arrived. The booth is confirmed.", code=claim.booth.name), "success")
    return go(".late", event_slug=event.slug)


@bp.route("/rules", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def rules(event: Event) -> ResponseReturnValue:
    present = vars(queries.rules_of(event.id))
    minutes = present["hold_minutes"] or current_app.config["BOOTH_HOLD_MINUTES"]
    form = RulesForm.from_request(data={**present, "hold_minutes": minutes})
    if form.submitted_and_valid():
        services.set_rules(event, form.rules(), by=me())
        flash(_("The rules of booking are saved."), "success")
        return go(".rules", event_slug=event.slug)
    return desk_page("booths/rules.html", status=form.status, event=event, form=form)
