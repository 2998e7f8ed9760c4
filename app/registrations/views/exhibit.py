"""The application step by step; each step is kept on the server, so that a phone may restart (A-20)."""

from typing import Any

from flask import flash, request, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts.belonging import memberships_of
from app.accounts.models import AUTHORITIES, Organisation, User
from app.accounts.session import current_user
from app.booths import holds
from app.booths.models import BoothClaim
from app.booths.services import Holder
from app.core import clock
from app.core.access import allows
from app.core.i18n import _, format_time, language
from app.core.web import go, page
from app.events.access import public_event
from app.events.models import Event
from app.registrations import queries, services
from app.registrations.access import application_link
from app.registrations.answers import answers_of
from app.registrations.consent_texts import EXHIBITOR
from app.registrations.errors import LinkUnknown
from app.registrations.forms.consents import ConsentForm
from app.registrations.forms.people import EmptyForm
from app.registrations.forms.unit import UnitForm, unit_values
from app.registrations.forms.wishes import MOST_PRODUCTS, WishesForm, fascia_warnings, wishes_values
from app.registrations.links import SESSION_KEY, link_secret
from app.registrations.models import Application
from app.registrations.policies import RegistrationPermission
from app.registrations.services.renewing import renew_holds
from app.registrations.terms import EDITABLE
from app.registrations.views.blueprint import bp


def steps() -> list[str]:
    """Return the names of the steps, always all of them, short enough for a phone."""
    return [_("Choose a booth"), _("Unit"), _("Contact"), _("Consent"), _("Check")]


@bp.route("/events/<string:event_slug>/exhibit", methods=["GET", "POST"])
@public_event
def exhibit(event: Event) -> ResponseReturnValue:
    known = None if "new" in request.args else _own_draft(event)
    if known is not None and request.method == "GET":
        return go("registrations.application", secret=link_secret(known))
    officer = _officer(event)
    if not services.are_open(event) and officer is None:
        return page("registrations/exhibit/closed.html", event=event)
    organisation = _own_organisation() if officer is None else None
    form = UnitForm.from_request(data=unit_values(organisation) if organisation else None)
    if form.submitted_and_valid():
        application = _begin(event, form, known, organisation, officer)
        _keep_holds(event, application)
        return go("registrations.wishes", secret=link_secret(application))
    return _step_page(
        "registrations/exhibit/unit.html", 2, event, known, form=form, officer=officer, held=_waiting_holds(event)
    )


def _begin(
    event: Event, form: UnitForm, known: Application | None, organisation: Organisation | None, officer: User | None
) -> Application:
    """Keep the unit: in the draft that this browser has, or in a new one."""
    if known is not None:
        services.save_unit(known, form.details(), by=current_user())
        application = known
    else:
        assisted_by = officer if form.assisted.data else None
        application = services.start(
            event,
            form.details(),
            organisation=organisation,
            locale=language(),
            assisted_by=assisted_by,
            by=current_user(),
        )
        if organisation is not None:
            services.save_unit(application, form.details(), by=current_user())
    kept = dict(session.get(SESSION_KEY) or {})
    session[SESSION_KEY] = kept | {str(event.id): link_secret(application)}
    return application


def _own_draft(event: Event) -> Application | None:
    """Return the draft that this browser began for the event."""
    secret = (session.get(SESSION_KEY) or {}).get(str(event.id))
    if not isinstance(secret, str):
        return None
    try:
        application = queries.find_application_by_link(secret)
    except LinkUnknown:
        return None
    return application if application.state in EDITABLE else None


def _own_organisation() -> Organisation | None:
    user = current_user()
    if user is None:
        return None
    own = [row.organisation for row in memberships_of(user) if row.organisation.kind not in AUTHORITIES]
    return own[0] if own else None


def _officer(event: Event) -> User | None:
    """Return the signed-in person if an officer: of an authority anywhere, or a reviewer of this event (A-23)."""
    user = current_user()
    if user is None:
        return None
    if allows(user, RegistrationPermission.REVIEW, event):
        return user
    is_officer = any(row.organisation.kind in AUTHORITIES for row in memberships_of(user))
    return user if is_officer else None


@bp.route("/exhibitor/<string:secret>/unit", methods=["GET", "POST"])
@application_link
def unit(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    services.require_editable(application)
    form = UnitForm.from_request(data=unit_values(application.organisation))
    if form.submitted_and_valid():
        services.save_unit(application, form.details(), by=current_user())
        _keep_holds(event, application)
        return go("registrations.wishes", secret=secret)
    return _step_page("registrations/exhibit/unit.html", 2, event, application, form=form, secret=secret, officer=None)


@bp.route("/exhibitor/<string:secret>/wishes", methods=["GET", "POST"])
@application_link
def wishes(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    services.require_editable(application)
    form = WishesForm.from_request(data=wishes_values(application))
    if request.method == "POST" and "more" in request.form:
        for _row in range(min(3, MOST_PRODUCTS - len(form.products))):
            form.products.append_entry()
    elif form.submitted_and_valid():
        services.save_wishes(application, form.wishes())
        _keep_holds(event, application)
        return go("registrations.consents", secret=secret)
    return _step_page(
        "registrations/exhibit/wishes.html", 3, event, application, form=form, secret=secret, most_products=MOST_PRODUCTS
    )


@bp.route("/exhibitor/<string:secret>/consents", methods=["GET", "POST"])
@application_link
def consents(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    services.require_editable(application)
    given = queries.consents_of(application)
    form = ConsentForm.from_request(data={purpose.value: granted for purpose, granted in given.items()})
    user = current_user()
    assists = user is not None and user.id == application.assisted_by_id
    if form.submitted_and_valid():
        channel = form.channel.data if assists else "web"
        services.record_consents(application, form.given(), channel=channel, by=user if assists else None)
        _keep_holds(event, application)
        return go("registrations.check", secret=secret)
    return _step_page(
        "registrations/exhibit/consents.html", 4, event, application, form=form, secret=secret, texts=EXHIBITOR, assists=assists
    )


@bp.route("/exhibitor/<string:secret>/check", methods=["GET", "POST"])
@application_link
def check(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    services.require_editable(application)
    form = EmptyForm.from_request()
    if form.submitted_and_valid():
        services.attach_holds(application, holds.current_holds(event))
        lost = services.submit(event, application, by=current_user())
        if lost:
            flash(_lost_words(lost), "warning")
        return go("registrations.sent", secret=secret)
    extra = {"groups": answers_of(application, full_tax_id=True), "missing": services.missing_steps(application)}
    extra |= {"consents": queries.consents_of(application), "texts": EXHIBITOR, "long_fascia": fascia_warnings(application)}
    return _step_page("registrations/exhibit/check.html", 5, event, application, form=form, secret=secret, **extra)


def _keep_holds(event: Event, application: Application) -> None:
    """Let the browser's holds belong to the draft, take ended ones again, and say plainly which booths are lost."""
    services.attach_holds(application, _waiting_holds(event))
    holder = Holder(holds.make_hold_secret(), holds.origin_digest())
    renewed, lost = renew_holds(application, holder, lasts=holds.hold_time(event))
    for claim in renewed:
        until = format_time(claim.expires_at, event.timezone)
        told = _(
            "The time for booth %(code)s was over. It is held for you again until %(time)s.", code=claim.booth.name, time=until
        )
        flash(told, "success")
    for name, nearby in lost:
        told = _("Your hold of booth %(code)s was over and somebody else has it now.", code=name)
        if nearby:
            told += " " + _("Free nearby: %(codes)s.", codes=", ".join(near["code"] for near in nearby))
        flash(told + " " + _("All answers are kept."), "warning")


def _waiting_holds(event: Event) -> list[BoothClaim]:
    """Return the running holds of this browser; without one, those that ended while the first step was typed."""
    held = holds.current_holds(event)
    if held:
        return held
    ended = holds.ended_holds(event)
    known = queries.applications_of_claims(event, [claim.id for claim in ended]) if ended else {}
    return [claim for claim in ended if claim.id not in known]


def _lost_words(codes: list[str]) -> str:
    told = _("Your hold of booth %(code)s was over and somebody else has it now.", code=", ".join(codes))
    return told + " " + _("All answers are kept; the organisers will look for another booth.")


@bp.route("/exhibitor/<string:secret>/sent")
@application_link
def sent(event: Event, application: Application, secret: str) -> ResponseReturnValue:
    return page("registrations/exhibit/sent.html", event=event, application=application, secret=secret)


def _step_page(template: str, number: int, event: Event, application: Application | None, **context: Any) -> Response:
    held = context.pop("held", None)
    if held is None:
        held = [row.claim for row in application.booths] if application is not None else []
    form = context["form"]
    return page(
        template,
        status=form.status,
        event=event,
        application=application,
        steps=steps(),
        step=number,
        held=held,
        now=clock.now(),
        **context,
    )
