"""Proposals of the engine: ask, look, change by hand, take over."""

from flask import Response, flash, make_response, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.allocation import queries, services
from app.allocation.forms import LineForm, ProposalForm
from app.allocation.models import PROPOSAL_TONES, Proposal, ProposalState
from app.allocation.policies import AllocationPermission
from app.allocation.tables import table_of
from app.allocation.views.blueprint import MANAGE, bp
from app.allocation.views.desk import allotment_page
from app.booths import queries as booth_queries
from app.booths.drawing import draw
from app.booths.models import BoothState
from app.booths.plan import load_plan
from app.core.db import db
from app.core.errors import DomainError, NotFound
from app.core.i18n import _, _n
from app.core.paging import paginate
from app.core.web import go, is_htmx
from app.documents.spreadsheet import Sheet, write_xlsx
from app.events.access import event_permission
from app.events.models import Event
from app.jobs.models import Job


@bp.route(MANAGE + "/proposals", methods=["GET", "POST"])
@event_permission(AllocationPermission.ALLOT)
def proposals(event: Event) -> ResponseReturnValue:
    form = ProposalForm.from_request()
    if form.submitted_and_valid():
        made = services.ask_for_proposal(event, keeps_placed=form.keeps_placed.data, by=me())
        return go(".proposal", event_slug=event.slug, proposal_id=made.id)
    rows = paginate(queries.proposals(event), request.args.get("page", 1, type=int))
    return allotment_page(
        "allocation/proposals.html", status=form.status, event=event, form=form, proposals=rows, tones=PROPOSAL_TONES
    )


@bp.get(MANAGE + "/proposals/<int:proposal_id>")
@event_permission(AllocationPermission.SEE)
def proposal(event: Event, proposal_id: int) -> ResponseReturnValue:
    found = queries.get_proposal(event, proposal_id)
    if is_htmx() and found.state is not ProposalState.WAITING:
        # The page that watched the progress loads itself anew: with the plan and its script.
        return Response(headers={"HX-Refresh": "true"})
    return _proposal_page(event, found)


def _proposal_page(
    event: Event, found: Proposal, *, status: int = 200, typed: dict[int, str] | None = None, refusal: DomainError | None = None
) -> Response:
    """Return the page of a proposal; `typed` is what stays in the lines that were refused, by application."""
    job = db.session.get(Job, found.job_id) if found.state is ProposalState.WAITING and found.job_id else None
    plan = load_plan(event)
    holders = queries.places_in(found)
    lines = paginate(queries.lines(found), request.args.get("page", 1, type=int), per_page=100)
    states = booth_queries.states_of(event)
    shown = {booth.id: BoothState.TAKEN for booth in plan.booths if booth.id in holders}
    codes = {booth.id: booth.code for booth in plan.booths}
    return allotment_page(
        "allocation/proposal.html",
        fragment="allocation/_progress.html" if job else "",
        status=status,
        event=event,
        proposal=found,
        job=job,
        lines=lines,
        codes=codes,
        placed=queries.names_and_booths(found, codes) if found.state is ProposalState.READY else {},
        drawing=draw(plan, states | shown, base=url_for("booth_desk.index", event_slug=event.slug)) if holders else "",
        tones=PROPOSAL_TONES,
        typed=typed or {},
        refusal=str(refusal.message) if refusal else "",
    )


@bp.post(MANAGE + "/proposals/<int:proposal_id>/lines/<int:application_id>")
@event_permission(AllocationPermission.ALLOT)
def place(event: Event, proposal_id: int, application_id: int) -> ResponseReturnValue:
    found = queries.get_proposal(event, proposal_id)
    queries.get_line(found, application_id)
    form = LineForm.from_request()
    typed = {application_id: form.booths.data or ""}
    if not form.submitted_and_valid():
        told = DomainError(form.booths.errors[0] if form.booths.errors else _("Please send the form again."))
        return _proposal_page(event, found, status=422, typed=typed, refusal=told)
    known = {booth.code: booth.id for booth in load_plan(event).booths}
    strange = [code for code in form.codes() if code not in known]
    if strange:
        told = DomainError(_("There is no booth %(code)s.", code=", ".join(strange)))
        return _proposal_page(event, found, status=422, typed=typed, refusal=told)
    try:
        services.place_by_hand(
            event, found, application_id, [known[code] for code in form.codes()], seen=form.revision(), by=me()
        )
    except DomainError as error:
        return _proposal_page(event, found, status=error.status, typed=typed, refusal=error)
    page_number = request.args.get("page", type=int)
    return go(".proposal", event_slug=event.slug, proposal_id=found.id, page=page_number, _anchor=f"line-{application_id}")


@bp.post(MANAGE + "/proposals/<int:proposal_id>/again")
@event_permission(AllocationPermission.ALLOT)
def run_again(event: Event, proposal_id: int) -> ResponseReturnValue:
    found = queries.get_proposal(event, proposal_id)
    made = services.ask_for_proposal(event, keeps_placed=found.keeps_placed, by=me(), based_on=found)
    return go(".proposal", event_slug=event.slug, proposal_id=made.id)


@bp.post(MANAGE + "/proposals/<int:proposal_id>/apply")
@event_permission(AllocationPermission.ALLOT)
def apply(event: Event, proposal_id: int) -> ResponseReturnValue:
    found = queries.get_proposal(event, proposal_id)
    form = LineForm.from_request()
    number = services.apply_proposal(event, found, seen=form.revision(), by=me())
    told = _n("%(num)s exhibitor got its booths.", "%(num)s exhibitors got their booths.", number)
    flash(told, "success")
    return go(".proposal", event_slug=event.slug, proposal_id=found.id)


@bp.post(MANAGE + "/proposals/<int:proposal_id>/discard")
@event_permission(AllocationPermission.ALLOT)
def discard(event: Event, proposal_id: int) -> ResponseReturnValue:
    services.discard(queries.get_proposal(event, proposal_id), by=me())
    flash(_("The proposal is put aside."), "success")
    return go(".proposals", event_slug=event.slug)


@bp.get(MANAGE + "/proposals/<int:proposal_id>/export.xlsx")
@event_permission(AllocationPermission.SEE)
def export(event: Event, proposal_id: int) -> ResponseReturnValue:
    found = queries.get_proposal(event, proposal_id)
    if found.state is ProposalState.WAITING:
        raise NotFound
    headers, rows = table_of(event, found)
    response = make_response(write_xlsx([Sheet(_("Allotment"), headers, rows)]))
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}-allotment-{found.id}.xlsx"'
    return response
