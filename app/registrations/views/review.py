"""Review of applications by officers: list, one application, the decision."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.audit import queries as audit
from app.audit import services as trail
from app.core.access import allows
from app.core.db import db
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.paging import paginate
from app.core.web import go, page, site_url
from app.events.access import event_permission
from app.events.models import Event
from app.payments.models import Invoice
from app.registrations import queries, services
from app.registrations.answers import answers_of
from app.registrations.consent_texts import EXHIBITOR
from app.registrations.eligibility import eligibility_of
from app.registrations.forms.review import AssignForm, DecisionForm
from app.registrations.forms.wishes import fascia_warnings
from app.registrations.links import link_secret
from app.registrations.models import Application
from app.registrations.policies import RegistrationPermission
from app.registrations.terms import APPLICATION_TONES, ApplicationState
from app.registrations.views.blueprint import bp


@bp.route("/manage/events/<string:event_slug>/applications")
@event_permission(RegistrationPermission.SEE_APPLICATIONS)
def applications(event: Event) -> ResponseReturnValue:
    chosen = request.args.get("state", "")
    state = ApplicationState(chosen) if chosen in list(ApplicationState) else None
    text = request.args.get("q", "").strip()[:200]
    found = paginate(queries.applications(event, state=state, text=text), request.args.get("page", 1, int))
    return page(
        "registrations/review/index.html",
        fragment="registrations/review/_list.html",
        event=event,
        found=found,
        text=text,
        state=state,
        states=ApplicationState,
        counts=queries.applications_by_state(event),
        tones=APPLICATION_TONES,
        may_decide=allows(me(), RegistrationPermission.REVIEW, event),
        possible_for=services.possible_for,
    )


@bp.route("/manage/events/<string:event_slug>/applications/<string:code>", methods=["GET", "POST"])
@event_permission(RegistrationPermission.SEE_APPLICATIONS)
def review(event: Event, code: str) -> ResponseReturnValue:
    found = queries.get_application(event, code)
    form = DecisionForm.from_request(data={"seen": found.state.value})
    if request.method == "POST" and not allows(me(), RegistrationPermission.REVIEW, event):
        form.refuse(None, _("You may read applications, but not decide."))
    elif form.submitted_and_valid():
        decide(event, found, form)
        flash(_("Decided: application %(code)s is now %(state)s.", code=found.code, state=found.state.label))
        return go("registrations.review", event_slug=event.slug, code=found.code)
    return _review_page(event, found, form, AssignForm.from_request(formdata=None))


def decide(event: Event, application: Application, form: DecisionForm) -> None:
    """Carry the chosen decision out; two at once: the slower one gets 409 and learns what was decided."""
    seen = ApplicationState(form.seen.data) if form.seen.data in list(ApplicationState) else None
    services.decide(event, application, form.decision.data, by=me(), note=form.reason.data or "", seen=seen)


@bp.post("/manage/events/<string:event_slug>/applications/<string:code>/link")
@event_permission(RegistrationPermission.REVIEW)
def hand_over_link(event: Event, code: str) -> ResponseReturnValue:
    """Show the private link again, for exhibitors who lost it or have no mail, and for officers who act for them."""
    found = queries.get_application(event, code)
    address = site_url("registrations.application", secret=link_secret(found))
    trail.record(me(), "registrations.link_shown", found)
    return page("registrations/review/link.html", event=event, application=found, address=address)


@bp.route("/manage/events/<string:event_slug>/applications/<string:code>/booth", methods=["POST"])
@event_permission(RegistrationPermission.REVIEW)
def assign_booth(event: Event, code: str) -> ResponseReturnValue:
    found = queries.get_application(event, code)
    form = AssignForm.from_request()
    if form.submitted_and_valid():
        try:
            services.assign_booth(event, found, form.booth.data, by=me())
        except DomainError as error:
            form.refuse("booth", error.message or _("There is no booth of this code."))
        else:
            flash(_("Booth %(booth)s is assigned to %(unit)s.", booth=form.booth.data.upper(), unit=found.organisation.name))
            return go("registrations.review", event_slug=event.slug, code=found.code)
    return _review_page(event, found, DecisionForm.from_request(formdata=None, data={"seen": found.state.value}), form)


def _review_page(event: Event, found: Application, form: DecisionForm, assign: AssignForm) -> ResponseReturnValue:
    possible = services.possible_for([found])
    form.decision.choices = [choice for choice in form.decision.choices if choice.value in possible]
    may_assign = found.state in (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED, ApplicationState.ACCEPTED)
    return page(
        "registrations/review/application.html",
        status=422 if form.errors or assign.errors else 200,
        event=event,
        application=found,
        form=form if form.errors or not assign.errors else assign,
        decision=form,
        assign=assign,
        may_decide=bool(form.decision.choices) and allows(me(), RegistrationPermission.REVIEW, event),
        may_hand_over=allows(me(), RegistrationPermission.REVIEW, event),
        may_assign=may_assign and allows(me(), RegistrationPermission.REVIEW, event),
        groups=answers_of(found, full_tax_id=True),
        booths=queries.booths_of(found),
        doubles=queries.doubles_of(found),
        eligibility=eligibility_of(found.organisation),
        long_fascia=fascia_warnings(found),
        consents=queries.history_of(found),
        texts=EXHIBITOR,
        invoice=db.session.get(Invoice, found.invoice_id) if found.invoice_id else None,
        history=paginate(audit.entries(event, subject=found), 1).rows,
        tones=APPLICATION_TONES,
    )
